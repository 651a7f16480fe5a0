"""A deck made here gets today's data: every figure for its own selection, everything that people changed stays."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from exports.card_file import CardFile
from exports.figure_reading import native_charts
from exports.meta import source_line
from exports.slides import names, slide
from exports.slides.names import Figure, Text, figure_name, mark, read_name, text_name
from exports.slides.new_data import put_data
from exports.slides.numbers import chart_numbers, numbers_in
from exports.slides.plain import plain
from exports.slides.tables import Cut, parts_of, refill
from exports.slides.template import NEUTRAL_LAYOUT

MOST_FIGURES = 200
_COUNTED = re.compile(r" \(\d+/\d+\)$")
_SHOWN_TEXT = 90


class Why(Enum):
    """Why a figure keeps its old data."""

    UNKNOWN_CARD = "unknown card"
    NOT_ALLOWED = "not allowed"
    LEVEL = "level"
    SELECTION = "selection"
    NO_SUCH_PART = "no such part"
    OTHER_KIND = "other kind"
    OTHER_COLUMNS = "other columns"
    TOO_MANY = "too many"


# Today's data of a figure, or why there are none.
Answer = Callable[[Figure], CardFile | Why]


@dataclass(frozen=True)
class Done:
    """A figure with new data: number of its slide, its title, whether its numbers differ from before."""

    slide: int
    title: str
    changed: bool


@dataclass(frozen=True)
class Kept:
    """A figure with its old data."""

    slide: int
    title: str
    why: Why


@dataclass(frozen=True)
class Stale:
    """A text that still carries numbers of before; ``notes``: it is in the notes of the slide."""

    slide: int
    text: str
    numbers: tuple[str, ...]
    notes: bool


@dataclass
class Report:
    """What happened: figures with new and with old data, texts of ours with new wording, texts with old numbers."""

    done: list[Done] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    texts: int = 0
    stale: list[Stale] = field(default_factory=list)


@dataclass
class _Run:
    """What is gathered on the way through a deck."""

    answer: Answer
    report: Report = field(default_factory=Report)
    old: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    rewritten: list[Any] = field(default_factory=list)
    files: dict[tuple[str, str, str], CardFile | Why] = field(default_factory=dict)
    cuts: dict[str, str] = field(default_factory=dict)

    def file(self, figure: Figure) -> CardFile | Why:
        """The card behind a figure, answered once however many shapes show it."""
        key = figure.karte, figure.auswahl, figure.stufe
        if key not in self.files:
            self.files[key] = Why.TOO_MANY if len(self.files) >= MOST_FIGURES else self.answer(figure)
        return self.files[key]


def refresh(deck: Any, answer: Answer) -> tuple[bytes, Report]:
    """The opened deck with new data as bytes, and what was done."""
    run = _Run(answer)
    slides = list(deck.slides)
    tables = _tables(slides)
    for number, one in enumerate(slides, 1):
        _slide(run, number, one, tables)
    run.report.stale = [stale for number, one in enumerate(slides, 1) for stale in _stale(run, number, one)]
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue(), run.report


def shapes_of(shapes: Any) -> Iterator[Any]:
    """All shapes, those in groups too."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from shapes_of(shape.shapes)
        else:
            yield shape


def _slide(run: _Run, number: int, one: Any, tables: dict[str, list[Any]]) -> None:
    found = [(shape, read_name(shape.name)) for shape in shapes_of(one.shapes)]
    figures = [(shape, named) for shape, named in found if isinstance(named, Figure)]
    files = []
    for shape, figure in figures:
        file = run.file(figure)
        if isinstance(file, Why):
            run.report.kept.append(Kept(number, _title(shape, figure), file))
            continue
        why = _figure(run, number, shape, figure, file, tables)
        if why is None:
            files.append(file)
        else:
            run.report.kept.append(Kept(number, _title(shape, figure), why))
    if files and len(files) == len(figures) and len({(file.karte, file.auswahl) for file in files}) == 1:
        _texts(run, one, files[0], [(shape, named) for shape, named in found if isinstance(named, Text)])


def _title(shape: Any, figure: Figure) -> str:
    """What the figure is called as far as the deck tells: the beginning of its text alternative."""
    described = shape._element.xpath(".//p:cNvPr")[0].get("descr") or figure.karte
    return _short(described.split(". ")[0])


def _figure(
    run: _Run, number: int, shape: Any, figure: Figure, file: CardFile, tables: dict[str, list[Any]]
) -> Why | None:
    """New data into one shape; None where that went well."""
    charts = native_charts(file)
    before = _shape_numbers(shape)
    if getattr(shape, "has_chart", False):
        chart = next((chart for chart in charts if chart.key == figure.abb), None)
        if chart is None:
            return Why.NO_SUCH_PART
        if not put_data(shape, chart):
            return Why.OTHER_KIND
        _described(run, shape, figure, file, slide.chart_alt(file, chart))
    elif charts or bool(file.table.rows) != bool(getattr(shape, "has_table", False)):
        return Why.NO_SUCH_PART
    elif not file.table.rows:
        _put_words(run, shape, figure, file)
    elif _put_rows(run, shape, file, tables[_key(figure)]):
        _described(run, shape, figure, file, slide.table_alt(file))
    else:
        return Why.OTHER_COLUMNS
    after = _shape_numbers(shape)
    run.old |= before
    run.new |= after
    run.report.done.append(Done(number, _short(file.titel), before != after))
    return None


def _described(run: _Run, shape: Any, figure: Figure, file: CardFile, alt: str) -> None:
    """Today's text alternative, unless somebody has written another."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    before = properties.get("descr") or ""
    run.old |= numbers_in(before)
    run.new |= numbers_in(alt)
    if mark(before) == figure.alt:
        properties.set("descr", alt)
        properties.set("name", figure_name(file, figure.abb, alt))


def _put_words(run: _Run, shape: Any, figure: Figure, file: CardFile) -> None:
    """The sentence of a card that has nothing to draw, unless somebody has changed it."""
    before, wording = shape.text_frame.text, slide.words_text(file)
    if mark(before) != figure.alt:
        return
    run.rewritten.append(shape._element)
    if before != wording:
        _say(shape, wording)
        shape.name = figure_name(file, names.WORDS, wording)


def _shape_numbers(shape: Any) -> set[str]:
    if getattr(shape, "has_chart", False):
        return chart_numbers(shape.chart)
    if getattr(shape, "has_table", False):
        return {number for row in shape.table.rows for cell in row.cells for number in numbers_in(cell.text)}
    return numbers_in(shape.text_frame.text) if getattr(shape, "has_text_frame", False) else set()


# --- tables ------------------------------------------------------------------------------------------------------


def _tables(slides: Sequence[Any]) -> dict[str, list[Any]]:
    """The shapes that share one table, in the order of its parts."""
    found: dict[str, list[tuple[int, Any]]] = {}
    for one in slides:
        for shape in shapes_of(one.shapes):
            named = read_name(shape.name)
            if isinstance(named, Figure) and getattr(shape, "has_table", False):
                part = named.abb.rpartition("-")[2]
                found.setdefault(_key(named), []).append((int(part) if part.isdecimal() else 0, shape))
    return {key: [shape for _, shape in sorted(parts, key=lambda pair: pair[0])] for key, parts in found.items()}


def _key(figure: Figure) -> str:
    return f"{figure.karte}?{figure.auswahl}&{figure.stufe}"


def _put_rows(run: _Run, shape: Any, file: CardFile, parts: Sequence[Any]) -> bool:
    """The rows of this part; every part keeps its number of rows, the last one takes or loses the rest."""
    at = [part._element is shape._element for part in parts].index(True)
    rooms = [len(part.table.rows) - 1 - bool(part.table.last_row) for part in parts]
    sheets = parts_of(file.table, rooms)
    sheet = sheets[at]
    if len(shape.table.columns) != len(sheet.heading):
        return False
    refill(shape, sheet)
    shown = sum(len(one.rows) - one.total for one in sheets)
    cut = Cut(shown, len(file.table.rows), len(sheet.heading), len(file.table.columns))
    run.cuts[file.karte + file.auswahl] = "" if cut.whole else slide.cut_sentence(cut)
    return True


# --- texts -------------------------------------------------------------------------------------------------------


def _texts(run: _Run, one: Any, file: CardFile, found: Sequence[tuple[Any, Text]]) -> None:
    """Texts of ours get today's wording where nobody has changed them."""
    neutral = one.slide_layout.name == NEUTRAL_LAYOUT
    wordings = {
        names.TITLE: slide.title_text(file, neutral=neutral),
        names.SUBTITLE: slide.subtitle_text(file),
        names.FOOTER: plain(source_line(file.meta)),
        names.EVENTS: slide.events_text(file) if file.ereignisse else "",
        names.REST: run.cuts.get(file.karte + file.auswahl, ""),
    }
    for shape, named in found:
        if shape.has_text_frame and wordings.get(named.kind):
            _rewrite(run, shape, named, wordings[named.kind])
    notes: Any = one.notes_slide.notes_placeholder if one.has_notes_slide else None
    named_notes = None if notes is None else read_name(notes.name)
    if isinstance(named_notes, Text) and mark(notes.text_frame.text) == named_notes.mark:
        wording = slide.notes_text(file)
        run.old |= numbers_in(notes.text_frame.text)
        run.new |= numbers_in(wording)
        notes.text_frame.text = wording
        notes.name = text_name(names.NOTES, wording)
        run.rewritten.append(notes._element)


def _rewrite(run: _Run, shape: Any, named: Text, wording: str) -> None:
    before = shape.text_frame.text
    if mark(before) != named.mark:
        return
    counted = _COUNTED.search(before)
    wording += counted[0] if counted and named.kind == names.TITLE else ""
    run.old |= numbers_in(before)
    run.new |= numbers_in(wording)
    run.rewritten.append(shape._element)
    if before == wording:
        return
    _say(shape, wording)
    shape.name = text_name(named.kind, wording)
    run.report.texts += 1


def _say(shape: Any, wording: str) -> None:
    """Other words in the look of the first ones."""
    first, *rest = shape.text_frame.paragraphs[0].runs
    first.text = wording
    for more in rest:
        more._r.getparent().remove(more._r)


def _stale(run: _Run, number: int, one: Any) -> Iterator[Stale]:
    """Texts with numbers that were in the figures before and are not in them now."""
    gone = run.old - run.new
    if not gone:
        return
    for text, element, notes in _all_texts(one):
        if any(element is mine for mine in run.rewritten):
            continue
        found = tuple(sorted(numbers_in(text) & gone))
        if found:
            yield Stale(number, _short(" ".join(text.split())), found, notes)


def _all_texts(one: Any) -> Iterator[tuple[str, Any, bool]]:
    for shape in shapes_of(one.shapes):
        if getattr(shape, "has_text_frame", False) and shape.has_text_frame:
            yield shape.text_frame.text, shape._element, False
        elif getattr(shape, "has_table", False) and not isinstance(read_name(shape.name), Figure):
            for row in shape.table.rows:
                yield " ".join(cell.text for cell in row.cells), shape._element, False
        elif getattr(shape, "has_chart", False) and shape.chart.has_title and shape.chart.chart_title.has_text_frame:
            yield shape.chart.chart_title.text_frame.text, None, False
    if one.has_notes_slide and one.notes_slide.notes_placeholder is not None:
        notes = one.notes_slide.notes_placeholder
        yield notes.text_frame.text, notes._element, True


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_TEXT else text[: _SHOWN_TEXT - 1].rsplit(" ", 1)[0] + " …"
