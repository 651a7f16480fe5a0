"""Card results as files."""
