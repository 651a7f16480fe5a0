"""The page of the measurements is one that ``make bench`` has written."""

from __future__ import annotations

from benchmarks.document import MARKER, TEMPLATE
from tests.docs.markdown import ROOT, headings, text

PAGE = ROOT / "docs" / "benchmarks.md"


def test_the_page_of_the_measurements_has_the_mark_and_every_section_of_its_template():
    assert MARKER in text(PAGE)
    assert [heading for heading in headings(TEMPLATE) if heading not in headings(PAGE)] == []
