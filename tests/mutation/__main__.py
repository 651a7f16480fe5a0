"""``python -m tests.mutation [NAME …]``: make every change to the targets of these names (none: all), hold the gate.

Exit code 1 where too few changes were noticed, or where what survived is not what ``docs/mutation.md`` says survives.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence

from tests.mutation.gate import Outcome, broken
from tests.mutation.reasons import read_reasons
from tests.mutation.runner import ROOT, survivors
from tests.mutation.targets import TARGETS, mutants


def main(names: Sequence[str]) -> int:
    """Run the targets; returns the exit code."""
    os.chdir(ROOT)
    begun = time.monotonic()
    outcomes = []
    for target in TARGETS:
        if names and target.name not in names:
            continue
        for file in target.files:
            found = mutants(target, file)
            outcome = Outcome(target.name, file, found, survivors(found, target.tests, os.cpu_count() or 1))
            print(f"{outcome}  {time.monotonic() - begun:4.0f} s", flush=True)
            outcomes.append(outcome)
    faults = broken(outcomes, read_reasons())
    print("\n".join(faults) or "The gate holds.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
