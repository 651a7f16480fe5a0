"""Many people at once, whose every answer is compared with one computed before: ``make load``."""
