"""Policies: whom to believe, read as c2sp.org/tlog-policy says and no other way."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.tlog.cosignature import cosign
from sverka.tlog.errors import FormatError, SignatureError
from sverka.tlog.keys import COSIGNATURE, ED25519, Verifier, format_vkey
from sverka.tlog.note import Note, Signature, format_note, sign_note
from sverka.tlog.policy import Group, Policy, PolicyLog, PolicyWitness, Standing, format_policy, parse_policy
from tests.tlog.samples import (
    COSIGNED,
    LOG,
    NOTE_BYTES,
    POLICY,
    POLICY_BYTES,
    SIGNED,
    SIGNED_BYTES,
    TEXT,
    WITNESSES,
    signer_of,
)

LOG_KEY = format_vkey(LOG.verifier)
W1, W2, W3 = (format_vkey(witness.verifier) for witness in WITNESSES)
RENAMED = format_vkey(Verifier("renamed.example", COSIGNATURE, WITNESSES[0].verifier.public_key))
SAME_LOG = format_vkey(Verifier("renamed.example", ED25519, LOG.verifier.public_key))
TWO = f"witness W1 {W1}\nwitness W2 {W2}\n"

NO_POLICIES = {
    "nothing": ("", "a policy: no newline at the end"),
    "no newline at the end": ("quorum none", "a policy: no newline at the end"),
    "a carriage return": ("quorum none\r\n", "a policy: the octet 0x0d at 11"),
    "a zero": ("quorum none\0\n", "a policy: the octet 0x00 at 11"),
    "a delete character": ("quorum none\x7f\n", "a policy: the octet 0x7f at 11"),
    "no quorum": (TWO, "a policy without a quorum"),
    "remarks alone": ("# quorum none\n", "a policy without a quorum"),
    "two quorums": ("quorum none\nquorum none\n", "line 2 of a policy: a second quorum"),
    "a quorum of nobody": (
        "quorum W1\n",
        "line 1 of a policy: the quorum 'W1' is no witness or group of a line before",
    ),
    "a quorum before its witness": (
        f"quorum W1\nwitness W1 {W1}\n",
        "line 1 of a policy: the quorum 'W1' is no witness or group of a line before",
    ),
    "a quorum of two names": (f"{TWO}quorum W1 W2\n", "line 3 of a policy: quorum with 2 items"),
    "a quorum without a name": ("quorum\n", "line 1 of a policy: quorum with 0 items"),
    "an unknown word": (
        "logs\nquorum none\n",
        "line 1 of a policy: begins with none of log, witness, group, quorum",
    ),
    "a word in upper case": (
        "QUORUM none\n",
        "line 1 of a policy: begins with none of log, witness, group, quorum",
    ),
    "a no-break space for a space": (
        "quorum\u00a0none\n",
        "line 1 of a policy: begins with none of log, witness, group, quorum",
    ),
    "a log without a key": ("log\nquorum none\n", "line 1 of a policy: log with 0 items"),
    "a log with two addresses": (
        f"log {LOG_KEY} a b\nquorum none\n",
        "line 1 of a policy: 2 items after the key, where there is one address",
    ),
    "a log with the key of a witness": (
        f"log {W1}\nquorum none\n",
        "line 1 of a policy: a key of signature type 0x04, where it is 0x01",
    ),
    "a broken key": (
        f"log {LOG_KEY[:-1]}\nquorum none\n",
        "line 1 of a policy: a vkey: base64 with wrong padding",
    ),
    "a log twice": (
        f"log {LOG_KEY}\nlog {SAME_LOG}\nquorum none\n",
        "line 2 of a policy: the public key of a line before",
    ),
    "a witness without a key": ("witness W1\nquorum none\n", "line 1 of a policy: witness with 1 items"),
    "a witness with the key of a log": (
        f"witness W1 {LOG_KEY}\nquorum none\n",
        "line 1 of a policy: a key of signature type 0x01, where it is 0x04",
    ),
    "a witness twice": (
        f"{TWO}witness W3 {RENAMED}\nquorum none\n",
        "line 3 of a policy: the public key of a line before",
    ),
    "two witnesses of one name": (
        f"{TWO}witness W1 {W3}\nquorum none\n",
        "line 3 of a policy: a second witness or group 'W1'",
    ),
    "a witness named none": (
        f"witness none {W1}\nquorum none\n",
        "line 1 of a policy: 'none' is the name of no witness or group",
    ),
    "a group named none": (
        f"{TWO}group none any W1\nquorum none\n",
        "line 3 of a policy: 'none' is the name of no witness or group",
    ),
    "a group named as a witness": (
        f"{TWO}group W1 any W2\nquorum W1\n",
        "line 3 of a policy: a second witness or group 'W1'",
    ),
    "a group without members": (f"{TWO}group g any\nquorum g\n", "line 3 of a policy: group with 2 items"),
    "a member that is nobody": (
        f"{TWO}group g any W1 W3\nquorum g\n",
        "line 3 of a policy: the member 'W3' is no witness or group of a line before",
    ),
    "a member that is none": (
        f"{TWO}group g any W1 none\nquorum g\n",
        "line 3 of a policy: the member 'none' is no witness or group of a line before",
    ),
    "a group in itself": (
        f"{TWO}group g any W1 g\nquorum g\n",
        "line 3 of a policy: the member 'g' is no witness or group of a line before",
    ),
    "a group before its members": (
        f"{TWO}group g any h\ngroup h any W1\nquorum g\n",
        "line 3 of a policy: the member 'h' is no witness or group of a line before",
    ),
    "a member twice in one group": (
        f"{TWO}group g any W1 W1\nquorum g\n",
        "line 3 of a policy: 'W1' is a member a second time",
    ),
    "a member of two groups": (
        f"{TWO}group g any W1\ngroup h any W1\nquorum g\n",
        "line 4 of a policy: 'W1' is a member a second time",
    ),
    "0 of 2": (f"{TWO}group g 0 W1 W2\nquorum g\n", "line 3 of a policy: a group that needs 0 of 2 members"),
    "3 of 2": (f"{TWO}group g 3 W1 W2\nquorum g\n", "line 3 of a policy: a group that needs 3 of 2 members"),
    "a leading zero": (
        f"{TWO}group g 01 W1 W2\nquorum g\n",
        "line 3 of a policy: the members needed: a leading zero",
    ),
    "a sign": (
        f"{TWO}group g +1 W1\nquorum g\n",
        "line 3 of a policy: the members needed: '+' is not a digit from 0 to 9",
    ),
    "most": (
        f"{TWO}group g most W1\nquorum g\n",
        "line 3 of a policy: the members needed: 'm' is not a digit from 0 to 9",
    ),
}


@pytest.mark.parametrize("text, message", NO_POLICIES.values(), ids=NO_POLICIES)
def test_another_policy_is_refused(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_policy(text.encode())

    assert str(refused.value) == message


def test_a_policy_is_read_as_it_was_written() -> None:
    assert parse_policy(POLICY_BYTES) == POLICY
    assert format_policy(POLICY) == POLICY_BYTES


def test_spaces_tabs_empty_lines_and_remarks_say_nothing() -> None:
    written = POLICY_BYTES.replace(b" ", b" \t ").replace(b"\n", b"\t\n\n  # \xff\xfe remark\n")

    assert parse_policy(written) == POLICY


def test_names_are_octets() -> None:
    kelvin = b"witness \xe2\x84\xaa %s\nwitness \xff %s\ngroup K all \xe2\x84\xaa \xff\nquorum K\n" % (
        W1.encode(),
        W2.encode(),
    )
    policy = parse_policy(kelvin)

    assert [witness.name for witness in policy.witnesses] == ["\u212a", "\udcff"]
    assert format_policy(policy) == kelvin


names = st.text(st.characters(categories=["L", "N", "S"], codec="utf-8"), min_size=1, max_size=6).filter(
    lambda name: name != "none"
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    called = draw(st.lists(names, min_size=3, max_size=6, unique=True))
    witnesses = tuple(
        PolicyWitness(name, witness.verifier, draw(st.sampled_from(["", "https://w.example"])))
        for name, witness in zip(called, WITNESSES, strict=False)
    )
    free, groups = called[:3], []
    for name in called[3:]:
        members = tuple(draw(st.lists(st.sampled_from(free), min_size=1, unique=True))) if free else ()
        if members:
            groups.append(Group(name, draw(st.integers(1, len(members))), members))
            free = [*(other for other in free if other not in members), name]
    quorum = draw(st.sampled_from(["none", *called[:3], *(group.name for group in groups)]))
    logs = draw(st.sampled_from([(), (PolicyLog(LOG.verifier),)]))
    return Policy(logs, witnesses, tuple(groups), quorum)


@given(policies())
def test_every_policy_is_read_as_it_was_written(policy: Policy) -> None:
    written = format_policy(policy)

    assert parse_policy(written) == policy
    assert format_policy(parse_policy(written)) == written


@pytest.mark.parametrize(
    "policy",
    [
        replace(POLICY, quorum="W9"),
        replace(POLICY, quorum=""),
        replace(POLICY, groups=(Group("two", 4, ("W1", "W2", "W3")),)),
        replace(POLICY, groups=(Group("t wo", 1, ("W1",)),), quorum="none"),
        replace(POLICY, logs=POLICY.logs * 2),
        replace(POLICY, logs=(PolicyLog(LOG.verifier, "two words"),)),
        replace(POLICY, logs=(PolicyLog(LOG.verifier, "two\nlog"),)),
        replace(POLICY, logs=(PolicyLog(LOG.verifier, " a space before"),)),
        replace(POLICY, logs=(PolicyLog(LOG.verifier, " before"),)),
        replace(POLICY, logs=(PolicyLog(LOG.verifier, "behind\n# a remark"),)),
    ],
)
def test_nothing_is_written_that_would_be_read_otherwise(policy: Policy) -> None:
    with pytest.raises(FormatError):
        format_policy(policy)


def test_a_checkpoint_stands_by_the_witnesses_that_signed_it() -> None:
    assert POLICY.standing(NOTE_BYTES) == Standing(
        LOG.name, {"W1": 1638110000, "W2": 1638110001}, quorum_met=True
    )
    assert POLICY.standing(SIGNED_BYTES) == Standing(LOG.name, {}, quorum_met=False)
    assert replace(POLICY, quorum="none").standing(SIGNED_BYTES).quorum_met
    assert not replace(POLICY, quorum="W3").standing(NOTE_BYTES).quorum_met


@pytest.mark.parametrize("signed", list(product([False, True], repeat=3)))
def test_any_all_and_k_of_n_and_groups_of_groups(signed: tuple[bool, bool, bool]) -> None:
    pairs = zip(WITNESSES, signed, strict=True)
    cosignatures = [cosign(TEXT, witness, timestamp=1) for witness, yes in pairs if yes]
    note = format_note(Note(TEXT, (*SIGNED.signatures, *cosignatures)))
    nested = "group X any W1 W2\ngroup Y all X W3\nquorum Y\n"
    expected = {
        "group g any W1 W2 W3\nquorum g\n": sum(signed) >= 1,
        "group g 2 W1 W2 W3\nquorum g\n": sum(signed) >= 2,
        "group g all W1 W2 W3\nquorum g\n": sum(signed) >= 3,
        "quorum W2\n": signed[1],
        "quorum none\n": True,
        nested: (signed[0] or signed[1]) and signed[2],
    }
    head = f"log {LOG_KEY}\n{TWO}witness W3 {W3}\n"

    for text, met in expected.items():
        assert parse_policy((head + text).encode()).standing(note).quorum_met is met, text


def test_a_checkpoint_of_no_log_of_the_policy_is_refused() -> None:
    other = signer_of("other.example")
    forged = format_note(sign_note(TEXT, [other]))

    with pytest.raises(SignatureError, match=r"no signature by a known key; known: log\.example/2021"):
        POLICY.standing(forged)
    with pytest.raises(SignatureError, match="known: none"):
        replace(POLICY, logs=()).standing(NOTE_BYTES)
    with pytest.raises(SignatureError, match="is signed by another log only"):
        replace(POLICY, logs=(*POLICY.logs, PolicyLog(other.verifier))).standing(forged)


def test_a_wrong_cosignature_of_a_known_witness_spoils_the_checkpoint() -> None:
    good = COSIGNED.signatures[1]
    spoilt = Signature(good.name, good.key_id, good.signature[:-1] + b"\0")

    with pytest.raises(
        SignatureError, match=r"the cosignature of witness\.example/w1 is not of this checkpoint"
    ):
        POLICY.standing(format_note(Note(TEXT, (*SIGNED.signatures, spoilt))))
