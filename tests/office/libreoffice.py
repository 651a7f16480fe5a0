"""LibreOffice without a window, with a profile of its own."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

SECONDS = 180
# Numbers and dates as a German office shows them.
GERMAN = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>de-DE</value>
</prop></item></oor:items>"""


def convert(source: Path, ending: str) -> Path:
    """The file as LibreOffice writes it in another format, beside the source."""
    profile = source.parent / "profil"
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(GERMAN, encoding="utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", ending]
    done = subprocess.run(
        [*command, "--outdir", str(source.parent), str(source)], capture_output=True, text=True, timeout=SECONDS
    )
    made = source.with_suffix(f".{ending}")
    assert made.exists(), done.stderr
    return made


def pages(pdf: Path) -> int:
    """How many pages a PDF has that LibreOffice wrote."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
