"""How the running server delivers its files: small, cacheable, complete from the first request on."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import requests

from tests.e2e.server import copy_demo, running_server

SCRIPTS_LIMIT = 700_000
STYLES_LIMIT = 60_000


def fetch(url: str, **headers: str) -> requests.Response:
    """GET as a browser on the same machine does."""
    return requests.get(url, headers={"Accept-Encoding": "gzip, deflate, br", **headers}, timeout=30)


def files_of(server: str) -> list[str]:
    """Addresses of the scripts and style sheets that the start page names."""
    page = fetch(server).text
    names = re.findall(r'<script[^>]* src="([^"]+)"', page) + re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    return [f"{server}{name}" for name in names]


def transferred(response: requests.Response) -> int:
    return int(response.headers["Content-Length"])


def test_scripts_and_style_sheets_are_small_and_never_asked_for_twice(live_server: str):
    answers = [fetch(url) for url in files_of(live_server)]

    assert len(answers) > 10
    for answer in answers:
        assert answer.status_code == 200, answer.url
        assert answer.headers["Content-Encoding"] == "br", answer.url
        assert "immutable" in answer.headers["Cache-Control"], answer.url
    styles = sum(transferred(answer) for answer in answers if urlsplit(answer.url).path.endswith(".css"))
    assert 0 < styles <= STYLES_LIMIT
    assert sum(map(transferred, answers)) - styles <= SCRIPTS_LIMIT


def test_a_known_file_is_answered_without_a_body(live_server: str):
    for url in files_of(live_server):
        tag = fetch(url).headers["ETag"]
        again = fetch(url, **{"If-None-Match": tag})

        assert (again.status_code, again.content) == (304, b""), url


def test_the_server_tells_where_it_listens_and_answers_a_crowd_at_once(demo_dir: Path, tmp_path: Path):
    copy_demo(demo_dir, tmp_path)
    with running_server(tmp_path) as url, ThreadPoolExecutor(8) as crowd:
        files = files_of(url)
        states = list(crowd.map(lambda file: fetch(file).status_code, files * 3))
        log = (tmp_path / "gunicorn.log").read_text(encoding="utf-8")

    assert f"KRM-Statistik läuft: {url}" in log
    assert set(states) == {200}
