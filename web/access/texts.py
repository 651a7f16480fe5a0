"""German sentences of access."""

LOCAL_ONLY = (
    "Diese KRM-Statistik ist für eine Person auf ihrem Rechner eingerichtet und antwortet nur dort. Für mehrere"
    " Personen ist eine Anmeldung einzurichten (KRM_AUTH=proxy oder KRM_AUTH=oidc)."
)
NOT_LOGGED_IN = "Bitte melden Sie sich an."
NOT_ALLOWED = "Dafür fehlt Ihnen die Berechtigung."
NO_ROLE = "Sie sind angemeldet, haben hier aber keine Rolle. Die Zuordnung nimmt die Betreuung der KRM-Statistik vor."
PROVIDER_DOWN = "Der Anmeldedienst antwortet nicht. Bitte versuchen Sie es in einigen Minuten noch einmal."
LOGIN_FAILED = "Die Anmeldung ist fehlgeschlagen. Bitte versuchen Sie es noch einmal."
LOGGED_OUT = "Sie sind abgemeldet."
NOT_NOTED = (
    "Ausgaben werden protokolliert; das Protokoll ist gerade nicht erreichbar. Bitte versuchen Sie es in einigen"
    " Minuten noch einmal."
)
