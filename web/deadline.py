"""How long a request may take: what has not been answered by then is given up with a sentence, never waited for."""

from __future__ import annotations

from flask import Flask, request

from safety import deadline

# Files hold many figures, and whoever asks for one expects to wait.
FILE_ENDINGS = (".csv", ".xlsx", ".pptx", ".docx", ".ics", "/folien/auffrischen")
FILES_TIMES = 4


def install(server: Flask, seconds: float) -> None:
    """Give every request ``seconds``, those for files four times as many; call it before anything that may wait."""

    @server.before_request
    def _begin() -> None:
        deadline.begin(seconds * (FILES_TIMES if request.path.endswith(FILE_ENDINGS) else 1))

    @server.teardown_request
    def _end(_error: BaseException | None) -> None:
        deadline.end()
