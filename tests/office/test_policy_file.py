"""Editing the policy of a folder: one line more or less, and never a word of a person's lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sverka.errors import Fault, Refused
from sverka.office.folder import POLICY
from sverka.office.policy_file import change_policy, read_policy, with_quorum, with_witness, without_witness
from sverka.tlog.keys import COSIGNATURE, Signer, format_vkey
from sverka.tlog.policy import Policy
from tests.office.logs import Log

LOG = Log()


def vkey(name: str) -> str:
    return format_vkey(Signer(f"{name}.example", COSIGNATURE, name.encode().ljust(32)).verifier)


def grown(policy: Policy, *names: str) -> Policy:
    for name in names:
        policy = with_witness(policy, name, vkey(name), f"http://{name}.example")
    return policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as `sverka new` leaves it."""
    (tmp_path / POLICY).write_text(f"log {LOG.vkey}\nquorum none\n")
    return tmp_path


def test_a_witness_is_a_line_more(folder: Path) -> None:
    change_policy(folder, grown(read_policy(folder), "a"))

    assert (folder / POLICY).read_text() == (
        f"log {LOG.vkey}\nwitness a {vkey('a')} http://a.example\nquorum none\n"
    )


def test_adding_and_removing_is_as_if_nothing_had_been(folder: Path) -> None:
    before = read_policy(folder)

    assert without_witness(grown(before, "a"), "a") == before


@pytest.mark.parametrize("wanted, least", [("any", 1), ("2", 2), ("all", 3)])
def test_a_quorum_is_so_many_of_all_witnesses(folder: Path, wanted: str, least: int) -> None:
    policy = with_quorum(grown(read_policy(folder), "a", "b", "c"), wanted)

    (group,) = policy.groups
    assert (policy.quorum, group.name, group.least, group.members) == (
        "witnesses",
        "witnesses",
        least,
        ("a", "b", "c"),
    )
    assert with_quorum(policy, "none").groups == ()


def test_a_new_witness_belongs_to_the_quorum_and_makes_it_no_harder(folder: Path) -> None:
    policy = grown(with_quorum(grown(read_policy(folder), "a", "b"), "2"), "c")

    assert (policy.groups[0].least, policy.groups[0].members) == (2, ("a", "b", "c"))


def test_one_witness_may_be_the_quorum(folder: Path) -> None:
    assert with_quorum(grown(read_policy(folder), "a", "b"), "b").quorum == "b"


@pytest.mark.parametrize("quorum, code", [("a", "R235"), ("all", "R235"), ("2", "R235")])
def test_a_witness_that_the_quorum_needs_stays(folder: Path, quorum: str, code: str) -> None:
    policy = with_quorum(grown(read_policy(folder), "a", "b"), quorum)

    with pytest.raises(Refused) as refused:
        without_witness(policy, "a")
    assert refused.value.code == code


@pytest.mark.parametrize("wanted", ["0", "3", "-1", "x", "²", ""])
def test_a_quorum_that_cannot_be_is_refused(folder: Path, wanted: str) -> None:
    with pytest.raises(Fault, match="no quorum of 2 witnesses"):
        with_quorum(grown(read_policy(folder), "a", "b"), wanted)


WRONG: dict[str, Callable[[Policy], Policy]] = {
    "the key of a log": lambda policy: with_witness(policy, "b", LOG.vkey, "http://b"),
    "a key that is none": lambda policy: with_witness(policy, "b", "b+1+2", "http://b"),
    "no address": lambda policy: with_witness(policy, "b", vkey("b"), "b.example"),
    "an address with a space": lambda policy: with_witness(policy, "b", vkey("b"), "http://b b"),
    "a name twice": lambda policy: with_witness(policy, "a", vkey("b"), "http://b"),
    "a key twice": lambda policy: with_witness(policy, "b", vkey("a"), "http://b"),
    "a name with a space": lambda policy: with_witness(policy, "b b", vkey("b"), "http://b"),
    "no name": lambda policy: with_witness(policy, "", vkey("b"), "http://b"),
    "the name of no quorum": lambda policy: with_witness(policy, "none", vkey("b"), "http://b"),
    "a line of its own": lambda policy: with_witness(policy, "b", vkey("b"), "http://b\nquorum none"),
    "a remark": lambda policy: with_witness(policy, "b", vkey("b"), "http://b\x01"),
    "nobody": lambda policy: without_witness(policy, "z"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_policy_is_refused_and_not_written(folder: Path, name: str) -> None:
    change_policy(folder, grown(read_policy(folder), "a"))
    before = (folder / POLICY).read_bytes()

    with pytest.raises(Fault):
        change_policy(folder, WRONG[name](read_policy(folder)))

    assert (folder / POLICY).read_bytes() == before
    assert [path.name for path in folder.iterdir()] == [POLICY]


@pytest.mark.parametrize("text", ["# of the parties\n", "\n", "log  "])
def test_what_was_written_by_hand_is_left_to_a_hand(folder: Path, text: str) -> None:
    content = (folder / POLICY).read_text()
    written = content.replace("log ", text) if text == "log  " else text + content
    (folder / POLICY).write_text(written)

    with pytest.raises(Refused) as refused:
        change_policy(folder, grown(read_policy(folder), "a"))
    assert refused.value.code == "R234"
    assert (folder / POLICY).read_text() == written


@pytest.mark.parametrize("content", [b"", b"quorum a\n", b"log x\nquorum none\n", b"quorum none"])
def test_a_policy_that_is_none_is_named(folder: Path, content: bytes) -> None:
    (folder / POLICY).write_bytes(content)

    with pytest.raises(Fault) as fault:
        read_policy(folder)
    assert fault.value.place == str(folder / POLICY)


def test_a_folder_without_a_policy_says_so(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="missing"):
        read_policy(tmp_path)
