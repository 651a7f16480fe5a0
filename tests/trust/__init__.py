"""Long runs of the same code as the tests: ``make test-trust``."""
