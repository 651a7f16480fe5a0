"""The public interface against its own description: what it promises is asked for, and so is what it forbids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api_server import reference_server
from tests.sizes import examples, size

DESCRIPTION = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
# The client of the test does not unpack answers.
PLAIN = {"Accept-Encoding": "identity"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PATHS = json.loads(DESCRIPTION.read_text(encoding="utf-8"))["paths"]
# Where nothing but a part of the path can be said, any text is one.
ADDRESSES = [
    (path, mode)
    for path, methods in PATHS.items()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    if mode is GenerationMode.POSITIVE or len(methods["get"].get("parameters", ())) > 1
]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The description, of the interface over the reference data."""
    found = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text(encoding="utf-8")))
    found.app = reference_server(tmp_path_factory.mktemp("described")).server
    return found


@pytest.mark.parametrize(("path", "mode"), ADDRESSES[:: size(3, 1, 1)])
@examples(8, 400, 10_000)
@given(data=st.data())
def test_an_address_keeps_what_its_description_says(schema: Any, path: str, mode: GenerationMode, data: st.DataObject):
    asked = data.draw(schema[path]["GET"].as_strategy(generation_mode=mode))
    asked.validate_response(asked.call(headers=PLAIN), checks=CHECKS)
