"""Many pages side by side in one small picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

_WIDTH, _GAP, _QUALITY = 400, 8, 80
_GROUND = (120, 126, 134)


def contact_sheet(pictures: Sequence[Path], target: Path, columns: int = 4) -> None:
    """Write ``target`` as JPEG with the pictures row by row."""
    pages = []
    for path in pictures:
        with Image.open(path) as picture:
            pages.append(picture.convert("RGB").resize((_WIDTH, _WIDTH * picture.height // picture.width)))
    height = max(page.height for page in pages)
    rows = -(-len(pages) // columns)
    sheet = Image.new("RGB", (columns * (_WIDTH + _GAP) + _GAP, rows * (height + _GAP) + _GAP), _GROUND)
    for at, page in enumerate(pages):
        row, column = divmod(at, columns)
        sheet.paste(page, (_GAP + column * (_WIDTH + _GAP), _GAP + row * (height + _GAP)))
    sheet.save(target, quality=_QUALITY, optimize=True)
