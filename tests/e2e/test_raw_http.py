"""Bytes at the port that no browser sends: an answer or a closed connection, and the server goes on."""

from __future__ import annotations

import re
import socket
from itertools import product
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sizes import examples

PATIENCE = 5
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})(?: [^\r\n]*)?\r\n")
HOST = b"Host: 127.0.0.1\r\n"
# How a proxy and a server could understand differently where a request ends (RFC 9112, section 6.3).
LENGTHS = [
    b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
    b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    b"Content-Length: 4\r\nContent-Length: 5\r\n",
    b"Content-Length: 4, 5\r\n",
    b"Content-Length: +4\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 0x4\r\n",
    b"Content-Length: 4a\r\n",
    b"Content-Length : 4\r\n",
    b"Transfer-Encoding: xchunked\r\n",
    b"Transfer-Encoding : chunked\r\n",
    b"Transfer-Encoding: chunked, identity\r\n",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n",
    b"Transfer-Encoding:\x0bchunked\r\n",
    b"Transfer-Encoding: \x00chunked\r\n",
    b"X: y\r\n Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: chunked\n",
]
# A length and nothing else that could mean one: what stands behind it is the next request, or the body goes on.
CLEAR = [
    b"Content-Length: 99999999999999999999\r\n",
    b"Transfer-Encoding: identity, chunked\r\n",
    b"Transfer_Encoding: chunked\r\nContent-Length: 4\r\n",
]
BODIES = [b"0\r\n\r\n", b"4\r\nabcd\r\n0\r\n\r\n"]
HIDDEN = b"GET /versteckt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

METHODS = st.sampled_from(
    [b"GET", b"POST", b"HEAD", b"OPTIONS", b"PUT", b"DELETE", b"TRACE", b"CONNECT", b"get", b"\xff"]
)
PATHS = st.sampled_from(
    [b"/", b"/healthz", b"/_dash-update-component", b"/e/x", b"*", b"//x", b"/..%2f", b"http://x/", b"/" + b"a" * 9000]
)
VERSIONS = st.sampled_from([b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/9", b"", b"XYZ/1.1"])
FIELDS = st.lists(
    st.sampled_from([HOST, *LENGTHS, *CLEAR, b"Expect: 100-continue\r\n", b"Connection: close\r\n", b"Host: x\r\n"])
    | st.binary(max_size=60).map(lambda content: content + b"\r\n")
    | st.integers(1, 20_000).map(lambda width: b"X: " + b"a" * width + b"\r\n"),
    max_size=6,
)
REQUESTS = st.one_of(
    st.binary(min_size=1, max_size=400),
    st.builds(
        lambda method, path, version, fields, body: (
            b" ".join([method, path, version]) + b"\r\n" + b"".join(fields) + b"\r\n" + body
        ),
        METHODS,
        PATHS,
        VERSIONS,
        FIELDS,
        st.sampled_from(BODIES) | st.binary(max_size=60),
    ),
)


def exchange(server: str, content: bytes) -> bytes:
    """Everything that comes back until the server closes or has nothing more to say."""
    parts = urlsplit(server)
    received = b""
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE) as connection:
        try:
            connection.sendall(content)
            # Nothing more will come: whoever waits for the rest of a body must notice.
            connection.shutdown(socket.SHUT_WR)
            while chunk := connection.recv(65_536):
                received += chunk
        except ConnectionError:
            pass
    return received


def is_alive(server: str) -> bool:
    answer = exchange(server, b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    return answer.startswith(b"HTTP/1.1 200")


# A path of many thousand letters is one of the requests; hypothesis says that printing it would be long.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@examples(20, 200, 2_000)
@given(content=REQUESTS)
def test_any_bytes_get_an_answer_below_500_or_none(live_server: str, content: bytes):
    answer = exchange(live_server, content)

    assert not answer or answer.startswith(b"HTTP/1.")
    assert [code for code in STATUS.findall(answer) if code >= b"500" and code not in (b"501", b"505")] == [], answer[
        :300
    ]
    assert b"Traceback" not in answer
    assert is_alive(live_server)


def test_a_request_whose_end_is_not_clear_is_refused_with_all_that_follows(live_server: str):
    for fields, body in product(LENGTHS, BODIES):
        answer = exchange(live_server, b"POST /healthz HTTP/1.1\r\n" + HOST + fields + b"\r\n" + body + HIDDEN)
        codes = STATUS.findall(answer)

        assert codes in ([b"400"], [b"501"]), (fields, body, codes)
    assert is_alive(live_server)


def test_requests_one_after_the_other_are_each_answered_once(live_server: str):
    answer = exchange(live_server, HIDDEN * 3)

    assert STATUS.findall(answer) == [b"404"] * 3
