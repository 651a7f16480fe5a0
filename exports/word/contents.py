"""The table of contents: a field with its entries already written, so that it is there before anybody computes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Office

from exports.word import styles, words
from exports.word.xml import begin_field, element, end_field


@dataclass(frozen=True)
class Entry:
    """A heading: its text, its level and its number in the document."""

    text: str
    level: int
    number: int

    @property
    def target(self) -> str:
        """Name of the bookmark at the heading."""
        return f"_Toc{900000 + self.number}"


def add_contents(office: Office, entries: Sequence[Entry]) -> None:
    """Heading and entries, each a link to its chapter; programs fill in the numbers of the pages on opening."""
    if not entries:
        return
    office.add_paragraph(words.INHALT, style=styles.CONTENTS)
    line = None
    for at, entry in enumerate(entries):
        line = office.add_paragraph(style=styles.table_of_contents_style(office, entry.level))
        if at == 0:
            begin_field(line, 'TOC \\o "1-2" \\h \\z \\u', dirty=True)
        link = element("hyperlink", anchor=entry.target, history="1")
        first = len(line._p)
        line.add_run(entry.text)
        line.add_run("\t")
        begin_field(line, f"PAGEREF {entry.target} \\h")
        line.add_run(" ")
        end_field(line)
        for run in list(line._p)[first:]:
            link.append(run)
        line._p.append(link)
    if line is not None:
        end_field(line)
