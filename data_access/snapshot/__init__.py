"""The columnar snapshot: every table of one Datenstand in one immutable DuckDB file, read instead of the database."""
