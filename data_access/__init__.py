"""Everything that talks to a database or reads import files."""
