"""Tests with real office programs; ``make test-office`` runs them, ``make test`` does not."""
