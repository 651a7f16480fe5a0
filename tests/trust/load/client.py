"""One browser's connection: kept open, and asked again on a new one where the server had just closed it."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection, RemoteDisconnected

from tests.trust.load.answers import Answer

SECONDS = 60.0


class Browser:
    """Sends one request after the other; ``reconnected`` counts connections that were closed when they were used."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._port = port
        self._headers = {**headers, "Accept-Encoding": "br"}
        self._connection: HTTPConnection | None = None
        self.reconnected = 0

    def ask(self, path: str, body: str = "") -> Answer:
        """Answer to a GET, or to a POST of a JSON body. Raises OSError and HTTPException."""
        kept = self._connection is not None
        try:
            return self._sent(path, body)
        except (RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.close()
            if not kept:
                raise
            # What every browser does: the server may close an idle connection at the moment of its next use.
            self.reconnected += 1
            return self._sent(path, body)

    def close(self) -> None:
        """Close the connection; the next request opens another one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _sent(self, path: str, body: str) -> Answer:
        connection = self._connection or HTTPConnection("127.0.0.1", self._port, timeout=SECONDS)
        self._connection = connection
        headers = dict(self._headers)
        if body:
            headers |= {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        connection.request("POST" if body else "GET", path, body or None, headers)
        response = connection.getresponse()
        answer = Answer(
            response.status,
            response.read(),
            response.headers.get("Content-Type", ""),
            response.headers.get("Content-Encoding", ""),
        )
        if response.will_close:
            self.close()
        return answer
