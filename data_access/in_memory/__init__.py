"""Rows of the fact table in the memory of the process: where there are few of them, nothing is faster to ask."""
