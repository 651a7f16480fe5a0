"""What can keep a snapshot from being written; the one before goes on to count."""

from __future__ import annotations


class SnapshotFailedError(Exception):
    """The file could not be written or not be read again."""


class SnapshotBusyError(SnapshotFailedError):
    """Somebody else has been writing one all the time."""
