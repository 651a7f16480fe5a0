"""Development and operation scripts, one job each; the Makefile calls them."""
