"""One module per card: its question, statement, figure, table and words."""
