"""Every fault of the list in docs/betrieb.md, suffered by a house in use."""
