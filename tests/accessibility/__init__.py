"""The long walk through every state of every page: ``make test-barrierefrei``."""
