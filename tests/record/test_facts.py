"""Facts and the one form in which each is written; docs/record.md is read as test vectors."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from sverka.errors import Fault
from sverka.record.fact_shape import LARGEST_INTEGER, SCHEMA, EnteredBy
from sverka.record.facts import (
    KNOWN_KINDS,
    NOT_A_FACT,
    AnyFact,
    CountFact,
    DocumentFact,
    UnknownFact,
    canonical_bytes,
    hash_of,
    is_canonical,
    kind_of,
    parse_fact,
)
from sverka.tlog.bundles import MAX_ENTRY_BYTES, format_bundle

VECTOR = re.compile(r"```json\n(.+)\n```\n\nSHA-256 `([0-9a-f]{64})`")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.", min_size=1, max_size=8)
FIGURES = st.dictionaries(IDS, st.integers(0, LARGEST_INTEGER), max_size=5)

NOT_FACTS = {
    "no JSON": b"{",
    "not UTF-8": b'{"kind":"count","schema":1,"received":"\xff"}',
    "a list": b"[]",
    "brackets without end": b"[" * 60_000,
    "no account": b'{"contest":"c","kind":"count","received":"r","schema":1}',
    "a figure below zero": b'{"account":"a","contest":"c","kind":"count","received":"r","rows":{"1":-1},"schema":1}',
    "a figure beyond 2^53": b'{"account":"a","contest":"c","kind":"count","received":"r","rows":{"1":9007199254740992},'
    b'"schema":1}',
    "half a vote": b'{"account":"a","contest":"c","kind":"count","received":"r","rows":{"1":1.5},"schema":1}',
    "a figure as text": b'{"account":"a","contest":"c","kind":"count","received":"r","rows":{"1":"5"},"schema":1}',
    "a key that no count has": b'{"account":"a","by":"x","contest":"c","kind":"count","received":"r","schema":1}',
    "a kind that is no text": b'{"kind":5,"received":"r","schema":1}',
}

NOT_CANONICAL = {
    "white space": b'{"a": 1}',
    "keys out of order": b'{"b":1,"a":2}',
    "a key twice": b'{"a":1,"a":1}',
    "an escape that is not needed": b'{"a":"\\u0431"}',
    "an escaped slash": b'{"a":"\\/"}',
    "upper case in an escape": b'{"a":"\\u001F"}',
    "a fraction": b'{"a":1.5}',
    "an exponent": b'{"a":1e3}',
    "an integer beyond 2^53": b'{"a":9007199254740992}',
    "minus nothing": b'{"a":-0}',
    "truth": b'{"a":true}',
    "null": b'{"a":null}',
    "a byte order mark": b'\xef\xbb\xbf{"a":1}',
    "a line break at the end": b'{"a":1}\n',
}


@st.composite
def counts(draw: st.DrawFn) -> CountFact:
    """Any count fact."""
    by = st.none() | st.builds(EnteredBy, organisation=TEXT, role=TEXT)
    return CountFact(
        schema=SCHEMA,
        received=draw(TEXT),
        account=draw(IDS),
        contest=draw(IDS),
        station=draw(TEXT),
        holder=draw(TEXT),
        rows=draw(FIGURES),
        selections=draw(FIGURES),
        unread=tuple(draw(st.lists(IDS, max_size=3))),
        reason=draw(TEXT),
        entered_by=draw(by),
    )


def vectors(root: Path) -> list[tuple[str, str]]:
    """The facts shown in the page of the record, with their hashes."""
    return VECTOR.findall((root / "docs" / "record.md").read_text("utf-8"))


def test_the_page_shows_facts_of_every_kind_in_their_one_form(root: Path) -> None:
    facts = [parse_fact(text.encode()) for text, _ in vectors(root)]

    assert {kind_of(fact) for fact in facts if not isinstance(fact, UnknownFact)} == KNOWN_KINDS
    for (text, sha256), fact in zip(vectors(root), facts, strict=True):
        assert not isinstance(fact, UnknownFact)
        assert canonical_bytes(fact) == text.encode()
        assert rfc8785.dumps(json.loads(text)) == text.encode()
        assert is_canonical(text.encode())
        assert hash_of(text.encode()) == sha256


def test_the_page_explains_every_kind_and_the_bundle(root: Path) -> None:
    page = (root / "docs" / "record.md").read_text("utf-8")

    assert set(re.findall(r"^### `([\w-]+)`$", page, re.M)) == KNOWN_KINDS
    assert format_bundle([b"hello", b"abc"]).hex(" ") in page


@given(counts())
def test_our_bytes_are_those_of_rfc_8785(fact: CountFact) -> None:
    written = canonical_bytes(fact)

    assert written == rfc8785.dumps(json.loads(written))
    assert is_canonical(written)
    assert parse_fact(written) == fact


def test_what_is_empty_is_left_out() -> None:
    fact = CountFact(schema=1, received="r", account="a", contest="c", station="1")

    assert canonical_bytes(fact) == (
        b'{"account":"a","contest":"c","kind":"count","received":"r","schema":1,"station":"1"}'
    )


@pytest.mark.parametrize("entry", NOT_FACTS.values(), ids=NOT_FACTS)
def test_what_is_no_fact_is_refused(entry: bytes) -> None:
    with pytest.raises(NOT_A_FACT):
        parse_fact(entry)


@pytest.mark.parametrize("kind", sorted(KNOWN_KINDS))
def test_a_later_schema_of_any_kind_is_reported(kind: str) -> None:
    entry = msgspec.json.encode({"kind": kind, "received": "r", "schema": 2, "new": [1]})

    assert parse_fact(entry) == UnknownFact(kind, 2)


def test_a_later_schema_that_looks_like_ours_is_reported_too() -> None:
    entry = b'{"account":"a","contest":"c","kind":"count","received":"r","schema":2,"station":"1"}'

    assert parse_fact(entry) == UnknownFact("count", 2)


def test_an_unknown_kind_is_reported() -> None:
    assert parse_fact(b'{"kind":"statement","received":"r","schema":1,"token":"x"}') == UnknownFact(
        "statement", 1
    )


@pytest.mark.parametrize("entry", NOT_CANONICAL.values(), ids=NOT_CANONICAL)
def test_other_forms_of_the_same_words_are_found(entry: bytes) -> None:
    assert not is_canonical(entry)


def test_a_fact_that_does_not_fit_into_an_entry_is_refused() -> None:
    with pytest.raises(Fault, match=f"at most {MAX_ENTRY_BYTES}"):
        canonical_bytes(
            DocumentFact(
                schema=1, received="r", sha256="0", bytes=1, media_type="", file="x" * MAX_ENTRY_BYTES
            )
        )


def test_every_kind_has_a_word_of_its_own() -> None:
    assert len(KNOWN_KINDS) == len(get_args(AnyFact))
