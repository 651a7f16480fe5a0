"""Whatever comes in: few examples in ``make test``, many of the same in ``make test-trust``."""
