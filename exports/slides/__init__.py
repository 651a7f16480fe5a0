"""Slides with native charts and tables, and their refreshment."""
