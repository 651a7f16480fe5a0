"""One fault, suffered by a house in use: the same for the short run of every test run and for the long one."""

from __future__ import annotations

import time

from domain.formats import number
from tests.faults.breaking import Breaking
from tests.faults.house import MONTHS, Answer, House, asking, faults_of, forget, recovered

KNOWN, UNKNOWN = MONTHS[:12], MONTHS[12:]


def suffer(house: House, breaking: Breaking, threads: int, seconds: float) -> list[Answer]:
    """Use the house for ``seconds`` of the fault; fails where an answer is wrong, late, missing or never comes back.

    Half of what is asked for has been asked before, so that it can be answered whatever happens to the database; a
    house that holds its rows in memory answers the other half as well.
    """
    all_answered = breaking.all_answered or house.holds_rows
    forget(house)
    for month in KNOWN:
        answer = house.ask(month)
        assert (answer.fault(house.longest), answer.has_numbers, answer.outdated) == ("", True, False)
    with breaking.broken(house), asking(house, MONTHS, threads) as answers:
        time.sleep(seconds)

    back_after = recovered(house, UNKNOWN[-1])
    assert faults_of(answers, house.longest) == []
    must_be_there = answers if all_answered else [answer for answer in answers if answer.month in KNOWN]
    missing = [answer for answer in must_be_there if not answer.has_numbers]
    assert len(must_be_there) >= threads
    assert missing == []
    slowest = max(answer.seconds for answer in answers)
    print(
        f"{breaking.number} {breaking.name}: {len(answers)} answers,"
        f" {sum(answer.has_numbers for answer in answers)} with numbers,"
        f" {sum(answer.outdated for answer in answers)} outdated,"
        f" slowest {number(slowest, 1)} s, back after {number(back_after, 1)} s"
    )
    return answers
