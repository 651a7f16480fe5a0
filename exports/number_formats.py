"""Number formats of every kind of cell as files hold them; Office shows them in the language of its user."""

from __future__ import annotations

from exports.table import Kind

FORMATS: dict[Kind, str] = {
    Kind.TEXT: "@",
    Kind.MONAT: "mmm yyyy",
    Kind.QUARTAL: "@",
    Kind.DATUM: "dd.mm.yyyy",
    Kind.ANZAHL: "#,##0",
    Kind.ANTEIL: "0.0%",
    Kind.TAGE: "0.0",
    Kind.VERHAELTNIS: "0.00",
    Kind.DIFFERENZ: "+#,##0;-#,##0;0",
    Kind.TAGE_DIFFERENZ: "+0.0;-0.0;0.0",
    Kind.VERHAELTNIS_DIFFERENZ: "+0.00;-0.00;0.00",
    # The cell keeps the fraction; the text behind it says that these are points, not a relative change.
    Kind.PROZENTPUNKTE: '+0.0%"-Punkte";-0.0%"-Punkte";0.0%"-Punkte"',
    Kind.VERAENDERUNG: "+0.0%;-0.0%;0.0%",
}
