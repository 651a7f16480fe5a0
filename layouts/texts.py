"""German prose of pages, routes and errors, in one place."""

from __future__ import annotations

NO_DATA = "Es sind noch keine Daten geladen. Der Befehl „flask --app app krm import ORDNER“ lädt sie."
DATABASE_DOWN = "Die Datenbank ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal."
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
