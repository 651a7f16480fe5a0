"""Copy the third-party browser files into the repository: ``python3 scripts/vendor_assets.py``.

Run by hand when a version below changes; needs npm. Running and testing the application need neither npm nor
the network. Every package is held to the checksum in the table.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE_MAP = re.compile(r"\n?(//# sourceMappingURL=\S*|/\*# sourceMappingURL=.*?\*/)\s*$")


def without_source_map(text: str) -> str:
    """The text without a trailing pointer to a source map that is not delivered; ends with one newline."""
    return SOURCE_MAP.sub("", text).rstrip("\n") + "\n"


def as_plotly_locale(text: str) -> str:
    """A CommonJS locale module of plotly.js as a script that registers itself with the global Plotly."""
    body = without_source_map(text)
    return "(function () {\nvar module = {exports: {}};\n" + body + "Plotly.register(module.exports);\n})();\n"


@dataclass(frozen=True)
class Vendored:
    """One file taken out of one npm package."""

    package: str
    version: str
    sha512: str
    member: str
    target: str
    convert: Callable[[str], str] = without_source_map


# The version of plotly.js must be the one inside the Python package plotly (a test compares them).
FILES = (
    Vendored(
        package="bootstrap",
        version="5.3.9",
        sha512="20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w==",
        member="dist/css/bootstrap.min.css",
        target="assets/00-bootstrap.min.css",
    ),
    Vendored(
        package="plotly.js-basic-dist-min",
        version="4.1.1",
        sha512="1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUwsaqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ==",
        member="plotly-basic.min.js",
        target="assets/10-plotly-basic.min.js",
    ),
    Vendored(
        package="plotly.js-locales",
        version="3.7.0",
        sha512="ksB7hfy9Pk9SQtkfK1AfpRy2O/2iIh7CxQat8vsk1cCySwyLUuHXltsr4ReUeORScxPjGnyW00aNe97fDivsmA==",
        member="de.js",
        target="assets/11-plotly-locale-de.js",
        convert=as_plotly_locale,
    ),
    Vendored(
        package="axe-core",
        version="4.14.1",
        sha512="FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        member="axe.min.js",
        target="tests/e2e/vendor/axe.min.js",
    ),
)


def checked(archive: Path, file: Vendored) -> Path:
    """The archive itself; raises SystemExit if its checksum is not the expected one."""
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != file.sha512:
        raise SystemExit(f"{file.package} {file.version}: unerwartete Prüfsumme sha512-{found}")
    return archive


def fetch(file: Vendored, folder: Path) -> str:
    """The text of the wanted member, downloaded with npm into the folder."""
    command = ["npm", "pack", "--silent", f"{file.package}@{file.version}"]
    name = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]
    with tarfile.open(checked(folder / name, file)) as archive:
        member = archive.extractfile(f"package/{file.member}")
        if member is None:
            raise SystemExit(f"{file.package} {file.version}: {file.member} fehlt im Paket")
        return member.read().decode("utf-8")


def main() -> int:
    """Fetch every file of the table and write it to its place."""
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            text = file.convert(fetch(file, Path(folder)))
            target = ROOT / file.target
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            print(f"{file.package} {file.version}: {file.target} ({len(text.encode()) // 1024} kB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
