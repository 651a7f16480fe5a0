"""How many examples a property test tries: one code, three sizes.

``short`` belongs to every run of the tests and is the same each time, ``long`` to ``make test-trust``, ``nightly`` to
whoever has the night for it: ``make test-trust ARGS=--hypothesis-profile=nightly``.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

SHORT, LONG, NIGHTLY = "short", "long", "nightly"
# Fixtures that live longer than one example are meant to; a busy machine makes everything slow.
SUPPRESSED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def register() -> None:
    """Make the sizes known to hypothesis; the first one holds unless another is asked for."""
    # Speed is measured in benchmarks, never asserted by a test.
    settings.register_profile(SHORT, deadline=None, suppress_health_check=SUPPRESSED)
    for name in (LONG, NIGHTLY):
        settings.register_profile(name, deadline=None, suppress_health_check=SUPPRESSED, print_blob=True)
    settings.load_profile(SHORT)


def size(short: int, long: int, nightly: int) -> int:
    """The number for the size of this run."""
    return {SHORT: short, LONG: long, NIGHTLY: nightly}[settings.get_current_profile_name()]


def examples(short: int, long: int, nightly: int, **other: Any) -> settings:
    """Settings for a test with so many examples; short runs repeat the same ones."""
    if settings.get_current_profile_name() == SHORT:
        other = {"derandomize": True, "database": None, **other}
    return settings(max_examples=size(short, long, nightly), **other)
