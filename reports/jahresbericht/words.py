"""The fixed German texts of the report: headings, questions and explanations; what depends on numbers is elsewhere."""

from __future__ import annotations

TITLE = "Bericht des Kundenreaktionsmanagements"
OVER = "über das Kalenderjahr {jahr}"
STAND = "Datenstand {tag} · {stufe}"
FOOTER = "KRM-Jahresbericht {jahr} · {jobcenter} · Datenstand {tag} · {stufe}"
SOURCE = "Quelle: {quelle} · Datenstand {tag} · {stufe}"
ALL_JOBCENTER = "alle Jobcenter"

CHAPTERS = {
    1: "1. Schwerpunktthemen",
    2: "2. Beitrag zum Qualitätsmanagement",
    3: "3. Petitionen",
    4: "4. Sonstige wesentliche Feststellungen",
    5: "5. Quantitative Auswertungen",
}
QUESTIONS = {
    1: "Welche besonderen Schwerpunkte bestanden im Berichtszeitraum bei den Kundenanliegen, und welche Ursachen lagen"
    " ihnen zugrunde? Welche Maßnahmen wurden ergriffen oder sind vorgesehen?",
    2: "Anzahl und Inhalt der Impulse zur Verbesserung der Geschäftsabläufe, der Qualität der Dienstleistungen und der"
    " organisatorischen Gegebenheiten.",
    3: "Liegen aus der Bearbeitung von Petitionen Auffälligkeiten vor?",
}

REACTIONS = "Kundenreaktionen und Anliegen"
UNITS = (
    "Kundenreaktionen und Anliegen sind zu unterscheiden: Eine Kundenreaktion ist ein Kontakt, keine Person, und trägt"
    " oft mehrere Anliegen. Beschwerden, Lob, Bereiche und Themen sind auf Anliegen gezählt, Zugangswege, Fristen,"
    " Ombudsstelle und Personenkreise auf Kundenreaktionen."
)
CHANNELS = "Zugangswege"
STANDARD = "Bearbeitung innerhalb der Frist"
COMPLAINTS = "Beschwerden und Lob"
BEREICHE = "Beschwerden nach Bereich und Thema"
EVENTS = "Ereignisse im Berichtszeitraum"
NO_EVENTS = "Für diesen Abschnitt ist kein Ereignis eingetragen."
EVENT_COLUMNS = ("Nr.", "Datum", "Ereignis", "Kategorie")
MARKS = "Die Nummern im Diagramm stehen in den Tabellen der Ereignisse."

OMBUDSSTELLE = "Ombudsstelle"
WHO = "Wer sich an die Ombudsstelle wandte"
WHO_COLUMN = "Von wem"
BODIES = "Einrichtungen, die sich an die Ombudsstelle wandten"
BODY_COLUMN = "Einrichtung"
WITHHELD = "Wer sich an die Ombudsstelle wandte, steht nur in Berichten mit genauen Zahlen."
MELDER = {
    "kunde": "Kundinnen und Kunden selbst",
    "beratungsstelle": "Beratungsstelle",
    "ehrenamt": "Ehrenamt",
    "bevollmaechtigte": "Bevollmächtigte",
    "behoerde": "Behörde",
    "anonym": "anonym",
    None: "ohne Angabe",
}

PETITIONS = "Petitionen und Eingaben"
FINDINGS = {
    "zusammenarbeit": "a. Zusammenarbeit mit beteiligten Stellen",
    "qualitaetsstandards": "b. Einhaltung der Qualitätsstandards",
    "schulungen": "c. Schulungen und Schulungsbedarfe",
    "it_anwendung": "d. Nutzung der KRM-IT-Anwendung",
    "optimierung": "e. Optimierungsbedarfe und Hinweise",
    "rahmenbedingungen": "f. Rahmenbedingungen vor Ort",
    "sondersituation": "g. Auffälligkeiten in Sondersituationen",
}
NO_SONDERLAGE = "Im Katalog der Personenkreise ist keine Sonderlage eingetragen."
SONDERLAGE_IS = "Eine Sonderlage ist kein Personenkreis; in Anteilen von Personenkreisen zählt sie nicht mit."

ROUNDING = (
    "Anteile und Veränderungen sind aus ungerundeten Zahlen berechnet und kaufmännisch gerundet; gerundete Anteile"
    " müssen sich nicht zu 100\u00a0% ergänzen. Veränderungen in Prozent stehen erst ab einer Basis von {basis}."
)
WORKBOOK = (
    "Die Tabellen dieses Kapitels stehen mit allen weiteren Aufteilungen auch in der Festen Auswertung, der"
    " Excel-Arbeitsmappe zu diesem Bericht."
)
NO_RETURNS = "Für dieses Jahr liegen keine manuellen Meldungen vor."
GESAMT = "Gesamt"
