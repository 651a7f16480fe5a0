"""German sentences of the public interface and of the server's start."""

from __future__ import annotations

from domain.selection import Fault
from domain.zeitraum import MAX_JAHR, MIN_JAHR

FAULTS = {
    Fault.PARAMETER: "Unbekannter Parameter „{parameter}“.",
    Fault.WERT: "Unbekannter Wert „{wert}“ für „{parameter}“.",
    Fault.MONAT: f"„{{parameter}}“ ist kein Monat von {MIN_JAHR}-01 bis {MAX_JAHR}-12: „{{wert}}“.",
    Fault.MEHRFACH: "„{parameter}“ ist mehrfach mit verschiedenen Werten angegeben: „{wert}“.",
    Fault.UNVOLLSTAENDIG: "„{parameter}“ fehlt; „von“ und „bis“ gehören zusammen.",
    Fault.VERKEHRT: "„von“ liegt nach „bis“: „{wert}“.",
}
KENNZAHL_MISSING = "Der Parameter „kennzahl“ fehlt. Möglich sind: {allowed}."
KENNZAHL_SEVERAL = "„kennzahl“ ist mehrfach angegeben: „{wert}“. Jede Anfrage beantwortet genau eine Kennzahl."
KENNZAHL_UNKNOWN = "Unbekannte Kennzahl „{wert}“ für „kennzahl“. Möglich sind: {allowed}."
NACH_UNKNOWN = "Unbekanntes Merkmal „{wert}“ für „nach“. Möglich sind: {allowed}."
NACH_TWICE = "Merkmal „{wert}“ steht mehrfach in „nach“."
NACH_TOO_MANY = "„nach“ nennt {count} Merkmale; möglich sind höchstens {allowed}."
EBENE_UNKNOWN = "Unbekannter Wert „{wert}“ für „ebene“; möglich ist nur 1 (oberste Bereiche)."
EXACT_FORBIDDEN = "„stufe=genau“ ist Ihnen nicht erlaubt."
TOO_MANY_ROWS = (
    "Die Tabelle hat {rows} Zeilen, ein Excel-Blatt fasst höchstens {allowed}. Bitte rufen Sie CSV oder JSON ab oder"
    " wählen Sie weniger Merkmale in „nach“."
)

TEMPLATE_UNUSABLE = (
    "Die eigene Folienvorlage (KRM_PPTX_TEMPLATE) lässt sich nicht verwenden: Sie muss eine .pptx-Datei mit einem"
    " Layout sein, das einen Titel und darunter mindestens 6 cm Platz für ein Diagramm hat."
)
EMBED_CUT = "Die Tabelle zeigt die ersten {shown} von {rows} Zeilen."
EMBED_DAYS = "Eine Einbettung gilt 1 bis {most} Tage."
EMBED_ISSUED = "„{titel}“ ist eingebettet; die Adressen stehen auf der Seite Einbettungen."
EMBED_REVOKED = "Die Einbettung ist widerrufen; ihre Adressen öffnen nichts mehr."
EMBED_GONE = "Diese Einbettung gibt es nicht, oder sie ist schon widerrufen."
EMBED_TOO_SOON = (
    "Von dieser Abbildung gibt es schon eine Einbettung mit dem Datenstand {stand}. Zwischen den Datenständen zweier"
    " Einbettungen müssen {days} Tage liegen, sonst ließen sich aus dem Unterschied einzelne Fälle ablesen. Widerrufen"
    " Sie die ältere, oder warten Sie."
)
EMBED_MISSING = (
    '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Keine Einbettung</title></head>'
    "<body><p>Diese Einbettung gibt es nicht oder nicht mehr.</p></body></html>"
)

SETTING_INVALID = "Die Einstellung {name} hat keinen brauchbaren Wert; docs/betrieb.md nennt, was erlaubt ist."
SPARK_PACKAGES = (
    "Für KRM_ANALYTICS=spark://… fehlen Pakete; der Befehl python3 scripts/ensure_venv.py spark installiert sie."
)
HOST_UNKNOWN = "Unter diesem Namen antwortet die KRM-Statistik nicht; die Einstellung KRM_HOSTS nennt weitere."

YEAR_INVALID = f"„jahr“ ist kein Jahr von {MIN_JAHR} bis {MAX_JAHR}: „{{wert}}“."
REPORT_MONTH_INVALID = "„von“ und „bis“ müssen Monate sein, „von“ nicht nach „bis“: „{wert}“."
LIST_FULL = (
    "Der Katalog „{katalog}“ hat mehr Einträge, als die Feste Auswertung Zeilen für ihn hat. Bitte sagen Sie der"
    " Betreuung Bescheid."
)
LEVEL_UNKNOWN = "Unbekannter Wert „{wert}“ für „stufe“."
ONE_JOBCENTER = "Der Jahresbericht gilt für ein Jobcenter oder für alle; bitte nennen Sie höchstens eines."
JOBCENTER_UNKNOWN = "Unbekannter Wert „{wert}“ für „jobcenter“."
TABLE_TITLE = "{kennzahl} nach {merkmale}"
TOTAL = "Insgesamt (aus eigener Abfrage, nicht aus den Zeilen addiert): {wert}."
TOTAL_WITH_COMPARISON = "Insgesamt (aus eigener Abfrage, nicht aus den Zeilen addiert): {wert}; Vergleich: {vergleich}."
VALUE_FIELDS = {
    "wert": "Wert der Kennzahl; Anteile liegen zwischen 0 und 1. Leer: Es gibt keinen Wert (das ist nicht 0).",
    "zaehler": "Zähler; bei Anzahlen der Wert selbst, bei Laufzeiten leer.",
    "nenner": "Nenner; bei Anzahlen und Laufzeiten leer.",
    "vergleich": "Wert im Vergleichszeitraum; leer ohne Vergleich oder wenn dieser ganz vor dem ersten Eingang liegt.",
    "vergleich_zaehler": "Zähler im Vergleichszeitraum.",
    "vergleich_nenner": "Nenner im Vergleichszeitraum.",
    "differenz": "wert − vergleich; bei Anteilen ein Unterschied in Prozentpunkten, als Zahl zwischen −1 und 1.",
    "veraenderung": "differenz / vergleich; leer, wenn der Vergleich 0 ist oder fehlt.",
}
METRIC_REQUESTS = "Beantwortete Anfragen"
METRIC_SECONDS = "Dauer der Anfragen in Sekunden"
METRIC_REFUSALS = "Anfragen, die eine Person zu viel gestellt hat"
METRIC_CACHE = "Fragen an den Cache der Ergebnisse"
METRIC_DATABASE = "1: Die KRM-Datenbank antwortet, passt zu dieser Fassung und enthält Daten"
METRIC_AGE = "Alter des Datenstands in Tagen"
METRIC_HELD = "Anliegen, die der antwortende Prozess im Speicher hält"
METRIC_HELD_SUMS = "Zeilen der Summen je Monat, die der antwortende Prozess im Speicher hält"
METRIC_HELD_BYTES = "Speicher, den diese Anliegen und Summen im antwortenden Prozess belegen"
METRIC_BUILD = "Fassung der Anwendung"

DEEP_DATABASE = "Die Datenbank antwortet, ihr Schema passt, Daten sind geladen."
DEEP_DATABASE_DOWN = "Die Datenbank antwortet nicht, ihr Schema passt nicht zu dieser Fassung, oder sie ist leer."
DEEP_NO_STAND = "Kein Datenstand ist lesbar."
DEEP_STAND = "Der Datenstand ist vom {stand}, {days} Tage alt."
DEEP_STAND_OLD = "Das ist älter als vorgesehen; die Seiten sagen es."
DEEP_CACHE = "Der Cache nimmt Ergebnisse an und gibt sie zurück."
DEEP_CACHE_DOWN = "Der Cache antwortet nicht; alles wird aus der Datenbank gerechnet."
DEEP_APP_DATABASE = "Die Datenbank der eigenen Einträge antwortet."
DEEP_APP_DATABASE_DOWN = "Die Datenbank der eigenen Einträge antwortet nicht; Zahlen gibt es weiter."
DEEP_SPACE = "Im Ordner der Anwendung sind {megabytes} MB frei."
DEEP_SPACE_LOW = "Das ist wenig."
DEEP_NOT_WRITABLE = "Im Ordner der Anwendung darf nicht geschrieben werden."

NAME_SUFFIX = "_name"
