"""Faults of everything the application leans on, and what may be seen of it meanwhile."""
