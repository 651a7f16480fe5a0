"""Scripts and style sheets in few files: those of ``assets`` joined, each bundle under the digest of its content.

A browser asks for three files in place of two dozen, and never again while they stay what they are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dash import Dash
from flask import Flask, Response, abort

# Under the folder of the assets, so that they are compressed and kept as these are.
PLACE = "/assets/buendel/"
# What Dash itself must not name in the page.
BUNDLED = r".*\.(js|css)$"
# Chart library with its language and defaults: it changes seldom, and is by far the largest.
_CHARTS = ("10-", "11-", "15-")
_ONE_YEAR = 365 * 24 * 60 * 60
_TYPES = {"js": "text/javascript", "css": "text/css"}


@dataclass(frozen=True)
class Bundle:
    """Several files as one: its name holds the digest of its content."""

    name: str
    content: bytes

    @property
    def address(self) -> str:
        """Where the browser gets it."""
        return PLACE + self.name

    @property
    def mimetype(self) -> str:
        """Type of the content."""
        return _TYPES[self.name.rpartition(".")[2]]


def install(app: Dash, folder: Path) -> None:
    """Name the bundles of the files in ``folder`` in every page of ``app``, and deliver them."""
    bundles = read_bundles(folder)
    _deliver(app.server, {bundle.name: bundle for bundle in bundles})
    app.config.external_stylesheets = [one.address for one in bundles if one.mimetype == _TYPES["css"]]
    app.config.external_scripts = [one.address for one in bundles if one.mimetype == _TYPES["js"]]


def read_bundles(folder: Path) -> list[Bundle]:
    """Style sheets, the chart library, our own scripts; within a bundle in the order of the file names."""
    scripts = sorted(folder.glob("*.js"))
    charts = [file for file in scripts if file.name.startswith(_CHARTS)]
    own = [file for file in scripts if file not in charts]
    return [
        _joined("krm", "css", sorted(folder.glob("*.css")), b"\n"),
        _joined("diagramme", "js", charts, b"\n;\n"),
        _joined("krm", "js", own, b"\n;\n"),
    ]


def _joined(name: str, ending: str, files: list[Path], between: bytes) -> Bundle:
    content = between.join(file.read_bytes() for file in files)
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Bundle(f"{name}.{digest}.{ending}", content)


def _deliver(server: Flask, bundles: dict[str, Bundle]) -> None:
    @server.get(f"{PLACE}<name>")
    def buendel(name: str) -> Response:
        bundle = bundles.get(name)
        if bundle is None:
            abort(404)
        response = Response(bundle.content, mimetype=bundle.mimetype)
        response.cache_control.max_age = _ONE_YEAR
        return response
