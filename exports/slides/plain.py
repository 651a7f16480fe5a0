"""Text as slides can hold it: without the characters that XML forbids, whole words only, split into sentences."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# A full stop behind a digit or an abbreviation such as "Aug." ends no sentence here.
_SENTENCE_END = re.compile(r"(?<=[a-zäöüß%)“]{2}[.!?]) (?=[A-ZÄÖÜ„])")


def plain(text: str) -> str:
    """The text without forbidden characters, with spaces for tabs and line ends."""
    return " ".join(_FORBIDDEN.sub("", text).replace("\t", " ").splitlines())


def shortened(text: str, longest: int) -> str:
    """The text, if too long only its first sentences, else its first words with an ellipsis."""
    if len(text) <= longest:
        return text
    kept = ""
    for sentence in _SENTENCE_END.split(text):
        if len(kept) + len(sentence) + 1 > longest:
            break
        kept = f"{kept} {sentence}".strip()
    if kept:
        return kept
    words = text[: longest - 1].rsplit(" ", 1)[0]
    return words.rstrip(" ,;:–(") + " …"
