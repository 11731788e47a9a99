"""A look at a page and its WARC file are twins; other programs read the file; the answer is what came over the wire."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from sverka.errors import Fault
from sverka.formats.captures import Capture, Exchange, Same, answer_of, format_capture, parse_capture
from sverka.formats.watched_pages import WatchedPage, load_pages

URL = "http://results.example/api?id=0"
REQUEST = b"GET /api?id=0 HTTP/1.1\r\nHost: results.example\r\n\r\n"
RESPONSE = b"HTTP/1.1 200  OK\r\nTransfer-Encoding: chunked\r\nX:  y\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
AT = datetime(2021, 11, 28, 15, 22, 5, tzinfo=UTC)

CAPTURES = st.builds(
    Capture,
    page=st.builds(
        WatchedPage,
        url=st.just(URL),
        name=st.text(max_size=5),
        shares=st.dictionaries(st.text(max_size=3), st.text()),
    ),
    asked_at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - made aware below
        lambda each: each.replace(microsecond=0, tzinfo=UTC)
    ),
    exchanges=st.lists(
        st.builds(Exchange, url=st.just(URL), request=st.binary(min_size=1), response=st.binary()), max_size=3
    ).map(tuple),
    trouble=st.text(max_size=9),
    same=st.builds(Same, times=st.integers(0, 99), last=st.text(max_size=9)),
)


def capture(response: bytes = RESPONSE, **fields: Any) -> Capture:
    exchange = Exchange(url=URL, request=REQUEST, response=response)
    return replace(Capture(page=WatchedPage(url=URL), asked_at=AT, exchanges=(exchange,)), **fields)


@given(CAPTURES)
def test_a_look_is_read_back_as_it_was_written(look: Capture) -> None:
    assert parse_capture(format_capture(look), "a.warc") == look


@given(CAPTURES)
def test_the_same_look_gives_the_same_bytes(look: Capture) -> None:
    assert format_capture(look) == format_capture(look)


def test_a_program_of_web_archives_reads_the_file_and_its_digests() -> None:
    records = [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(format_capture(capture())), check_digests="raise")
    ]

    assert [kind for kind, _, _ in records] == ["metadata", "request", "response"]
    assert {url for _, url, _ in records} == {URL}
    assert records[2][2] == b"abc"


def test_an_answer_is_kept_byte_for_byte() -> None:
    assert RESPONSE in format_capture(capture())


@pytest.mark.parametrize(
    "raw, status, body, whole",
    [
        (RESPONSE, 200, b"abc", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", 200, b"ab", False),
        (b"HTTP/1.1 500 Oops\r\n\r\nbad", 500, b"bad", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", 200, b"", False),
    ],
)  # fmt: skip
def test_the_body_of_an_answer_is_found(raw: bytes, status: int, body: bytes, whole: bool) -> None:
    answer = answer_of(raw)

    assert answer is not None
    assert (answer.status, answer.body, answer.whole) == (status, body, whole)


@pytest.mark.parametrize("raw", [b"", b"garbage", b"HTTP/1.1 abc\r\n\r\n", b"\x00" * 100, b"SSH-2.0-x\r\n"])
def test_what_is_no_http_is_no_answer(raw: bytes) -> None:
    assert answer_of(raw) is None


def test_looks_that_differ_in_their_headers_alone_found_the_same() -> None:
    other = RESPONSE.replace(b"X:  y", b"Date: later")

    assert capture(other).digest == capture().digest
    assert capture(RESPONSE.replace(b"abc", b"abd")).digest != capture().digest
    assert capture(RESPONSE.replace(b"200", b"500")).digest != capture().digest
    assert capture(trouble="no answer").digest != capture().digest


WHOLE = format_capture(capture())
BAD = {
    "empty": b"",
    "no web archive": b"station,votes\n1,2\n",
    "a header alone": b"WARC/1.1\r\n",
    "cut in the metadata": WHOLE[:300],
    "another's web archive": WHOLE.replace(b"WARC-Type: metadata", b"WARC-Type: resource"),
    "metadata that is no JSON": WHOLE.replace(b'{"page"', b'["page"'),
    "a page without an address": WHOLE.replace(b'"url"', b'"uri"'),
    "no time": WHOLE.replace(b"WARC-Date: 2021-11-28T15:22:05Z", b"WARC-Date: yesterday, at noon", 1),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_capture_is_refused(name: str) -> None:
    with pytest.raises(Fault, match=r"."):
        parse_capture(BAD[name], "a.warc")


BAD_PAGES = {
    "not TOML": "[[pages",
    "no pages": "pages = []",
    "an unknown key": '[[pages]]\nurl = "http://a/"\nformat = "pcos"\nfoo = 1',
    "no address": '[[pages]]\nurl = "ftp://a/"\nformat = "pcos"',
    "an address that no request can carry": '[[pages]]\nurl = "http://a/итоги"\nformat = "pcos"',
    "nothing that says how it is read": '[[pages]]\nurl = "http://a/"',
    "a mapping that says too little": '[[pages]]\nurl = "http://a/"\nmapping = {shape = "long"}',
    "two of one name": '[[pages]]\nurl = "http://a/"\nformat = "pcos"\n[[pages]]\nurl = "http://a/"\nformat = "pcos"',
    "paths of shares where none are needed": '[[pages]]\nurl = "http://a/"\nformat = "pcos"\nshare = "a"',
}


@pytest.mark.parametrize("name", BAD_PAGES)
def test_a_description_of_pages_is_refused_with_its_place(name: str) -> None:
    with pytest.raises(Fault, match=r"watch\.toml"):
        load_pages(BAD_PAGES[name], "watch.toml")
