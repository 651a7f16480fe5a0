"""Pictures of printed pages, the validator, and cards of the reference data to write files from."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from cards.base import read_query
from cards.registry import CARDS
from data_access.cache import RowCache, connect_cache
from data_access.sources import direct
from data_access.warehouse import Warehouse
from domain.scope import LOCAL
from exports.card_file import CardFile
from tests.api_server import reference_server, settings_in
from tests.office.libreoffice import convert, pages
from web.card_files import card_file

ROOT = Path(__file__).resolve().parents[2]
VALIDATOR = ROOT / "var" / "office" / "node_modules" / ".bin" / "ooxml-validator"
VALIDATOR_SECONDS = 120
DOTS_PER_INCH = 60


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--bilder`` renews the contact sheets."""
    parser.addoption("--bilder", action="store_true", help="Übersichten der Seiten in docs/bilder erneuern")


@pytest.fixture(scope="session")
def card(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], CardFile]:
    """A function: a card and the text of its selection as a file."""
    folder = tmp_path_factory.mktemp("reference")
    reference = reference_server(folder)
    settings = settings_in(folder)
    cache = RowCache(connect_cache(Flask("office"), settings), settings.cache_dir / "locks")
    view = Warehouse(direct(reference.engine), cache).view(LOCAL)

    def answered(slug: str, query: str) -> CardFile:
        one = CARDS[slug]
        context, _ = read_query(query, one.options, view, settings.quelle, settings.smallest_base)
        return card_file(one, context)

    return answered


@pytest.fixture(scope="session")
def pdf_of() -> Callable[[Path], Path]:
    """A function: LibreOffice opens the file and prints it."""
    return lambda path: convert(path, "pdf")


@pytest.fixture(scope="session")
def page_count() -> Callable[[Path], int]:
    """A function: how many pages a print has."""
    return pages


@pytest.fixture(scope="session")
def pictures_of() -> Callable[[Path], list[Path]]:
    """A function: every page of a print as a PNG file beside it."""

    def drawn(pdf: Path) -> list[Path]:
        prefix = pdf.with_suffix("")
        subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", str(pdf), str(prefix)], check=True)
        return sorted(pdf.parent.glob(f"{prefix.name}-*.png"))

    return drawn


@pytest.fixture(scope="session")
def faults_of() -> Callable[[Path], list[str]]:
    """A function: what Microsoft's validator says against a file, each with its place."""

    def checked(path: Path) -> list[str]:
        told = subprocess.run([str(VALIDATOR), str(path)], capture_output=True, text=True, timeout=VALIDATOR_SECONDS)
        found = json.loads(told.stdout)
        return [f"{one['path']} {one['xPath']}: {one['description']}" for one in found["errors"]]

    return checked
