"""``make bench``: measures, prints the tables, and writes ``docs/benchmarks.md`` where nothing was left out."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks import chart, document
from benchmarks.results import Results
from benchmarks.run import PARTS, Run
from benchmarks.scale import SCALES
from domain.formats import number
from settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "benchmarks.md"
PICTURE = PROJECT_ROOT / "docs" / "bilder" / "wachstum.svg"
FOLDER = PROJECT_ROOT / "var" / "bench"
STOP_SECONDS = 300.0


def main(words: list[str]) -> int:
    """Exit code of a run: 1 where a part of it failed."""
    asked = _parser().parse_args(words)
    started = time.perf_counter()

    def say(text: str) -> None:
        print(f"{number(time.perf_counter() - started):>7} s  {text}", flush=True)

    scales = [SCALES[name].times(asked.faktor) for name in asked.nur]
    run = Run(scales, asked.teile, asked.ordner.resolve(), asked.stopp, say)
    results = run.go()
    print("\n\n".join(f"## {name}\n\n{text}" for name, text in document.parts(results).items() if text))
    say(f"fertig; nicht zu Ende gekommen: {', '.join(results.failed) or 'nichts'}")
    if asked.faktor == 1 and set(asked.nur) == set(SCALES) and set(asked.teile) == set(PARTS):
        _write(results, asked.stopp)
    return 1 if results.failed else 0


def _write(results: Results, stop_seconds: float) -> None:
    chart.draw(results.by_rows, results.by_jobcenter, PICTURE)
    PAGE.write_text(document.page(results, stop_seconds), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description="Messungen an erfundenen Beständen")
    parser.add_argument("--nur", nargs="+", choices=list(SCALES), default=list(SCALES), help="nur diese Bestände")
    parser.add_argument("--teile", nargs="+", choices=PARTS, default=list(PARTS), help="nur diese Messungen")
    parser.add_argument("--faktor", type=float, default=1.0, help="Größe der Bestände, zum Ausprobieren")
    parser.add_argument("--stopp", type=float, default=STOP_SECONDS, help="Sekunden, nach denen die naive Seite endet")
    parser.add_argument("--ordner", type=Path, default=FOLDER, help="wo die Bestände liegen bleiben")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
