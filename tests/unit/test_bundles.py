"""Scripts and style sheets travel in few files, whose names tell their content."""

from __future__ import annotations

from pathlib import Path

from dash import Dash, html
from flask import Flask

from web import bundles


def folder_with(tmp_path: Path, **files: str) -> Path:
    for name, content in files.items():
        stem, _, ending = name.rpartition("_")
        (tmp_path / f"{stem.replace('_', '-')}.{ending}").write_text(content, encoding="utf-8")
    return tmp_path


def test_files_are_joined_in_the_order_of_their_names(tmp_path: Path):
    folder = folder_with(tmp_path, **{"20_b_js": "b()", "19_a_js": "a()", "10_plotly_js": "p()", "11_de_js": "de()"})
    folder_with(tmp_path, **{"00_x_css": "x{}", "30_y_css": "y{}"})
    (folder / "LICENSES.md").write_text("nothing for browsers", encoding="utf-8")

    styles, charts, own = bundles.read_bundles(folder)

    assert (styles.content, styles.mimetype) == (b"x{}\ny{}", "text/css")
    assert (charts.content, charts.mimetype) == (b"p()\n;\nde()", "text/javascript")
    assert own.content == b"a()\n;\nb()"


def test_a_changed_file_changes_the_name_of_its_bundle_alone(tmp_path: Path):
    before = bundles.read_bundles(folder_with(tmp_path, **{"20_b_js": "b()", "10_plotly_js": "p()", "30_y_css": "y{}"}))
    after = bundles.read_bundles(folder_with(tmp_path, **{"20_b_js": "c()"}))

    changed = [one.name != other.name for one, other in zip(before, after, strict=True)]
    assert changed == [False, False, True]


def test_a_page_names_the_bundles_and_gets_them(tmp_path: Path):
    folder = folder_with(tmp_path, **{"20_b_js": "b()", "10_plotly_js": "p()", "30_y_css": "y{}"})
    app = Dash("tiny", server=Flask("tiny"), assets_folder=str(folder), assets_ignore=bundles.BUNDLED)
    bundles.install(app, folder)
    app.layout = html.Div()
    client = app.server.test_client()

    page = client.get("/").text

    for bundle in bundles.read_bundles(folder):
        answer = client.get(bundle.address)
        assert f'"{bundle.address}"' in page
        assert (answer.data, answer.mimetype) == (bundle.content, bundle.mimetype)
        assert answer.cache_control.max_age == 31_536_000
    assert "20-b.js" not in page
    assert client.get("/assets/buendel/krm.0000.js").status_code == 404
