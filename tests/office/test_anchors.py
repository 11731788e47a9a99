"""Anchors: time stamps over the checkpoint are facts, an authority that fails is owed, and all is checked offline."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.x509 import Certificate
from msgspec.structs import replace

from sverka.errors import Fault, Refused
from sverka.office.anchor_queue import keep_queue, queued_of
from sverka.office.anchoring import Anchoring, anchor, authority_of, owed_to
from sverka.office.anchoring import Authority as Asked
from sverka.office.anchors import anchors_of, check_anchors, checkpoint_of, stamped_text
from sverka.office.authorities import NoAnswer
from sverka.office.folder import ElectionFolder
from sverka.office.home import home
from sverka.record.facts import AnchorFact, canonical_bytes, parse_fact
from tests.office.authority import NOW, Authority, openssl_verifies, root
from tests.town import HAND, MACHINE, add, files_of, town

HERE, THERE = "https://tsa.example.org/tsr", "http://time.example.net/"


def clock(_: str) -> str:
    return NOW.isoformat()


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    return folder


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.at(tmp_path_factory.mktemp("authority"))


def asked(authority: Authority, address: str = HERE) -> Asked:
    return Asked(address, (authority.above.certificate,))


def anchored(folder: ElectionFolder, authority: Authority, *addresses: str) -> Anchoring:
    """The folder, stamped by an honest authority at each address."""
    named = [asked(authority, address) for address in addresses or (HERE,)]
    return anchor(folder.open(), named, now=clock, send=lambda _, query: authority.reply(query))


def silent(
    folder: ElectionFolder, authority: Authority, *addresses: str, at: str = NOW.isoformat()
) -> Anchoring:
    """The folder, when nobody answers."""

    def nobody(address: str, query: bytes) -> bytes:
        raise NoAnswer("cannot be reached: no route")

    return anchor(
        folder.open(),
        [asked(authority, each) for each in addresses or (HERE,)],
        now=lambda _: at,
        send=nobody,
    )


def queue_of(folder: ElectionFolder) -> list[str]:
    return [each.authority for each in queued_of(checkpoint_of(folder.open()).origin)]


def problems(folder: ElectionFolder, *trusted: Certificate) -> list[str]:
    return [each.problem for each in check_anchors(folder.open(), trusted=trusted)]


def test_a_stamp_is_a_fact_over_the_checkpoint_before_it(
    folder: ElectionFolder, authority: Authority
) -> None:
    before = checkpoint_of(folder.open())
    anchored(folder, authority)
    fact = parse_fact(folder.store.entry(before.size))

    assert isinstance(fact, AnchorFact)
    assert (fact.record_size, fact.root, fact.authority) == (before.size, before.root.hex(), HERE)
    assert fact.stamped.endswith("Z")
    assert list(anchors_of(folder.open().snapshot)) == [before.size]
    assert problems(folder) == problems(folder, authority.above.certificate) == [""]


def test_a_stranger_with_openssl_and_the_folder_finds_the_same(
    folder: ElectionFolder, authority: Authority, tmp_path: Path
) -> None:
    text = b"".join((folder.path / "record" / "checkpoint").read_bytes().splitlines(keepends=True)[:3])
    anchored(folder, authority)
    fact = next(iter(folder.open().snapshot.anchors.values()))
    certificates = b"".join(folder.evidence.get(sha256) for sha256 in fact.certificates)

    assert openssl_verifies(tmp_path / "judge", folder.evidence.get(fact.token), text, certificates)


def test_two_authorities_are_two_facts_over_one_checkpoint(
    folder: ElectionFolder, authority: Authority
) -> None:
    size = folder.store.size
    anchored(folder, authority, HERE, THERE)

    assert [fact.record_size for fact in folder.open().snapshot.anchors.values()] == [size, size]
    assert problems(folder) == ["", ""]


def test_what_is_stamped_is_not_stamped_again(
    folder: ElectionFolder, authority: Authority, tmp_path: Path
) -> None:
    anchored(folder, authority, HERE, THERE)
    before = files_of(tmp_path)

    assert anchored(folder, authority).known == (HERE,)
    assert files_of(tmp_path) == before
    add(folder, HAND, "hand")
    assert len(anchored(folder, authority).stamped) == 1


def test_facts_that_come_in_while_an_authority_thinks_are_no_hindrance(
    folder: ElectionFolder, authority: Authority
) -> None:
    state, size = folder.open(), folder.store.size

    def slow(_: str, query: bytes) -> bytes:
        add(folder, HAND, "hand")
        return authority.reply(query)

    anchor(state, [asked(authority)], now=clock, send=slow)
    (fact,) = folder.open().snapshot.anchors.values()

    assert fact.record_size == size < folder.store.size - 1
    assert problems(folder) == [""]


# what is owed


def test_who_does_not_answer_is_owed_and_the_folder_is_as_it_was(
    folder: ElectionFolder, authority: Authority, tmp_path: Path
) -> None:
    before = files_of(tmp_path)
    (failed,) = silent(folder, authority).failed

    assert (failed.broken, failed.reason) == (False, "cannot be reached: no route")
    assert files_of(tmp_path) == before
    assert queue_of(folder) == [HERE]


def test_what_is_owed_is_asked_again_and_stamps_the_larger_record(
    folder: ElectionFolder, authority: Authority
) -> None:
    silent(folder, authority, HERE, THERE)
    size = folder.store.size
    silent(folder, authority, THERE, at=(NOW + timedelta(hours=1)).isoformat())
    add(folder, HAND, "hand")
    origin = checkpoint_of(folder.open()).origin

    assert [(each.tries, each.record_size) for each in queued_of(origin)] == [(1, size), (2, size)]
    assert {each.since for each in queued_of(origin)} == {NOW.isoformat()}
    anchor(folder.open(), owed_to(origin), now=clock, send=lambda _, query: authority.reply(query))
    assert queue_of(folder) == []
    assert min(fact.record_size for fact in folder.open().snapshot.anchors.values()) > size


def test_an_answer_that_does_not_hold_is_owed_and_said(folder: ElectionFolder, authority: Authority) -> None:
    stranger = Asked(HERE, (root("Another").certificate,))
    (failed,) = anchor(
        folder.open(), [stranger], now=clock, send=lambda _, query: authority.reply(query)
    ).failed

    assert failed.broken
    assert "does not lead to a trusted one" in failed.reason
    assert (queue_of(folder), folder.open().snapshot.anchors) == ([HERE], {})


def test_a_replayed_answer_is_no_stamp(folder: ElectionFolder, authority: Authority) -> None:
    """An answer that somebody caught on its way, over the same checkpoint: whoever shows it later names an old time."""
    caught: list[bytes] = []

    def catching(_: str, query: bytes) -> bytes:
        caught.append(authority.reply(query))
        raise NoAnswer("the answer broke off")

    anchor(folder.open(), [asked(authority)], now=clock, send=catching)
    (failed,) = anchor(folder.open(), [asked(authority)], now=clock, send=lambda *_: caught[0]).failed

    assert failed.broken
    assert "another query" in failed.reason


def test_a_queue_that_cannot_be_read_says_where_it_lies(folder: ElectionFolder, authority: Authority) -> None:
    silent(folder, authority)
    (path,) = (home() / "anchors").glob(f"{checkpoint_of(folder.open()).origin.replace('/', '~')}.json")
    path.write_text("{")

    with pytest.raises(Fault, match="owed") as fault:
        queue_of(folder)
    assert str(path) in str(fault.value)
    keep_queue(checkpoint_of(folder.open()).origin, ())
    assert queue_of(folder) == []


def test_clocks_that_are_apart_are_told(folder: ElectionFolder, authority: Authority) -> None:
    late = (NOW + timedelta(hours=3)).isoformat()
    (stamped,) = anchor(
        folder.open(), [asked(authority)], now=lambda _: late, send=lambda _, query: authority.reply(query)
    ).stamped

    assert abs(stamped.apart + timedelta(hours=3)) < timedelta(minutes=10)


# trust


def test_an_authority_is_held_against_something_the_first_time(
    folder: ElectionFolder, authority: Authority
) -> None:
    with pytest.raises(Refused, match="nothing is known") as refused:
        authority_of(folder.open(), HERE)
    assert refused.value.code == "R221"
    anchored(folder, authority)

    assert authority.above.certificate in authority_of(folder.open(), HERE).trusted
    with pytest.raises(Refused):
        authority_of(folder.open(), THERE)


def test_whom_to_trust_can_be_said_at_the_check(folder: ElectionFolder, authority: Authority) -> None:
    anchored(folder, authority)

    assert problems(folder, root("Another").certificate) == [
        "the authority's certificate does not lead to a trusted one"
    ]
    assert problems(folder, authority.own.certificate) != [""]


# forgeries


def forged(folder: ElectionFolder, **changes: object) -> list[str]:
    """The problems of a folder whose anchor was copied with changes."""
    state = folder.open()
    fact = replace(next(iter(state.snapshot.anchors.values())), **changes)
    folder.append([canonical_bytes(fact)], after=state.snapshot.size)
    return problems(folder)[1:]


def test_a_fact_that_says_another_size_root_or_time_is_found(
    folder: ElectionFolder, authority: Authority
) -> None:
    anchored(folder, authority)
    size = folder.store.size

    assert "another root" in forged(folder, record_size=1)[-1]
    assert "one of them" in forged(folder, record_size=size + 9)[-1]
    other = folder.store.root(1).hex()
    assert "over something else" in forged(folder, record_size=1, root=other)[-1]
    assert "another time" in forged(folder, stamped="2020-01-01T00:00:00Z")[-1]
    assert "missing" in forged(folder, token="ab" * 32)[-1]
    assert "no certificate is there" in forged(folder, certificates=())[-1]


def test_a_changed_token_is_found(folder: ElectionFolder, authority: Authority) -> None:
    anchored(folder, authority)
    (fact,) = folder.open().snapshot.anchors.values()
    token = folder.evidence.path(fact.token)
    token.write_bytes(token.read_bytes()[:-1] + b"\x00")

    assert "changed" in problems(folder)[0]


def test_what_is_stamped_are_the_three_lines_of_the_checkpoint(folder: ElectionFolder) -> None:
    note = (folder.path / "record" / "checkpoint").read_bytes()

    assert note.startswith(stamped_text(checkpoint_of(folder.open())) + b"\n")
    assert hashlib.sha256(stamped_text(checkpoint_of(folder.open()))).hexdigest()
