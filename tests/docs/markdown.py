"""Reads the project's Markdown: pages, headings, links, code blocks and tables."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*$", re.MULTILINE)
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"`([^`]+)`")


def pages() -> list[Path]:
    """Every Markdown file of the project."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("assets/*.md")])


def text(page: Path) -> str:
    """The page as it is written."""
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The text of a page without its code blocks."""
    return FENCE.sub("", text(page))


def code_blocks(page: Path, language: str | None = None) -> list[str]:
    """The code blocks of a page, all or those of one language, with continued lines joined."""
    blocks = [block for block in FENCE.finditer(text(page)) if language in (None, block["language"])]
    return [block["code"].replace("\\\n", " ") for block in blocks]


def headings(page: Path) -> list[str]:
    """The headings of a page in their order."""
    return HEADING.findall(prose(page))


def anchor(heading: str) -> str:
    """The address of a heading inside its page, as Git hosts form it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def table_rows(markdown: str) -> list[list[str]]:
    """Cells of every table row in the text, without headings' rules; ``\\|`` inside a cell is no border."""
    rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if not set("".join(row)) <= set("-: ")]


def is_dead(page: Path, target: str) -> bool:
    """Whether a link of the page leads to no file or no heading of ours; outside addresses are not asked."""
    if re.match(r"[a-z]+:", target):
        return False
    name, _, fragment = target.partition("#")
    file = (page.parent / unquote(name)).resolve() if name else page
    if not file.exists():
        return True
    if not fragment or file.suffix != ".md":
        return False
    return unquote(fragment) not in {anchor(heading) for heading in headings(file)}
