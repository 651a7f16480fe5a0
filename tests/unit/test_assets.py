"""The vendored browser files fit the Python packages and ask nothing of the outside."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from scripts.vendor_assets import FILES, as_plotly_locale, without_source_map

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"


def plotly_js_version(text: str) -> str:
    match = re.search(r"plotly\.js(?: \([^)]*\))? v(\d+\.\d+\.\d+)", text[:400])
    assert match is not None
    return match.group(1)


def test_the_basic_bundle_has_the_version_of_the_python_package():
    full = resources.files("plotly").joinpath("package_data/plotly.min.js").read_text(encoding="utf-8")
    basic = (ASSETS / "10-plotly-basic.min.js").read_text(encoding="utf-8")

    assert plotly_js_version(basic) == plotly_js_version(full)


def test_every_file_of_the_table_is_there_with_its_version_in_the_table_of_licences():
    licences = (ASSETS / "LICENSES.md").read_text(encoding="utf-8") + (ROOT / "tests/e2e/vendor/LICENSES.md").read_text(
        encoding="utf-8"
    )

    for file in FILES:
        assert (ROOT / file.target).stat().st_size > 1000
        assert f"{Path(file.target).name}`" in licences
        assert file.version in licences


def test_no_asset_points_to_a_source_map():
    for file in [*ASSETS.glob("*.js"), *ASSETS.glob("*.css")]:
        assert "sourceMappingURL" not in file.read_text(encoding="utf-8")


def test_no_style_sheet_loads_anything_from_outside():
    for file in ASSETS.glob("*.css"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", text)
        assert "@import" not in text


def test_no_style_depends_on_what_lies_anywhere_within_an_element():
    """Otherwise all of it is looked through whenever a chart adds a text to measure it."""
    for file in ASSETS.glob("*.css"):
        assert re.findall(r":has\((?!>)[^)]*\)", file.read_text(encoding="utf-8")) == [], file.name


def test_only_the_pointer_to_the_source_map_is_removed():
    assert without_source_map("a();\n//# sourceMappingURL=a.js.map\n") == "a();\n"
    assert without_source_map("a{}\n/*# sourceMappingURL=a.css.map */") == "a{}\n"
    assert without_source_map("a();") == "a();\n"


def test_a_locale_module_registers_itself():
    script = as_plotly_locale("module.exports = {name: 'de'};\n")

    assert "var module = {exports: {}};" in script
    assert script.index("module.exports = {name: 'de'};") < script.index("Plotly.register(module.exports);")
