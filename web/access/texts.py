"""German sentences of access."""

from __future__ import annotations

from collections.abc import Sequence

from domain.rollen import Rolle

LOCAL_ONLY = (
    "Diese KRM-Statistik ist für eine Person auf ihrem Rechner eingerichtet und antwortet nur dort. Für mehrere"
    " Personen ist eine Anmeldung einzurichten (KRM_AUTH=proxy oder KRM_AUTH=oidc)."
)
NOT_LOGGED_IN = "Bitte melden Sie sich an."
NOT_ALLOWED = "Dafür fehlt Ihnen die Berechtigung."
NO_ROLE = "Sie sind angemeldet, haben hier aber keine Rolle. Die Zuordnung nimmt die Betreuung der KRM-Statistik vor."
PROVIDER_DOWN = "Der Anmeldedienst antwortet nicht. Bitte versuchen Sie es in einigen Minuten noch einmal."
LOGIN_FAILED = "Die Anmeldung ist fehlgeschlagen. Bitte versuchen Sie es noch einmal."
LOGGED_OUT = "Sie sind abgemeldet, auch in anderen Browsern."
LOGGED_OUT_HERE = (
    "In diesem Browser sind Sie abgemeldet. In anderen konnte die Abmeldung gerade nicht vermerkt werden: Dort endet"
    " die Sitzung nach 30 Minuten ohne Anfrage, spätestens zehn Stunden nach der Anmeldung."
)
SESSIONS_DOWN = "Sitzungen können gerade nicht geprüft werden. Bitte versuchen Sie es in einigen Minuten noch einmal."
TOO_MANY = "Das waren zu viele Anfragen in kurzer Zeit. Bitte warten Sie einen Augenblick."
NOT_NOTED = (
    "Ausgaben werden protokolliert; das Protokoll ist gerade nicht erreichbar. Bitte versuchen Sie es in einigen"
    " Minuten noch einmal."
)

LOCAL = "Lokaler Betrieb: eine Person auf diesem Rechner, alle Rechte."
ROLES = {
    Rolle.LEITUNG: "Leitung",
    Rolle.QUALITAETSMANAGEMENT: "Qualitätsmanagement",
    Rolle.TEAMLEITUNG: "Teamleitung",
    Rolle.OMBUDSSTELLE: "Ombudsstelle",
    Rolle.PRAESENTATION: "Präsentation",
    Rolle.TECHNIK: "Technik",
}


def logged_in(name: str, roles: Sequence[str]) -> str:
    """Who somebody is here."""
    return f"Angemeldet: {name} · {', '.join(roles) or 'ohne Rolle'}."
