"""Text as slides can hold it: without the characters that XML forbids, whole words only, split into sentences."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# A full stop behind a number ends no sentence, unless the number is a year: "am 31. Dezember 2020. Der …".
_SENTENCE_END = re.compile(r"(?:(?<=[^\d\s.][.!?])|(?<=\d{4}\.)) (?=[A-ZÄÖÜ„])|(?<=[)%“]\.) (?=\d)")


def plain(text: str) -> str:
    """The text without forbidden characters, with spaces for tabs and line ends."""
    return " ".join(_FORBIDDEN.sub("", text).replace("\t", " ").splitlines())


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _SENTENCE_END.split(text)


def shortened(text: str, longest: int) -> str:
    """The text, if too long only its first sentences, else its first parts or words with an ellipsis."""
    if len(text) <= longest:
        return text
    kept = ""
    for sentence in sentences(text):
        if len(kept) + len(sentence) + 1 > longest:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or _first_parts(text[: longest - 2]) + " …"


def _first_parts(text: str) -> str:
    """Up to the last semicolon outside of brackets in the second half, else up to the last whole word."""
    ends = [found.start() for found in re.finditer("; ", text) if _balanced(text[: found.start()])]
    if ends and ends[-1] > len(text) / 2:
        return text[: ends[-1]]
    return text.rsplit(" ", 1)[0].rstrip(" ,;:–(")


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")")
