"""Why Spark cannot be used by this installation."""

from __future__ import annotations


class SparkUnusableError(Exception):
    """What ``KRM_ANALYTICS`` names cannot be used here."""


class SparkAddressError(SparkUnusableError):
    """The address cannot be understood."""


class SparkPackagesError(SparkUnusableError):
    """The packages that talk to Spark are not installed."""
