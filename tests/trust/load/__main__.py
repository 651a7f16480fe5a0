"""``python -m tests.trust.load``: a run with the numbers of people and seconds that are asked for, and its report."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from domain.formats import number
from tests.services import ephemeral_postgres, ephemeral_redis
from tests.trust.load.resources import Sample, growth
from tests.trust.load.run import Plan, run

MOST_GROWTH = 0.05
GERMAN = {"memory": "Speicher", "files": "offene Dateien", "threads": "Fäden"}


def main(arguments: list[str]) -> int:
    """Print the report; 1 where an answer was missing or wrong, or a long run held more and more."""
    given = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="krm-last-") as folder, _services(given.dienste) as services:
        plan = Plan(given.nutzer, given.dauer, thinking=not given.ohne_pause, services=services)
        outcome, samples = run(plan, Path(folder))
    print(f"{plan.users} Nutzende, {'mit' if plan.thinking else 'ohne'} Denkpausen")
    print("\n".join(outcome.lines()))
    print("\n".join(_course(samples, every=max(1, len(samples) // 10))))
    grown = {name: share for name, share in growth(samples).items() if share > MOST_GROWTH}
    for name, share in grown.items():
        print(f"WÄCHST {GERMAN[name]}: {share:.0%} seit der fünften Minute")
    return 1 if outcome.errors or outcome.wrong or grown else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make load", description="Viele Menschen zugleich, jede Antwort verglichen")
    parser.add_argument("--nutzer", type=int, default=100, help="wie viele zugleich (100)")
    parser.add_argument("--dauer", type=float, default=300, help="Sekunden (300); länger zeigt, ob Speicher wächst")
    parser.add_argument("--ohne-pause", action="store_true", help="ohne Denkpausen: mehr, als der Server schafft")
    parser.add_argument("--dienste", action="store_true", help="mit eigenem PostgreSQL und Redis statt Dateien")
    return parser


@contextmanager
def _services(wanted: bool) -> Iterator[Mapping[str, str]]:
    if not wanted:
        yield {}
        return
    with ephemeral_postgres() as postgres, ephemeral_redis() as redis:
        yield {
            "KRM_DATABASE_URL": postgres.new_database(),
            "KRM_APP_DATABASE_URL": postgres.new_database(),
            "KRM_CACHE_URL": redis,
        }


def _course(samples: list[Sample], every: int) -> Iterator[str]:
    yield f"{'Sekunde':>8} {'Speicher MB':>12} {'Dateien':>8} {'Fäden':>8}"
    for sample in samples[::every]:
        yield f"{number(sample.second):>8} {number(sample.memory / 1e6):>12} {sample.files:8} {sample.threads:8}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
