"""What can keep a figure from being answered; the callers turn it into a German sentence."""

from __future__ import annotations

from domain.protection import Rule, Violation


class NoDataError(Exception):
    """The database holds no import yet, or does not exist."""


class StandChangedError(Exception):
    """An import was finished while an answer was being computed; the answer has to be computed anew."""


class DatabaseUnavailableError(Exception):
    """The database refused, timed out or broke off."""


class ConnectionLostError(DatabaseUnavailableError):
    """A connection that was there broke off; another one may be answered."""


class TookTooLongError(DatabaseUnavailableError):
    """The database answers, but not this question in the time that a statement or a request has."""


class NotProtectableError(Exception):
    """There is no protected answer to a question; ``violations`` say why."""

    def __init__(self, *violations: Violation) -> None:
        super().__init__(*violations)
        self.violations = violations or (Violation(Rule.GENAU),)
