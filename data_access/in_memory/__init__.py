"""Rows in the memory of the process, of the fact table and of sums: where they are few, nothing is faster to ask."""
