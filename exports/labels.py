"""The few German words that files add to a table."""

from __future__ import annotations

SHEET_TABLE = "Tabelle"
SHEET_META = "Filter und Definitionen"
BLATT = "Blatt"
TITEL = "Titel"
AUSSAGE = "Aussage"
AUSWAHL = "Auswahl"
EINHEIT = "Einheit"
DATENSTAND = "Datenstand"
QUELLE = "Quelle"
HINWEIS = "Hinweis"
SCHUTZSTUFE = "Schutzstufe"
PRUEFNUMMER = "Prüfnummer"
ADRESSE = "Adresse"
