"""A TCP proxy on the loopback interface that does to a connection what networks and machines do to it.

Own code instead of a tool, because none for Python is on the package registries that we use.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_CHUNK = 65_536
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Fault:
    """What happens to what is sent.

    ``delay`` seconds before every answer. ``silent``: nothing gets through any more, nothing is closed. ``refuse``: new
    connections are reset at once. ``cut_after``: so many bytes of an answer come through, then the connection ends,
    with a reset (``reset``) or as if all had been said. ``garbage``: answers are replaced by random bytes.
    """

    delay: float = 0.0
    silent: bool = False
    refuse: bool = False
    cut_after: int | None = None
    reset: bool = False
    garbage: bool = False


HEALTHY = Fault()
SILENT = Fault(silent=True)
REFUSED = Fault(refuse=True)


class FaultProxy:
    """Listens on ``port`` and passes on to ``target``; ``fault`` may change at any time, also for open connections."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.fault = HEALTHY
        # Is told everything that clients say.
        self.listener: Callable[[bytes], None] = _nobody
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._stopped = False
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @contextmanager
    def broken(self, fault: Fault) -> Iterator[None]:
        """The fault while the block runs; connections that suffered it end with it."""
        self.fault = fault
        if fault.refuse:
            self.drop()
        try:
            yield
        finally:
            self.fault = HEALTHY
            self.drop()

    @contextmanager
    def heard(self) -> Iterator[list[bytes]]:
        """What clients say while the block runs."""
        said: list[bytes] = []
        self.listener = said.append
        try:
            yield said
        finally:
            self.listener = _nobody

    def drop(self) -> None:
        """End all open connections at once, as a machine does that goes down."""
        with self._guard:
            connections = list(self._open)
        for connection in connections:
            _shut(connection)

    def stop(self) -> None:
        """Close everything."""
        self._stopped = True
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join()
        self.drop()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            if self.fault.refuse:
                _reset(client)
                return
            server = socket.create_connection(self.target, timeout=10)
        except OSError:
            _reset(client)
            return
        server.settimeout(None)
        with self._guard:
            self._open |= {client, server}
        there = threading.Thread(target=self._pass_on, args=(client, server, False), daemon=True)
        there.start()
        self._pass_on(server, client, True)
        there.join()
        with self._guard:
            self._open -= {client, server}
        client.close()
        server.close()

    def _pass_on(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        """Copy until one side closes; answers suffer the fault."""
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                fault = self.fault
                if not is_answer:
                    self.listener(data)
                while self.fault.silent and not self._stopped:
                    time.sleep(0.05)
                    if not _is_open(source):
                        return
                if is_answer:
                    time.sleep(fault.delay)
                    if fault.garbage:
                        data = os.urandom(len(data))
                    if fault.cut_after is not None:
                        target.sendall(data[: fault.cut_after])
                        if fault.reset:
                            target.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                        break
                target.sendall(data)
        _shut(source)
        _shut(target)


def _nobody(_said: bytes) -> None:
    """Nobody listens."""


def _is_open(connection: socket.socket) -> bool:
    """Whether we have not shut the socket ourselves: what the peer does is not passed on while all is silent."""
    try:
        connection.getpeername()
    except OSError:
        return False
    return True


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _reset(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    connection.close()


@contextmanager
def fault_proxy(host: str, port: int) -> Iterator[FaultProxy]:
    """A proxy in front of a server, for the time of the block."""
    proxy = FaultProxy((host, port))
    try:
        yield proxy
    finally:
        proxy.stop()
