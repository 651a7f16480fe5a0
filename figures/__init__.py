"""Rows of figures to plain Plotly dictionaries."""
