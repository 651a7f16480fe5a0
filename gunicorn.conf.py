"""How gunicorn serves the application: two preloaded processes with four threads each.

Everything here can be overridden on the command line or in GUNICORN_CMD_ARGS. The application is built and
warmed up once in the master process (``app.create_server``); the workers are copies of it.
"""

from __future__ import annotations

import os
import socket
import struct
from typing import TYPE_CHECKING

from web import shared_counts

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

bind = "127.0.0.1:8050"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True

# Long enough for a browser to reuse its connections while somebody reads a page.
keepalive = 30
graceful_timeout = 30

# Workers are renewed now and then, never all at once, so that a slow leak cannot grow for weeks.
max_requests = 5000
max_requests_jitter = 500

# The heartbeat files and the counters of the workers must not wait for a busy disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
raw_env = shared_counts.environment(worker_tmp_dir)

# The control socket would be shared by every gunicorn of the same user.
control_socket_disable = True

# Of those who connect and say nothing, and of those who stop in the middle of a request: how long a thread waits.
SILENT_SECONDS = 30
HALTING_SECONDS = 3


def on_starting(server: Arbiter) -> None:
    """Refuse to listen where the settings would let the wrong people in; no port is open yet."""
    from app import read_settings, refuse_unsafe
    from web.access.configuration import Launch

    addresses = [_text(address) for address in server.cfg.address]
    debug = os.environ.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no")
    refuse_unsafe(read_settings(), Launch(addresses, str(server.cfg.forwarded_allow_ips), debug))


def _text(address: object) -> str:
    return f"{address[0]}:{address[1]}" if isinstance(address, tuple) else str(address)


def when_ready(server: Arbiter) -> None:
    """Settle before the workers are made, and say where the pages are."""
    from app import settle

    settle()
    for listener in server.LISTENERS:
        _be_impatient(listener.sock)
    addresses = ", ".join(str(listener) for listener in server.LISTENERS)
    print(f"KRM-Statistik läuft: {addresses}", flush=True)


def _be_impatient(listener: socket.socket) -> None:
    """Hand over connections that have said something, and give up waiting for the rest of what they say."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", HALTING_SECONDS, 0))
    if listener.family != socket.AF_UNIX:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT_SECONDS)


def pre_fork(server: Arbiter, worker: Worker) -> None:
    """Give the new worker a place for its counters."""
    shared_counts.reserve(worker, server.WORKERS.values())


def post_worker_init(worker: Worker) -> None:
    """Read the newest Datenstand now, not when the first visitor comes."""
    from app import look_ahead

    look_ahead(worker.wsgi)


def post_fork(_server: Arbiter, worker: Worker) -> None:
    """Count at that place."""
    shared_counts.enter(worker)
