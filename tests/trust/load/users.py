"""A number of users at once, each in a thread: walks, pauses, comparisons."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException

from tests.trust.load.client import Browser
from tests.trust.load.outcome import TURNED_AWAY, Outcome
from tests.trust.load.people import Person
from tests.trust.load.reference import Table
from tests.trust.load.walks import Question, Step


@dataclass(frozen=True)
class Load:
    """``pause``: shortest and longest time in seconds between two steps; without one, too many are turned away."""

    port: int
    seconds: float
    pause: tuple[float, float] | None
    table: Table

    def run(self, persons: Sequence[Person], walks: Sequence[Sequence[Step]]) -> Outcome:
        """Everybody walks until the time is up, from the start again where a walk ends."""
        outcome = Outcome()
        cpu, begun = time.process_time(), time.monotonic()
        threads = [
            threading.Thread(target=self._walk, args=(person, steps, begun + self.seconds, outcome), daemon=True)
            for person, steps in zip(persons, walks, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        outcome.seconds, outcome.generator_cpu = time.monotonic() - begun, time.process_time() - cpu
        return outcome

    def _walk(self, person: Person, steps: Sequence[Step], end: float, outcome: Outcome) -> None:
        browser, rng = Browser(self.port, person.headers), random.Random(person.number)
        # Nobody comes at the same moment as everybody else.
        if self.pause:
            time.sleep(rng.uniform(0, min(self.pause[1], self.seconds / 2)))
        number = 0
        while time.monotonic() < end:
            for question in steps[number % len(steps)]:
                self._ask(browser, person, question, outcome)
            number += 1
            if self.pause:
                time.sleep(max(0.0, min(rng.uniform(*self.pause), end - time.monotonic())))
        browser.close()
        outcome.left(browser.reconnected)

    def _ask(self, browser: Browser, person: Person, question: Question, outcome: Outcome) -> None:
        begun = time.monotonic()
        try:
            answer = browser.ask(question.path, question.body)
        except (OSError, HTTPException) as error:
            browser.close()
            outcome.failed(f"{question.kind} {question.path}: {type(error).__name__} {error}")
            return
        seconds = time.monotonic() - begun
        if answer.status in TURNED_AWAY and self.pause is None:
            outcome.refused(answer.status)
        elif answer.status != 200:
            outcome.failed(f"{question.kind} {question.path}: {answer.status} {answer.body[:200]!r}")
        elif answer.essence() != self.table[person.rolle, question]:
            outcome.differed(f"{person.rolle.value} {question.path} {question.body[-200:]}")
        else:
            outcome.answered(question.kind, seconds)
