"""Responses are compressed as the client likes it, static files once, and caches are told the truth."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path

import brotli
import pytest
from flask import Flask, Response, jsonify
from flask.testing import FlaskClient

from web import compression

SCRIPT = "console.log('Kundenreaktion');\n" * 200
CHUNK = "export const karte = 1;\n" * 200
LONG_TEXT = "<p>Anliegen</p>" * 200
PIXEL = b"\x89PNG\r\n" + bytes(2000)


def make_server(tmp_path: Path, cache_dir: Path | None = None) -> Flask:
    """A server with an asset folder, a fingerprinted and a plain bundle like Dash's, and computed answers."""
    assets = tmp_path / "assets"
    assets.mkdir(exist_ok=True)
    (assets / "app.js").write_text(SCRIPT, encoding="utf-8")
    (assets / "pixel.png").write_bytes(PIXEL)
    server = Flask("tiny", static_folder=str(assets), static_url_path="/assets")
    compression.install(server, cache_dir or tmp_path / "cache")

    @server.get("/")
    def index() -> str:
        return (
            '<link rel="icon" href="/missing.ico"><script src="https://elsewhere.example/a.js"></script>'
            '<script src="//elsewhere.example/b.js"></script><script>inline()</script>'
            '<script src="/assets/app.js?m=1.5"></script>'
            '<link rel="stylesheet" href="/_dash-component-suites/kit/kit.v1_0m17.css">'
        )

    @server.get("/_dash-component-suites/kit/<name>")
    def bundle(name: str) -> Response:
        response = Response(CHUNK, mimetype="text/css" if name.endswith("css") else "text/javascript")
        if ".v" in name:
            response.cache_control.max_age = 31536000
        return response

    @server.get("/long")
    def long() -> Response:
        response = Response(LONG_TEXT, mimetype="text/html")
        response.set_etag("stand-7")
        return response

    @server.post("/callback")
    def callback() -> Response:
        return jsonify({"text": LONG_TEXT})

    @server.get("/_dash-layout")
    def layout() -> Response:
        return jsonify({"text": LONG_TEXT})

    @server.get("/short")
    def short() -> Response:
        return jsonify({"ok": True})

    @server.get("/stream")
    def stream() -> Response:
        return Response((LONG_TEXT for _ in range(2)), mimetype="text/html")

    @server.get("/packed")
    def packed() -> Response:
        return Response(gzip.compress(LONG_TEXT.encode()), mimetype="text/html", headers={"Content-Encoding": "gzip"})

    return server


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return make_server(tmp_path).test_client()


def accepting(*encodings: str) -> dict[str, str]:
    return {"Accept-Encoding": ", ".join(encodings)}


def unpacked(body: bytes, encoding: str | None) -> str:
    if encoding == "br":
        body = brotli.decompress(body)
    elif encoding == "gzip":
        body = gzip.decompress(body)
    return body.decode()


@pytest.mark.parametrize(
    ("accepted", "used"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
@pytest.mark.parametrize(("url", "text"), [("/assets/app.js", SCRIPT), ("/long", LONG_TEXT)])
def test_the_body_is_encoded_as_the_client_likes_best(
    client: FlaskClient, url: str, text: str, accepted: str, used: str | None
):
    response = client.get(url, headers=accepting(accepted), buffered=True)

    assert response.headers.get("Content-Encoding") == used
    assert unpacked(response.data, used) == text
    assert int(response.headers["Content-Length"]) == len(response.data)
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/assets/app.js?m=1.5", "public, max-age=31536000, immutable"),
        ("/assets/pixel.png?m=1.5", "public, max-age=31536000, immutable"),
        ("/_dash-component-suites/kit/kit.v1_0m17.js", "public, max-age=31536000, immutable"),
        ("/assets/app.js", "no-cache"),
        ("/_dash-component-suites/kit/async-chunk.js", "no-cache"),
    ],
)
def test_only_addresses_that_change_with_the_content_are_cached_for_long(client: FlaskClient, url: str, expected: str):
    assert client.get(url, headers=accepting("br"), buffered=True).headers["Cache-Control"] == expected


def test_bytes_that_are_no_text_behind_the_question_mark_do_not_matter(client: FlaskClient):
    response = client.open("/assets/app.js", environ_overrides={"QUERY_STRING": "m=\xff"}, buffered=True)

    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]


def test_each_encoding_has_its_own_etag_and_a_repeated_request_is_answered_without_a_body(client: FlaskClient):
    tags = {}
    for encoding in ("br", "gzip", "identity"):
        first = client.get("/assets/app.js?m=1.5", headers=accepting(encoding), buffered=True)
        tags[encoding] = first.headers["ETag"]
        again = {**accepting(encoding), "If-None-Match": first.headers["ETag"]}
        second = client.get("/assets/app.js?m=1.5", headers=again, buffered=True)
        assert (second.status_code, second.data) == (304, b"")
        assert second.headers["ETag"] == first.headers["ETag"]
        assert second.headers["Cache-Control"] == first.headers["Cache-Control"]

    assert len(set(tags.values())) == 3


def test_an_etag_of_another_encoding_does_not_stand_for_this_one(client: FlaskClient):
    tag = client.get("/assets/app.js", headers=accepting("br"), buffered=True).headers["ETag"]

    response = client.get("/assets/app.js", headers={**accepting("gzip"), "If-None-Match": tag}, buffered=True)

    assert response.status_code == 200
    assert unpacked(response.data, "gzip") == SCRIPT


def test_files_that_are_packed_already_are_left_alone(client: FlaskClient):
    picture = client.get("/assets/pixel.png", headers=accepting("br"), buffered=True)
    packed = client.get("/packed", headers=accepting("br"))

    assert "Content-Encoding" not in picture.headers
    assert picture.data == PIXEL
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data).decode() == LONG_TEXT


def test_answers_of_callbacks_are_compressed(client: FlaskClient):
    response = client.post("/callback", headers=accepting("br"))

    assert response.headers["Content-Encoding"] == "br"
    assert LONG_TEXT in brotli.decompress(response.data).decode()


def test_short_and_streamed_answers_are_not_compressed(client: FlaskClient):
    short = client.get("/short", headers=accepting("br"))
    stream = client.get("/stream", headers=accepting("br"))

    assert "Content-Encoding" not in short.headers
    assert short.json == {"ok": True}
    assert "Content-Encoding" not in stream.headers
    assert stream.get_data(as_text=True) == LONG_TEXT * 2


def test_the_etag_of_a_computed_answer_becomes_a_weak_one(client: FlaskClient):
    assert client.get("/long", headers=accepting("br")).headers["ETag"] == 'W/"stand-7"'
    assert client.get("/long").headers["ETag"] == '"stand-7"'


def test_a_missing_file_stays_missing(client: FlaskClient):
    response = client.get("/assets/none.js?m=1", headers=accepting("br"))

    assert response.status_code == 404
    assert "Cache-Control" not in response.headers


def test_a_head_request_has_no_body(client: FlaskClient):
    response = client.head("/assets/app.js", headers=accepting("br"), buffered=True)

    assert (response.status_code, response.data) == (200, b"")


def test_a_second_start_takes_the_compressed_file_from_disk(tmp_path: Path):
    make_server(tmp_path).test_client().get("/assets/app.js", headers=accepting("br"), buffered=True)
    (stored,) = (tmp_path / "cache").iterdir()
    shorter_but_valid = brotli.compress(SCRIPT.encode(), quality=1)
    stored.write_bytes(shorter_but_valid)

    response = make_server(tmp_path).test_client().get("/assets/app.js", headers=accepting("br"), buffered=True)

    assert response.data == shorter_but_valid


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("damage", [lambda body: b"", lambda body: body[:-20], lambda body: body[:-9] + b"garbage!!"])
def test_a_damaged_file_on_disk_is_computed_anew(tmp_path: Path, encoding: str, damage):
    make_server(tmp_path).test_client().get("/assets/app.js", headers=accepting(encoding), buffered=True)
    (stored,) = (tmp_path / "cache").iterdir()
    intact = stored.read_bytes()
    stored.write_bytes(damage(intact))

    response = make_server(tmp_path).test_client().get("/assets/app.js", headers=accepting(encoding), buffered=True)

    assert response.data == intact
    assert stored.read_bytes() == intact


def test_an_old_file_of_the_same_size_is_never_served_for_new_content(tmp_path: Path):
    client = make_server(tmp_path).test_client()
    client.get("/assets/app.js", headers=accepting("br"), buffered=True)
    (tmp_path / "assets" / "app.js").write_text(SCRIPT.replace("K", "k"), encoding="utf-8")

    response = client.get("/assets/app.js", headers=accepting("br"), buffered=True)

    assert unpacked(response.data, "br") == SCRIPT.replace("K", "k")


def test_without_a_writable_folder_memory_is_enough(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    client = make_server(tmp_path, cache_dir=blocked).test_client()

    with caplog.at_level(logging.WARNING):
        bodies = [client.get("/assets/app.js", headers=accepting("br"), buffered=True).data for _ in range(2)]

    assert [unpacked(body, "br") for body in bodies] == [SCRIPT, SCRIPT]
    assert len(caplog.records) == 1


def test_files_of_a_page_are_compressed_in_advance(tmp_path: Path):
    count = compression.precompress(make_server(tmp_path).test_client())

    stored = sorted(file.suffix for file in (tmp_path / "cache").iterdir())
    assert count == 2
    assert stored == [".br", ".br", ".gzip", ".gzip"]


def test_a_page_that_names_a_missing_file_stops_the_start(tmp_path: Path):
    server = make_server(tmp_path)

    @server.get("/broken")
    def broken() -> str:
        return '<script src="/assets/none.js"></script>'

    with pytest.raises(RuntimeError, match=r"/assets/none\.js answers 404"):
        compression.precompress(server.test_client(), "/broken")


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_what_every_visit_asks_for_is_sent_again_only_when_it_has_changed(tmp_path: Path, encoding: str):
    client = make_server(tmp_path).test_client()
    headers = {"Accept-Encoding": encoding}

    first = client.get("/_dash-layout", headers=headers)
    again = client.get("/_dash-layout", headers=headers | {"If-None-Match": first.headers["ETag"]})
    other = client.get("/_dash-layout", headers=headers | {"If-None-Match": 'W/"other"'})

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.data) == (304, b"")
    assert (other.status_code, other.data) == (200, first.data)
