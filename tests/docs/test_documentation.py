"""What the documentation points to exists: files, headings, make targets, settings."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from settings import Settings

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Every Markdown file of the project."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("assets/*.md")])


def prose(page: Path) -> str:
    """The text of a page without its code blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchor(heading: str) -> str:
    """The address of a heading inside its page, as Git hosts form it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


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
    return unquote(fragment) not in {anchor(heading) for heading in HEADING.findall(prose(file))}


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_links_lead_to_files_and_headings_that_exist():
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages()
        for target in LINK.findall(prose(page))
        if is_dead(page, target)
    ]

    assert dead == []


def test_a_link_to_nowhere_would_be_found(tmp_path: Path):
    page = tmp_path / "seite.md"
    page.write_text("# Frist und Überfälligkeit\n", encoding="utf-8")

    assert is_dead(page, "fehlt.md")
    assert is_dead(page, "#kanal")
    assert not is_dead(page, "#frist-und-überfälligkeit")
    assert not is_dead(page, "seite.md#frist-und-%C3%BCberf%C3%A4lligkeit")
    assert not is_dead(page, "https://example.org/fehlt")


def test_make_targets_named_in_the_documentation_exist():
    named = {target for page in pages() for target in re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))}

    assert named <= make_targets()


def test_every_make_target_explains_itself():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))

    assert explained == make_targets() != set()


def test_settings_named_in_the_documentation_exist():
    example = (ROOT / "krm.env.example").read_text(encoding="utf-8")
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    known = {f"KRM_{name.upper()}" for name in Settings.model_fields}
    known |= set(re.findall(r"KRM_[A-Z_]+", example + compose))

    named = {name for page in pages() for name in re.findall(r"KRM_[A-Z_]*[A-Z]", page.read_text(encoding="utf-8"))}

    assert named <= known


def test_the_settings_of_the_container_files_are_settings_of_the_application():
    known = {f"KRM_{name.upper()}" for name in Settings.model_fields}
    container = re.findall(r"^\s+(KRM_[A-Z_]+):", (ROOT / "compose.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    image = re.findall(r"(KRM_[A-Z_]+)=", (ROOT / "Dockerfile").read_text(encoding="utf-8"))

    assert container
    assert image
    assert {*container, *image} <= known


def test_every_password_of_the_compose_file_is_in_the_template_and_has_no_default():
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    template = (ROOT / "krm.env.example").read_text(encoding="utf-8")
    required = set(re.findall(r"\$\{([A-Z_]*PASSWORD)(?::\?[^}]+)\}", compose))
    mentioned = set(re.findall(r"\$\{([A-Z_]*PASSWORD)", compose))

    assert mentioned == required == set(re.findall(r"^([A-Z_]+)=$", template, re.MULTILINE))
