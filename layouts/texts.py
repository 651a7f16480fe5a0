"""German prose of pages, routes and errors, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from domain import formats
from domain.merkmale import MERKMALE
from domain.protection import MOST_DIMENSIONS, Rule, Violation

NO_DATA = "Es sind noch keine Daten geladen. Der Befehl „flask --app app krm import ORDNER“ lädt sie."
DATABASE_DOWN = "Die Datenbank ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal."
TOOK_TOO_LONG = (
    "Das dauert zu lange und wurde abgebrochen. Eine engere Auswahl hilft;"
    " sonst versuchen Sie es bitte in einigen Minuten noch einmal."
)
APP_DATABASE_DOWN = (
    "Die Datenbank für eigene Einträge ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal;"
    " die Zahlen sind davon nicht betroffen."
)
OWN_EVENTS_MISSING = "Eigene Ereignisse sind gerade nicht lesbar; zu sehen sind nur die importierten."
BAD_CALLBACK = "Diese Anfrage stammt nicht von einer Seite der KRM-Statistik und wurde nicht ausgeführt."
UNEXPECTED = "Das hat nicht geklappt. Bitte nennen Sie der Betreuung die Nummer {number}."
HTTP_ERRORS = {
    400: "Die Anfrage ist nicht verständlich.",
    401: "Bitte melden Sie sich an.",
    403: "Dafür fehlt die Berechtigung.",
    404: "Diese Adresse gibt es nicht.",
    405: "Diese Adresse nimmt keine Anfragen dieser Art an.",
    413: "Die Anfrage ist zu groß.",
    415: "Die Anfrage hat nicht die erwartete Form.",
    429: "Das waren zu viele Anfragen in kurzer Zeit.",
}

BRAND = "KRM-Statistik"
SKIP = "Zum Inhalt springen"
NAVIGATION = "Seiten"
LOADING = "Die Seite wird geladen …"
LOAD_FAILED = "Die Seite konnte nicht geladen werden. Bitte laden Sie sie in einer Minute neu."
REQUEST_FAILED = "Die Auswahl konnte nicht berechnet werden. Zu sehen ist noch die vorige."
NO_CONNECTION = "Der Server ist nicht erreichbar. Zu sehen ist noch die vorige Auswahl."
STILL_OLD = "Zu sehen ist noch die vorige Auswahl."
RETRY = "Noch einmal versuchen"
DARK = "Hell/Dunkel"
FOOTER = "KRM-Statistik · Abweichungen durch Rundung möglich. Differenzen werden aus ungerundeten Werten gebildet."

LOG_OUT = "Abmelden"

FILTER = "Filter"
MORE_FILTERS = "Weitere Filter"
RESET = "Zurücksetzen"
CLOSE = "Schließen"
ALL = "alle"
PERIOD = "Zeitraum"
FROM = "Von"
UNTIL = "Bis"
PRESETS = "Zeitraum wählen"
LAST_MONTH = "Monat"
LAST_QUARTER = "Quartal"
LAST_YEAR = "Jahr"
TWELVE_MONTHS = "12 Monate"
EVERYTHING = "Alles"

CHOICES = "Darstellung"
VIEWS = "Ansichten"
VIEWS_KEPT = "Ansichten sind gemerkte Adressen: Seite und Auswahl. Sie bleiben in diesem Browser."
VIEW_NAME = "Jetzige Ansicht speichern als"
VIEW_STANDARD = "Standard: mit dem Überblick beginnen"
SAVE = "Speichern"
# By the browser's names for them; {name} is the name of the view.
VIEW_SENTENCES = {
    "keine": "Noch keine Ansicht gespeichert.",
    "start": "Meine Startansicht",
    "start_von": "Meine Startansicht: {name}",
    "loeschen": "Löschen",
    "loeschen_von": "Löschen: {name}",
    "gespeichert": "Die Ansicht „{name}“ ist gespeichert.",
    "ersetzt": "Die Ansicht „{name}“ ist durch die jetzige ersetzt.",
    "geloescht": "Die Ansicht „{name}“ ist gelöscht.",
    "startet": "Ohne eigene Auswahl in der Adresse beginnt die Anwendung mit „{name}“.",
    "standard": "Die Anwendung beginnt wieder mit dem Überblick.",
    "ohne_name": "Bitte geben Sie der Ansicht einen Namen.",
    "zu_viele": "Mehr als 50 Ansichten lassen sich nicht speichern. Bitte löschen Sie eine.",
    "verweigert": "Der Browser lässt das Speichern nicht zu.",
}
COMMAND = "Suchen"
COMMAND_KEY = "Strg+K"
COMMAND_TITLE = "Suchen"
COMMAND_LABEL = "Was möchten Sie sehen?"
COMMAND_EXAMPLES = (
    "Zum Beispiel „Beschwerden Leistungsgewährung 2020 nach Thema gegen Vorjahr“, „Kundenreaktionen E-Mail März 2020“"
    " oder der Name einer Seite."
)
UNDERSTOOD = "Verstanden"
NOT_UNDERSTOOD = "Nicht verstanden"
SELECTION = "Auswahl"
NOT_ON_PAGE = "Auf dieser Seite nicht wählbar"
NOTHING_UNDERSTOOD = "Davon ist nichts bekannt: keine Kennzahl, kein Zeitraum, kein Wert eines Filters, keine Seite."
ENTER_KEY = "Eingabetaste"
COPY = "Kopieren"
COPIED = "Die Sätze sind in der Zwischenablage."
COPY_FAILED = "Der Browser lässt das Kopieren nicht zu. Bitte markieren Sie die Sätze."
CHART = "Diagramm"
TILES = "Kacheln"
TABLE = "Tabelle"
ACTIVE = "Aktiv:"
UNKNOWN_PAGE = "Diese Seite gibt es nicht."
BACK_HOME = "Zum Überblick"
DROPPED = "Nicht berücksichtigt, weil unbekannt:"
EMPTY = "Diese Auswahl enthält keine Kundenreaktion."
EMPTY_PROTECTED = "Diese Auswahl enthält keine oder sehr wenige Kundenreaktionen."
EMPTY_HINT = "Nehmen Sie einen Filter weg oder wählen Sie einen anderen Zeitraum."


def events(count: int) -> str:
    """Heading of the folded list of events."""
    return "1 Ereignis im Zeitraum" if count == 1 else f"{count} Ereignisse im Zeitraum"


SORTABLE = "Die Spaltenköpfe sortieren die Zeilen."


def rows_cut(shown: int, all_: int) -> str:
    """Not all rows are on screen."""
    return (
        f"Zu sehen und sortiert sind die ersten {formats.number(shown)} von {formats.number(all_)} Zeilen;"
        " die Dateien enthalten alle."
    )


def columns_cut(shown: int, all_: int) -> str:
    """Not all columns are on screen."""
    return (
        f"Zu sehen sind die ersten {formats.number(shown)} von {formats.number(all_)} Spalten;"
        " die Dateien enthalten alle."
    )


def download(title: str, name: str) -> str:
    """Accessible name of a download link; starts with what is written on it."""
    return f"{name}: {title} herunterladen"


GIVE_ON = "Weitergeben"
SHARE_FILES = "Datei"
# Per group of the menu: its name, what its entries do, and (action of the browser, what stands on its button).
SHARE_GROUPS = (
    ("Bild", "speichern", (("png", "PNG"), ("svg", "SVG"))),
    ("Kopieren", "kopieren", (("bild", "Bild"), ("tabelle", "Tabelle"), ("satz", "Satz"), ("link", "Link"))),
)
# Accessible name of an entry; starts with what is written on it.
SHARE_ACTION = "{name}: {titel} als {name} {tun}"
COLLECT = "In die Sammelmappe"
EMBED = "Einbetten (geschützt)"
EMBEDS = "Einbettungen"
EMBEDS_ABOUT = (
    "Eine Einbettung zeigt eine Abbildung mit geschützten Zahlen, eingefroren am Tag ihrer Ausstellung, für alle, die"
    " ihre Adresse haben. Ausgestellt wird sie auf jeder Karte unter „Weitergeben“. Sie läuft von selbst ab und kann"
    " hier widerrufen werden."
)
EMBEDS_EMPTY = "Es gibt noch keine Einbettung."
# By the browser's names for them; {name} is what was copied.
EMBED_SENTENCES = {
    "seite": "Seite",
    "rahmen": "Rahmen (iframe)",
    "png": "Bild (PNG)",
    "svg": "Bild (SVG)",
    "kopieren": "Kopieren",
    "kopiert": "{name} ist in der Zwischenablage.",
    "verweigert": "Der Browser lässt das Kopieren nicht zu; der Text ist markiert.",
    "schliessen": "Widerrufen",
    "wirklich": "Noch einmal drücken, um zu widerrufen",
    "angaben": "Datenstand {stand}, ausgestellt am {erstellt}, gültig bis {bis}, Prüfnummer {nummer}",
    "offen": "offen",
    "abgelaufen": "abgelaufen",
    "widerrufen": "widerrufen",
    "gescheitert": "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
}
# By the browser's names for them; {name} is the title of the figure.
SHARE_SENTENCES = {
    "wartet": "Einen Moment …",
    "bild": "Das Bild ist in der Zwischenablage.",
    "bild_datei": "Der Browser lässt Bilder in der Zwischenablage nicht zu; das Bild wurde als Datei gespeichert.",
    "tabelle": "Die Tabelle ist in der Zwischenablage.",
    "satz": "Der Satz ist in der Zwischenablage.",
    "link": "Der Link ist in der Zwischenablage.",
    "png": "Das Bild ist als PNG gespeichert.",
    "svg": "Das Bild ist als SVG gespeichert.",
    "verweigert": "Der Browser lässt das Kopieren nicht zu. Zum Markieren und Kopieren:",
    "kein_bild": "Für diese Auswahl gibt es kein Diagramm.",
    "gescheitert": "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
    "gesammelt": "„{name}“ liegt in der Sammelmappe.",
    "schon_da": "„{name}“ mit dieser Auswahl liegt schon in der Sammelmappe.",
    "voll": "Mehr als 40 Abbildungen fasst die Sammelmappe nicht.",
    "speicher": "Der Browser lässt das Sammeln nicht zu.",
}
COLLECTION = "Sammelmappe"
COLLECTION_KEPT = (
    "Hier liegen die Abbildungen, die Sie auf den Seiten unter „Weitergeben“ gesammelt haben, jede mit ihrer eigenen"
    " Auswahl. Die Liste bleibt in diesem Browser; die Zahlen sind immer die des heutigen Datenstands."
)
COLLECTION_EMPTY = (
    "Die Sammelmappe ist leer. Auf jeder Karte steht unter „Weitergeben“ der Eintrag „In die Sammelmappe“."
)
COLLECTION_CLEAR = "Alles entfernen"
COLLECTION_PROGRESS = "Fortschritt"
PRESENT = "Vorführen"
# By the browser's names for them; {name} is the title of a figure, {at} and {all} are its place and their number.
COLLECTION_SENTENCES = {
    "hoch": "Nach oben",
    "hoch_von": "Nach oben: {name}",
    "runter": "Nach unten",
    "runter_von": "Nach unten: {name}",
    "titel": "Eigener Titel",
    "titel_von": "Eigener Titel für {name}",
    "entfernen": "Entfernen",
    "entfernen_von": "Entfernen: {name}",
    "verschoben": "„{name}“ steht jetzt an Platz {at} von {all}.",
    "benannt": "Der Titel ist jetzt „{name}“.",
    "unbenannt": "Es gilt wieder der Titel der Karte: „{name}“.",
    "entfernt": "„{name}“ ist entfernt.",
    "leeren": "Noch einmal drücken, um alle {all} Abbildungen zu entfernen.",
    "geleert": "Die Sammelmappe ist leer.",
    "rechnet": "{at} von {all} Abbildungen berechnet …",
    "schreibt": "Die Datei wird geschrieben …",
    "fertig": "Die Datei mit {all} Abbildungen ist gespeichert.",
    "fertig_eine": "Die Datei mit 1 Abbildung ist gespeichert.",
    "gescheitert": "Das hat nicht geklappt. Die Sammelmappe ist unverändert; bitte versuchen Sie es noch einmal.",
    "unbekannt": "Diese Abbildung lässt sich nicht mehr zeigen.",
    "speicher": "Der Browser lässt das Speichern nicht zu.",
    "vorfuehrung": "Vorführung",
    "zurueck": "Zurück",
    "weiter": "Weiter",
    "beenden": "Beenden",
    "platz": "{at} von {all}",
}
# By why a collection cannot be written; {name} is the title of a figure, {at} its place.
COLLECTION_FAULTS = {
    "form": "Die Sammelmappe ist nicht lesbar.",
    "leer": "Die Sammelmappe ist leer.",
    "zu_viele": "Die Sammelmappe hat {all} Abbildungen; eine Datei fasst höchstens {most}.",
    "karte": "Platz {at}: Die Abbildung „{name}“ gibt es nicht.",
    "recht": "Platz {at}: Für „{name}“ fehlt die Berechtigung.",
    "auswahl": "Platz {at}, „{name}“: Die Auswahl enthält Unbekanntes – {what}.",
    "schutz": "Platz {at}, „{name}“: {what}",
}
COLLECTION_FILE = "Sammelmappe vom Datenstand {stand}"
PAGE_AS = "Seite als {name}"


def download_page(title: str, name: str) -> str:
    """Accessible name of the link to a page's file; starts with what is written on it."""
    return f"{PAGE_AS.format(name=name)}: {title} herunterladen"


def share_of(title: str) -> str:
    """Accessible name of the menu of a card; starts with what is written on it."""
    return f"{GIVE_ON}: {title}"


CASES = "Vorgänge"
ROW_ACTIONS = {"mehr": "Weiteres", "filtern": "Darauf filtern", "faelle": "Vorgänge zeigen"}
TURNS = ("Erste", "Vorige", "Nächste", "Letzte")
PAGES_OF_TABLE = "Seiten der Tabelle"


def cases_of(title: str) -> str:
    """Accessible name of the link to the cases; starts with what is written on it."""
    return f"{CASES} zeigen: {title}"


def page_of(shown: int, last: int) -> str:
    """Which page of a long table is shown."""
    return f"Seite {formats.number(shown)} von {formats.number(last)}"


def open_page(title: str) -> str:
    """Link to the target of a command."""
    return f"Öffnen: {title}"


def view_of(title: str) -> str:
    """Accessible name of the switch between chart and table."""
    return f"Ansicht von {title}"


def choices_of(title: str) -> str:
    """Accessible name of the choices on a card."""
    return f"Auswahl für {title}"


def definition_of(title: str) -> str:
    """Accessible name of the definition."""
    return f"Definition: {title}"


NO_DATA_TITLE = "Noch keine Daten"
DATABASE_TITLE = "Keine Verbindung zur Datenbank"
STAND = "Datenstand"
REMOVE = "entfernen"


def stale(day: str, age: str) -> str:
    """The Datenstand is older than agreed."""
    return f"Der Datenstand {day} ist {age} alt. Bitte fragen Sie bei der Stelle nach, die die Daten einspielt."


PROTECTED_RULES = {
    Rule.GENAU: "Diese Auswertung braucht genaue Zahlen.",
    Rule.ZEITRAUM: "Der Zeitraum muss ein ganzer Monat, ein ganzes Quartal oder ein ganzes Kalenderjahr sein.",
    Rule.BEENDET: "Der Zeitraum muss am Datenstand zu Ende sein.",
    Rule.EIN_WERT: "Von {merkmal} kann nur ein Wert gewählt sein, oder alle.",
    Rule.MERKMALE: (
        "Filter und Aufteilung dürfen zusammen höchstens {most} Merkmale nennen;"
        " ein Zeitraum unter einem Jahr zählt als eines."
    ),
    Rule.OHNE: "Einzelne Werte lassen sich nicht ausschließen.",
    Rule.FAELLE: "Einzelne Vorgänge dürfen Sie nicht sehen.",
}
PROTECTED_MISSING = "In der Schutzstufe geschützt nicht verfügbar: {reasons}"


def not_protectable(violations: Sequence[Violation]) -> str:
    """Why there is no answer with protected numbers, or none for this session."""
    if all(one.rule is Rule.FAELLE for one in violations):
        return PROTECTED_RULES[Rule.FAELLE]
    reasons = [
        PROTECTED_RULES[one.rule].format(
            merkmal=MERKMALE[one.merkmal].name if one.merkmal else "", most=MOST_DIMENSIONS
        )
        for one in violations
    ]
    return PROTECTED_MISSING.format(reasons=" ".join(dict.fromkeys(reasons)))


def active_filters(count: int) -> str:
    """``kein Filter aktiv``, ``1 Filter aktiv``, ``3 Filter aktiv``."""
    return f"{count} Filter aktiv" if count else "kein Filter aktiv"


OWN_EVENTS = "Eigene Ereignisse"
OWN_EVENTS_ABOUT = (
    "Eigene Ereignisse stehen neben den importierten als Fähnchen auf allen Zeitachsen und in den Sätzen; ein Import"
    " lässt sie, wie sie sind. Importierte Ereignisse lassen sich hier nicht ändern."
)
OWN_EVENTS_READ_ONLY = "Ereignisse einzutragen und zu ändern ist Sache der Leitung und des Qualitätsmanagements."
OWN_EVENTS_NONE = "Noch kein eigenes Ereignis eingetragen."
EVENT_NEW = "Ereignis eintragen"
EVENT_EDIT = "Ereignis ändern"
EVENT_FIELDS = {
    "von": "Beginn",
    "bis": "Ende",
    "titel": "Titel",
    "kategorie": "Kategorie",
}
EVENT_DAY_HINTS = {"von": "zum Beispiel 02.03.2020", "bis": "leer, wenn es ein einzelner Tag ist"}
EVENT_PERSONS = "Bitte keine Namen und nichts, woran sich eine einzelne Person erkennen lässt."
EVENT_SAVE = "Eintragen"
EVENT_SAVE_CHANGE = "Änderung speichern"
CANCEL = "Abbrechen"
CHANGE = "Ändern"
REMOVE_FOR_GOOD = "Endgültig entfernen"
KEEP = "Behalten"
EVENT_NOT_SAVED = "Noch nicht gespeichert: Bitte sehen Sie die markierten Felder durch."
EVENT_DAY_MISSING = "Bitte geben Sie an, wann das Ereignis beginnt, zum Beispiel 02.03.2020."
EVENT_NO_DAY = "„{wert}“ ist kein Tag von {von} bis {bis}. Erwartet wird zum Beispiel 02.03.2020."
EVENT_ENDS_EARLY = "Das Ende liegt vor dem Beginn."
EVENT_TITEL_MISSING = "Bitte geben Sie dem Ereignis einen Titel."
EVENT_KATEGORIE_MISSING = "Bitte wählen Sie eine Kategorie oder schreiben Sie eine neue."
EVENT_TOO_LONG = "Das sind {zeichen} Zeichen; möglich sind höchstens {hoechstens}."
EVENT_INVISIBLE = "Darin stecken unsichtbare Zeichen. Bitte tippen Sie den Text neu."
EVENT_UNKNOWN_CODE = "Diesen Wert gibt es im geladenen Katalog nicht. Bitte wählen Sie einen anderen."
EVENT_TOO_MANY = "Mehr als {hoechstens} eigene Ereignisse lassen sich nicht eintragen. Bitte entfernen Sie eines."
EVENT_GONE = "Dieses Ereignis hat inzwischen jemand entfernt."
EVENT_ADDED = "Das Ereignis „{titel}“ ist eingetragen."
EVENT_CHANGED = "Das Ereignis „{titel}“ ist geändert."
EVENT_REMOVED = "Das Ereignis ist entfernt."
NO_ANSWER = "Der Server ist nicht erreichbar. Bitte versuchen Sie es noch einmal."
NOT_SENT = "Der Server ist nicht erreichbar; nichts wurde gespeichert. Ihre Angaben stehen noch da."


def change_event(title: str) -> str:
    """Accessible name of the button; starts with what is written on it."""
    return f"{CHANGE}: {title}"


def remove_event(title: str) -> str:
    """Accessible name of the button; starts with what is written on it."""
    return f"Entfernen: {title}"


def remove_for_good(title: str) -> str:
    """Accessible name of the button; starts with what is written on it."""
    return f"{REMOVE_FOR_GOOD}: {title}"


REPORTS = "Berichte"
REPORTS_ABOUT = "Dateien über ein ganzes Jahr. Jahr, Jobcenter und Schutzstufe gelten für alle Berichte dieser Seite."
REPORT_CHOICES = "Jahr, Jobcenter und Schutzstufe der Berichte"
YEAR = "Berichtsjahr"
JOBCENTER = "Jobcenter"
ALL_JOBCENTER = "alle Jobcenter"
LEVEL = "Schutzstufe"
LEVEL_OWN = "genau, soweit erlaubt"
LEVEL_PROTECTED = "geschützt, zum Weitergeben"
FIXED_EVALUATION = "Feste Auswertung"
FIXED_EVALUATION_ABOUT = (
    "Die jährliche Arbeitsmappe: Zugangswege, Arten, Beschwerden nach Bereich und Thema, Personenkreise, Bearbeitung,"
    " Ombudsstelle, Petitionen und Eingaben sowie die Zusammenfassung der manuellen Meldungen, jeweils mit Vorjahr.",
    "Blätter, Zellen und Namen bleiben von Jahr zu Jahr gleich, sodass eigene Tabellen auf sie verweisen können."
    " Anteile und Veränderungen sind Formeln; das Blatt „Prüfung“ vergleicht Summen mit Gesamtzahlen.",
)
FIXED_EVALUATION_BUTTON = "Feste Auswertung herunterladen (Excel)"
RETURNS = "Meldevorlage"
RETURNS_ABOUT = (
    "Für Jobcenter, die keine Einzelfälle erfassen: eine Arbeitsmappe zum Ausfüllen. Zurück kommt sie mit"
    " „flask --app app krm import DATEI“ in die Auswertung.",
    "Ein leeres Feld heißt „nicht gemeldet“, eine 0 heißt „keine“. Für Zeiträume, aus denen schon Einzelfälle"
    " vorliegen, wird eine Meldung abgelehnt.",
)
RETURN_CHOICES = "Jobcenter und Zeitraum der Meldung"
RETURN_BUTTON = "Meldevorlage herunterladen (Excel)"

REFRESH = "Folien auffrischen"
REFRESH_HINT = "Eine ältere PowerPoint-Datei aus der KRM-Statistik bekommt die heutigen Zahlen:"
REFRESH_ABOUT = (
    "Wählen Sie eine PowerPoint-Datei, die aus der KRM-Statistik stammt – auch eine, die Sie seither bearbeitet haben."
    " Jedes Diagramm und jede Tabelle bekommt die heutigen Zahlen der eigenen Auswahl.",
    "Lage, Größe, Farben, Schriften, Reihenfolge und eigene Folien bleiben, wie sie sind. Texte der KRM-Statistik"
    " werden nur erneuert, wo Sie sie nicht geändert haben.",
    "Die Datei wird nicht gespeichert.",
)
REFRESH_FILE = "PowerPoint-Datei (.pptx, höchstens {megabytes} MB)"
REFRESH_BUTTON = "Auffrischen"
REFRESH_DOWNLOAD = "Aufgefrischte Folien herunterladen"
REFRESH_SENTENCES = {
    "keine": "Bitte wählen Sie zuerst eine Datei.",
    "gross": "Die Datei ist größer als {megabytes} MB.",
    "laeuft": "Die Zahlen werden erneuert …",
    "fehler": "Der Server ist nicht erreichbar. Bitte versuchen Sie es noch einmal.",
}
REFRESH_REFUSED = {
    "TOO_LARGE": "Die Datei ist größer als {megabytes} MB.",
    "NO_DECK": "Das ist keine PowerPoint-Datei (.pptx), oder sie ist beschädigt oder mit einem Kennwort geschützt.",
    "MACROS": "Die Datei enthält Makros. Bitte speichern Sie sie als .pptx ohne Makros.",
    "SUSPICIOUS": "Der Aufbau der Datei ist ungewöhnlich; sie wird nicht gelesen. Bitte speichern Sie sie neu.",
    "TOO_MANY_SLIDES": "Die Datei hat mehr als {slides} Folien. Bitte teilen Sie sie auf.",
}
REFRESH_KEPT = {
    "UNKNOWN_CARD": "die Karte gibt es nicht mehr",
    "NOT_ALLOWED": "die Karte ist Ihnen nicht erlaubt",
    "LEVEL": "für ihre Schutzstufe gibt es diese Zahlen nicht",
    "SELECTION": "ein Teil ihrer Auswahl ist unbekannt",
    "NO_SUCH_PART": "diesen Teil der Abbildung gibt es mit den heutigen Zahlen nicht",
    "OTHER_KIND": "die Art des Diagramms wurde geändert",
    "OTHER_COLUMNS": "die Tabelle hat heute andere Spalten",
    "TOO_MANY": "mehr Abbildungen werden nicht auf einmal erneuert",
}
REFRESH_NOTHING = "In der Datei ist keine Abbildung der KRM-Statistik; es gibt nichts zu erneuern."
REFRESH_DONE_HEAD = "Erneuert"
REFRESH_KEPT_HEAD = "Nicht erneuert"
REFRESH_STALE_HEAD = "Texte, die noch alte Zahlen nennen"
REFRESH_CHANGED = "neue Zahlen"
REFRESH_SAME = "die Zahlen sind dieselben"
REFRESH_IN_NOTES = "Notizen"
REFRESH_TEXT = "Text"


def refresh_summary(done: int, changed: int, kept: int, texts: int, stale: int) -> str:
    """What came of refreshing a deck, in one sentence each."""
    figures = "1 Abbildung" if done == 1 else f"{done} Abbildungen"
    words = [f"{figures} erneuert, davon {changed} mit neuen Zahlen."]
    words += [f"{kept} nicht erneuert."] if kept else []
    words += [f"{texts} {'Text' if texts == 1 else 'Texte'} angepasst."] if texts else []
    if stale:
        named = "1 Text nennt" if stale == 1 else f"{stale} Texte nennen"
        words.append(f"{named} noch alte Zahlen; bitte prüfen Sie sie.")
    return " ".join(words)


def on_slides(first: int, last: int, what: str, more: str) -> str:
    """One line of the report on a deck."""
    slides = f"Folie {first}" if first == last else f"Folien {first} bis {last}"
    return f"{slides}, {what}: {more}"


def old_numbers(text: str, numbers: str) -> str:
    """A text of a slide and its old numbers."""
    return f"„{text}“ – alt: {numbers}"


ANNUAL_REPORT = "Jahresbericht"
ANNUAL_REPORT_ABOUT = (
    "Der Bericht des Kundenreaktionsmanagements in fünf Kapiteln als Word-Dokument: Sätze, Diagramme und Tabellen aus"
    " den Zahlen des Jahres und des Vorjahres. Die Diagramme lassen sich in Word bearbeiten.",
    "Was nur Menschen wissen – Schwerpunkte, Maßnahmen, Zusammenarbeit –, schreiben Sie hier. Die Texte bleiben für"
    " Jobcenter und Jahr gespeichert und stehen in jedem neu erzeugten Bericht; wo keiner steht, zeigt das Dokument"
    " eine markierte Stelle.",
)
ANNUAL_REPORT_BUTTON = "Jahresbericht herunterladen (Word)"
REPORT_TEXTS = "Eigene Texte schreiben"
REPORT_TEXTS_HINT = (
    "Eine leere Zeile beginnt einen neuen Absatz, „- “ am Anfang einer Zeile einen Punkt einer Aufzählung."
)
REPORT_TEXTS_SAVE = "Texte speichern"
REPORT_TEXT_OTHER = "Inzwischen hat jemand anderes diesen Text gespeichert:"
REPORT_TEXT_TAKE = "Diesen Text übernehmen"
REPORT_TEXT_KEEP = "Bei meinem Text bleiben"
REPORT_TEXT_SAVED = "Gespeichert."
REPORT_TEXT_CONFLICT = "Noch nicht gespeichert: Inzwischen hat jemand anderes diesen Text geändert."
REPORT_TEXT_TOO_LONG = "Das sind {zeichen} Zeichen; möglich sind höchstens {hoechstens}."
REPORT_TEXT_UNKNOWN = "Diese Stelle gibt es im Jahresbericht nicht."
# By the browser's names for them.
REPORT_TEXT_SENTENCES = {
    "geladen": "Die Texte für {jobcenter}, {jahr} sind geladen.",
    "laden": "Die Texte werden geladen …",
    "ungespeichert": "Noch nicht gespeichert.",
    "gespeichert": "Alle Texte sind gespeichert.",
    "nichts": "Es gibt nichts zu speichern.",
    "offen": "Nicht alles ist gespeichert. Ihre Texte stehen noch da.",
    "verbindung": "Der Server ist nicht erreichbar; nichts wurde gespeichert. Ihre Texte stehen noch da.",
    "nicht_geladen": "Die Texte ließen sich nicht laden. Bitte klappen Sie den Abschnitt noch einmal auf.",
}


def report_chapter(number: int) -> str:
    """Legend of the texts of a chapter."""
    return f"Kapitel {number}"


CHECK_PAGE = "Zahl prüfen"
CHECK_ABOUT = (
    "Jede Abbildung, die als Datei, Bild oder Kopie hinausgeht, trägt eine Prüfnummer. Mit ihr lässt sich nachsehen,"
    " welche Zahlen damals hinausgingen, welche es heute sind und warum sie sich unterscheiden."
)
CHECK_FIELD = "Prüfnummer"
CHECK_HINT = "Sie steht unter der Abbildung, zum Beispiel KRM-7F3A-2K9Q-X4CM. Groß oder klein, mit oder ohne Striche."
CHECK = "Prüfen"
CHECK_EMPTY = "Bitte geben Sie eine Prüfnummer ein."
CHECK_NO_NUMBER = (
    "„{wert}“ ist keine Prüfnummer; vermutlich ist ein Zeichen vertippt. Sie hat die Form KRM-7F3A-2K9Q-X4CM."
)
CHECK_UNKNOWN = (
    "Die Prüfnummer {nummer} ist richtig geschrieben, aber hier nicht bekannt: Die Abbildung stammt aus einer anderen"
    " Installation oder wurde nie als Datei ausgegeben."
)
CHECK_NOT_ALLOWED = "Diese Abbildung enthält Zahlen, die Ihnen nicht offenstehen."
CHECK_NUMBER = "Prüfnummer"
CHECK_EXPORTED = "Zuerst ausgegeben"
CHECK_SAID = "Aussage beim Export"
CHECK_SAYS = "Aussage heute"
CHECK_LINK = "Heutige Abbildung öffnen"
CHECK_DIFFERENCES = "Was sich unterscheidet"
CHECK_COLUMNS = ("Zeile", "Spalte", "damals", "heute")
CHECK_ROW = {"nur_damals": "Zeile gibt es heute nicht mehr", "nur_heute": "Zeile gab es damals nicht"}
CHECK_THEN = "Tabelle wie exportiert"
CHECK_NOW = "Tabelle heute"
