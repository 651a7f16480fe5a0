"""One run: server, right answers, users, report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tests.e2e.server import krm
from tests.trust.load.outcome import Outcome
from tests.trust.load.people import SETTINGS, people
from tests.trust.load.reference import Alone, questions, reference_table
from tests.trust.load.resources import Sample, Watch
from tests.trust.load.users import Load
from tests.trust.load.walks import Walks
from tests.trust.servers import gunicorn

SEED = 20210331
THINKING = (5.0, 15.0)
# A walk is as long as this and then begins again; every question of it is answered before the run.
STEPS = 8


@dataclass(frozen=True)
class Plan:
    """``thinking``: with pauses between the steps. ``services``: settings of the server besides those of everybody."""

    users: int
    seconds: float
    thinking: bool = True
    services: Mapping[str, str] = field(default_factory=dict)


def run(plan: Plan, folder: Path) -> tuple[Outcome, list[Sample]]:
    """Load the reference data, start the server as it is shipped, and let the users walk."""
    house, alone_dir = folder / "haus", folder / "allein"
    house.mkdir()
    alone_dir.mkdir()
    settings = {**SETTINGS, **plan.services}
    krm(house, "demo", settings=settings)
    alone = Alone(settings.get("KRM_DATABASE_URL", f"sqlite:///{house / 'krm.sqlite'}"), alone_dir)
    callbacks, persons = alone.callbacks(), people(plan.users, SEED)
    table = reference_table(alone, questions(callbacks, persons, STEPS))
    walks = [list(islice(Walks(person.rolle, callbacks).steps(person.number), STEPS)) for person in persons]
    with gunicorn(house, settings) as server, Watch(server.process.pid) as watch:
        load = Load(server.port, plan.seconds, THINKING if plan.thinking else None, table)
        outcome = load.run(persons, walks)
    return outcome, watch.samples
