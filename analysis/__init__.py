"""Statistics on small tables of figures."""
