"""Every page has its picture in the documentation, and all pictures together stay small."""

from __future__ import annotations

from scripts.screenshots import PATHS, TARGET, documented
from tests.docs.markdown import LINK, ROOT, prose

MOST_BYTES = 3_000_000


def test_every_picture_that_is_taken_is_shown_and_there_are_few_bytes_of_them():
    shown = set(LINK.findall(prose(ROOT / "docs" / "bilder.md")))
    taken = {f"bilder/{picture.name}" for picture in documented()}

    assert {picture.slug for picture in documented()} == set(PATHS)
    assert taken == shown
    assert {picture for picture in taken if not (TARGET.parent / picture).is_file()} == set()
    assert sum(file.stat().st_size for file in TARGET.iterdir()) <= MOST_BYTES
