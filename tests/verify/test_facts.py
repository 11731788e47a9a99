"""Which bytes the verifier takes for a fact: those of docs/record.md, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from sverka.record.facts import AnyFact
from sverka_verify import FORM, MUST, Facts, Tree


def faults(*entries: bytes) -> list[str]:
    facts = Facts(Tree())
    for entry in entries:
        facts.add(entry)
    return facts.faults


def examples(root: Path) -> list[bytes]:
    """Every fact that the page on the record shows."""
    page = (root / "docs" / "record.md").read_text("utf-8")
    return [block.encode() for block in re.findall(r"```json\n(\{.*?\})\n```", page)]


def test_it_takes_every_fact_of_the_page_on_the_record(root: Path) -> None:
    for example in examples(root):
        wrong = [
            fault for fault in faults(example) if "it supersedes" not in fault and "its root" not in fault
        ]

        assert wrong == []


def test_it_knows_all_that_a_fact_may_say() -> None:
    for kind in AnyFact.__args__:
        fields = msgspec.structs.fields(kind)
        must = {"kind"} | {field.encode_name for field in fields if field.required}

        assert set(MUST[kind.__struct_config__.tag]) == must
        assert set(FORM[kind.__struct_config__.tag]) == {field.encode_name for field in fields} | {"kind"}


COUNT = (
    b'{"account":"hand","contest":"council","kind":"count","received":"2026-05-18T09:00:00Z","schema":1,'
    b'"selections":{"apple":3},"station":"0001"}'
)

BAD = {
    "no JSON": (b"{", "canonical"),
    "no text": (b'{"kind":"\xff"}', "canonical"),
    "a list": (b"[]", "canonical"),
    "white space": (COUNT.replace(b":1", b": 1"), "canonical"),
    "another order": (b'{"schema":1,"kind":"count"}', "canonical"),
    "a key twice": (COUNT.replace(b'"apple":3', b'"apple":2,"apple":3'), "canonical"),
    "a letter escaped without need": (COUNT.replace(b"hand", b"h\\u0061nd"), "canonical"),
    "half a letter": (COUNT.replace(b"hand", b"\\ud800"), "canonical"),
    "nested too deep": (b"[" * 100_000, "canonical"),
    "a fraction": (COUNT.replace(b":3", b":3.5"), "selections"),
    "true for one": (COUNT.replace(b":3", b":true"), "selections"),
    "below zero": (COUNT.replace(b":3", b":-3"), "selections"),
    "beyond 2^53": (COUNT.replace(b":3", b":9007199254740992"), "selections"),
    "a word for a figure": (COUNT.replace(b":3", b':"3"'), "selections"),
    "nothing said": (COUNT.replace(b'"0001"', b'""'), "station"),
    "a person": (COUNT.replace(b'"contest"', b'"clerk":"A. B.","contest"'), "clerk"),
    "no account": (COUNT.replace(b'"account":"hand",', b""), "account"),
    "an unknown kind": (COUNT.replace(b'"count"', b'"rumour"'), "unknown kind 'rumour'"),
    "a kind that is part of another": (b'{"kind":"scope","schema":1}', "unknown kind"),
    "another schema": (COUNT.replace(b'"schema":1', b'"schema":2'), "schema 2"),
    "a predecessor that there is not": (
        COUNT.replace(b'"0001"', b'"0001","supersedes":"' + b"ab" * 32 + b'"'),
        "supersedes",
    ),
}


def test_the_fact_that_is_spoilt_below_is_good() -> None:
    assert faults(COUNT) == []


@pytest.mark.parametrize("name", BAD)
def test_it_takes_nothing_else(name: str) -> None:
    entry, said = BAD[name]

    assert said in " ".join(faults(entry))


def test_a_correction_that_does_not_name_what_it_corrects_is_told() -> None:
    assert "it supersedes ''" in faults(COUNT, COUNT.replace(b":3", b":4"))[0]
