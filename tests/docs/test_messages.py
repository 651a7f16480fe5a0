"""The messages that the page on operation explains are those that the application gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.docs.markdown import ROOT, table_rows, text

OPERATION = ROOT / "docs/betrieb.md"
SPEAKING = (
    "data_access/imports/messages.py",
    "layouts/texts.py",
    "web/texts.py",
    "scripts/ensure_venv.py",
    "scripts/provision_test_services.py",
)


def sentences(file: Path) -> Iterator[str]:
    """Every text of a Python file; an f-string comes in one piece, with ``…`` for what is put in."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.sub(r"\{\w+\}", "…", node.value)


def explained_messages() -> list[str]:
    """The messages in the last table of the page that the application itself gives, without quotation marks."""
    section = text(OPERATION).partition("## Fehlersuche")[2]
    return [row[0].removeprefix("„").removesuffix("“") for row in table_rows(section) if row[0].startswith("„")]


def is_given(message: str, given: list[str]) -> bool:
    """Whether all parts of a message, cut at ``…``, stand in one sentence in their order."""
    pattern = ".*".join(re.escape(part.strip()) for part in message.split("…"))
    return any(re.search(pattern, sentence, re.DOTALL) for sentence in given)


def test_explained_messages_are_given_word_for_word():
    given = [sentence for name in SPEAKING for sentence in sentences(ROOT / name)]
    explained = explained_messages()

    assert len(explained) > 15
    assert [message for message in explained if not is_given(message, given)] == []


def test_a_message_that_is_no_longer_given_would_be_found():
    given = ["Die Datenbank … ist nicht erreichbar (Rechte prüfen)."]

    assert is_given("Die Datenbank … ist nicht erreichbar …", given)
    assert not is_given("Die Datenbank … ist nicht mehr erreichbar.", given)


def test_explained_events_of_the_log_are_written():
    section = text(OPERATION).partition("\n## Protokoll\n")[2].partition("\n## ")[0]
    explained = {row[0].strip("`") for row in table_rows(section)} - {"event"}
    code = "".join(
        file.read_text(encoding="utf-8")
        for name in ("web", "data_access", "app_data")
        for file in (ROOT / name).rglob("*.py")
    )

    written = set(re.findall(r'log\.(?:debug|info|warning|error)\(\s*"([a-z_]+)"', code))

    assert explained == written
