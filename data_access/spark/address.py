"""``KRM_ANALYTICS=spark://…`` taken apart: where the Thrift server answers and where the Parquet files lie."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from data_access.spark.errors import SparkAddressError

_FILES = "file://"
DEFAULT_PORT = 10_000
# It stands in statements: nothing in it may have a meaning there.
_STORE = re.compile(r"[a-z][a-z0-9]*://[\w.:@-]*(/[\w.+=@~-]+)+")


@dataclass(frozen=True)
class SparkAddress:
    """Thrift server and folder. ``store`` is the folder as Spark names it; a password means LDAP behind the server."""

    host: str
    port: int
    store: str
    username: str = "krm"
    password: str | None = field(default=None, repr=False)
    sasl: bool = True

    @property
    def folder(self) -> Path | None:
        """The folder as a path of this machine; None where it is none."""
        return Path(self.store.removeprefix(_FILES)) if self.store.startswith(_FILES) else None


def read_address(text: str) -> SparkAddress:
    """The address ``spark://[NAME[:PASSWORD]@]HOST[:PORT]/FOLDER``; raises ``SparkAddressError``.

    ``?ablage=s3a://…`` names a folder that is no path of the machines, ``?auth=NOSASL`` a server without SASL.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise SparkAddressError from error
    options = dict(url.query)
    auth = options.pop("auth", "NONE")
    store = str(options.pop("ablage", f"{_FILES}/{url.database or ''}")).rstrip("/")
    understood = _STORE.fullmatch(store) and auth in ("NONE", "NOSASL") and not options
    if url.drivername != "spark" or not url.host or not understood:
        raise SparkAddressError
    return SparkAddress(
        host=url.host,
        port=url.port or DEFAULT_PORT,
        store=store,
        username=url.username or "krm",
        password=url.password,
        sasl=auth != "NOSASL",
    )
