"""What members sign is what docs/record.md says that they sign, and the signatures on that page are theirs."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import rfc8785

from sverka.domain.group import Group, Member
from sverka.domain.ids import MemberId
from sverka.domain.names import Names
from sverka.record.facts import parse_fact
from sverka.record.group_facts import AnyGroupFact, CaseFact, GroupFact
from sverka.record.signing import members_who_signed, text_of
from sverka.tlog.keys import ED25519, format_vkey, new_signer

NAMES = ("north", "south", "observers")
ELECTION = "kg-2021-11-28"


def acts(root: Path) -> list[tuple[str, AnyGroupFact]]:
    """The facts of the group on the page of the record, with their bytes."""
    page = (root / "docs" / "record.md").read_text("utf-8")
    facts = [(text, parse_fact(text.encode())) for text in re.findall(r"```json\n(\{.*\})\n```", page)]
    return [(text, fact) for text, fact in facts if isinstance(fact, GroupFact)]


def test_the_text_is_three_lines_and_the_last_is_the_fact_without_signatures_and_receipt(root: Path) -> None:
    for written, fact in acts(root):
        bare = {
            key: said for key, said in json.loads(written).items() if key not in ("signatures", "received")
        }

        assert text_of(fact, ELECTION) == f"sverka/group/v1\n{ELECTION}\n{rfc8785.dumps(bare).decode()}\n"


def test_a_field_that_is_called_like_what_is_left_out_stays() -> None:
    said = {"received": "", "signatures": "x"}
    fact = CaseFact(
        schema=1, received="r", signatures=(), station="1", contest="c", step="decided", fields=said
    )

    assert json.loads(text_of(fact, ELECTION).split("\n")[2])["fields"] == said


def test_every_signature_on_the_page_is_right(root: Path) -> None:
    seeds = {name: hashlib.sha256(name.encode()).digest() for name in NAMES}
    keys = {name: format_vkey(new_signer(name, ED25519, seed).verifier) for name, seed in seeds.items()}
    members = {MemberId(name): Member(id=MemberId(name), names=Names(), keys=(keys[name],)) for name in NAMES}

    signed = [
        members_who_signed(fact, ELECTION, Group(names=Names(), members=members)) for _, fact in acts(root)
    ]

    assert len(signed) > 10
    assert all(signed)
