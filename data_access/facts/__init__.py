"""The flat fact table: one row per Anliegen of a counted Kundenreaktion, in small integers."""
