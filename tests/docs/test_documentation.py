"""What the documentation points to exists: files, headings, make targets, settings, commands, decisions."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import click
import pytest
from flask import Flask

from settings import Settings
from tests.docs.markdown import LINK, ROOT, code_blocks, headings, is_dead, pages, prose, table_rows, text
from web import commands

KRM_COMMAND = re.compile(r"flask --app app krm ([^\n#|]*)")


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


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_headings_of_a_page_are_unique(page: Path):
    repeated = [heading for heading, times in Counter(headings(page)).items() if times > 1]

    assert repeated == []


def test_every_page_is_reached_from_the_readme():
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        waiting += [
            (page.parent / link.partition("#")[0]).resolve() for link in LINK.findall(prose(page)) if ":" not in link
        ]

    assert {page for page in pages() if page.is_relative_to(ROOT / "docs")} <= reached


def test_make_targets_named_in_the_documentation_exist():
    named = {target for page in pages() for target in re.findall(r"`make ([a-z]+)", text(page))}

    assert named <= make_targets()


def test_the_readme_begins_with_the_two_commands():
    first = code_blocks(ROOT / "README.md")[0]

    assert re.findall(r"^make ([a-z]+)", first, re.MULTILINE) == ["run", "test"]


def test_make_targets_in_code_blocks_exist():
    named = {
        target
        for page in pages()
        for block in code_blocks(page)
        for target in re.findall(r"^make ([a-z]+)", block, re.MULTILINE)
    }

    assert {"run", "test"} <= named <= make_targets()


def krm_commands() -> dict[str, click.Command]:
    """The commands of the group ``krm`` by name."""
    server = Flask("krm_statistik", static_folder=None)
    commands.register(server, Settings())
    group = server.cli.commands["krm"]
    assert isinstance(group, click.Group)
    return dict(group.commands)


def test_command_lines_in_the_documentation_are_understood():
    known = krm_commands()
    lines = [line for page in pages() for block in code_blocks(page) for line in KRM_COMMAND.findall(block)]

    strange = []
    for line in lines:
        name, *words = line.split()
        options = {option for parameter in known[name].params for option in parameter.opts} if name in known else set()
        if name not in known or {word for word in words if word.startswith("--")} - options:
            strange.append(line)

    assert lines
    assert strange == []


def test_every_command_is_documented_for_operators():
    operation = text(ROOT / "docs/betrieb.md")

    assert [name for name in krm_commands() if f"`krm {name}`" not in operation] == []


def test_every_make_target_explains_itself():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))

    assert explained == make_targets() != set()


def test_settings_named_in_the_documentation_exist():
    example = (ROOT / "krm.env.example").read_text(encoding="utf-8")
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    known = {f"KRM_{name.upper()}" for name in Settings.model_fields}
    known |= set(re.findall(r"KRM_[A-Z_]+", example + compose))

    named = {name for page in pages() for name in re.findall(r"KRM_[A-Z_]*[A-Z]", text(page))}

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
    required = set(re.findall(r"\$\{([A-Z_]*(?:PASSWORD|SECRET|SECRET_KEY))(?::\?[^}]+)\}", compose))
    mentioned = set(re.findall(r"\$\{([A-Z_]*(?:PASSWORD|SECRET|SECRET_KEY))\b", compose))

    assert mentioned == required == set(re.findall(r"^([A-Z_]+)=$", template, re.MULTILINE))


def test_every_setting_is_documented_with_its_default():
    rows = {row[0].strip("`"): row[1].strip("`") for row in table_rows(text(ROOT / "docs/betrieb.md"))}
    defaults = {f"KRM_{name.upper()}": field.default for name, field in Settings.model_fields.items()}

    documented = {name: rows.get(name) for name in defaults}

    assert documented == {name: written_default(default) for name, default in defaults.items()}


def written_default(default: object) -> str:
    """A default as the table of settings writes it: folders from the project on, nothing as a word."""
    return str(default.relative_to(ROOT)) if isinstance(default, Path) else str(default) or "leer"


def test_every_variable_of_the_container_files_is_documented():
    operation = text(ROOT / "docs/betrieb.md")
    variables = set(re.findall(r"KRM_[A-Z_]+", text(ROOT / "compose.yaml")))

    assert {name for name in variables if f"`{name}`" not in operation} == set()


def test_every_decision_is_in_the_index_under_its_title():
    folder = ROOT / "docs/adr"
    listed = dict(re.findall(r"\]\(([^)]+)\) \| (.+) \|", text(folder / "README.md")))
    written = {file.name: headings(file)[0].partition(": ")[2] for file in folder.glob("[0-9]*.md")}

    assert listed == written


@pytest.mark.parametrize("page", sorted((ROOT / "docs/adr").glob("[0-9]*.md")), ids=lambda page: page.stem)
def test_a_decision_says_what_led_to_it_what_holds_and_what_follows(page: Path):
    title, *sections = headings(page)

    assert title.startswith(page.name[:4])
    assert sections == ["Lage", "Entscheidung", "Folgen"]
