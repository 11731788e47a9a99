"""The request to a witness and its answers, one spelling each."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sverka.tlog.errors import FormatError
from sverka.tlog.note import format_signatures, parse_signatures
from sverka.tlog.tree import check_consistency
from sverka.tlog.witnessing import (
    AddCheckpoint,
    format_add_checkpoint,
    format_size,
    parse_add_checkpoint,
    parse_size,
)
from tests.tlog.samples import CHECKPOINT, COSIGNED, OLD_ROOT, QUESTION, QUESTION_BYTES, SIGNED_BYTES, TEXT

HASH = QUESTION_BYTES.split(b"\n")[1]


def body(*lines: bytes, checkpoint: bytes = SIGNED_BYTES) -> bytes:
    return b"".join(line + b"\n" for line in lines) + b"\n" + checkpoint


NO_QUESTIONS = {
    "nothing": (b"", "a request without an empty line before the checkpoint"),
    "no empty line": (b"old 6\n", "a request without an empty line before the checkpoint"),
    "a checkpoint alone": (SIGNED_BYTES, "a request does not begin with the line of the old size"),
    "an empty line at first": (
        b"\n" + QUESTION_BYTES,
        "a request does not begin with the line of the old size",
    ),
    "an old size in upper case": (body(b"OLD 6"), "a request does not begin with the line of the old size"),
    "an old size after a tab": (body(b"old\t6"), "a request: the character U+0009 at character 3"),
    "carriage returns": (body(b"old 6\r"), "a request: the character U+000D at character 5"),
    "not UTF-8": (body(b"old 6", b"\xff"), "a request: not UTF-8 at byte 6"),
    "no old size": (body(b"old "), "the old size: no number"),
    "two spaces": (body(b"old  6"), "the old size: ' ' is not a digit from 0 to 9"),
    "a leading zero": (body(b"old 06"), "the old size: a leading zero"),
    "a sign": (body(b"old +6"), "the old size: '+' is not a digit from 0 to 9"),
    "2^63": (body(b"old 9223372036854775808"), "the old size: more than 2^63 - 1"),
    "a hash of 31 bytes": (
        body(b"old 6", b"A" * 42 + b"=="),
        "a line of the consistency proof: 31 bytes, where a hash has 32",
    ),
    "a hash of 33 bytes": (
        body(b"old 6", b"A" * 44),
        "a line of the consistency proof: 33 bytes, where a hash has 32",
    ),
    "no padding": (body(b"old 6", HASH[:-1]), "a line of the consistency proof: base64 with wrong padding"),
    "bits that are not zero": (
        body(b"old 6", b"A" * 42 + b"B="),
        "a line of the consistency proof: base64 whose last bits are not zero",
    ),
    "a space behind a hash": (
        body(b"old 6", HASH + b" "),
        "a line of the consistency proof: ' ' is not in the standard alphabet of base64",
    ),
    "64 hashes": (body(b"old 6", *[HASH] * 64), "a request with 64 hashes; a proof has at most 63"),
    "no checkpoint": (body(b"old 6", checkpoint=b""), "a note: no newline at the end"),
    "a checkpoint without signatures": (
        body(b"old 6", checkpoint=TEXT.encode()),
        "a note without an empty line before its signatures",
    ),
    "a note that is no checkpoint": (
        body(b"old 6", checkpoint=SIGNED_BYTES.replace(b"\n11\n", b"\n")),
        "a checkpoint of 2 lines, where it has origin, size and root",
    ),
    "an extension line": (
        body(b"old 6", checkpoint=SIGNED_BYTES.replace(b"\n\n", b"\nmore\n\n")),
        "a checkpoint with extension lines: 4 lines, where it has 3",
    ),
    "two empty lines": (
        body(b"old 6", checkpoint=b"\n" + SIGNED_BYTES),
        "a checkpoint with extension lines: 4 lines, where it has 3",
    ),
}


@pytest.mark.parametrize("content, message", NO_QUESTIONS.values(), ids=NO_QUESTIONS)
def test_a_request_is_written_in_one_way(content: bytes, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_add_checkpoint(content)

    assert str(refused.value) == message


hashes = st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple)
questions = st.builds(AddCheckpoint, st.integers(0, 2**63 - 1), hashes, st.just(SIGNED_BYTES))


@given(questions)
@example(AddCheckpoint(2**63 - 1, (bytes(32),) * 63, SIGNED_BYTES))
def test_a_request_is_read_as_it_was_written(question: AddCheckpoint) -> None:
    assert parse_add_checkpoint(format_add_checkpoint(question)) == question


def test_a_request_carries_the_proof_of_growth() -> None:
    question = parse_add_checkpoint(QUESTION_BYTES)

    assert question == QUESTION
    size, root = CHECKPOINT.size, CHECKPOINT.root
    check_consistency(question.proof, old=question.old, old_root=OLD_ROOT, size=size, root=root)


@pytest.mark.parametrize(
    "question",
    [
        AddCheckpoint(-1, (), SIGNED_BYTES),
        AddCheckpoint(2**63, (), SIGNED_BYTES),
        AddCheckpoint(0, (b"short",), SIGNED_BYTES),
        AddCheckpoint(0, (bytes(32),) * 64, SIGNED_BYTES),
        AddCheckpoint(0, (), b"no checkpoint"),
    ],
)
def test_nothing_is_sent_that_a_witness_could_not_read(question: AddCheckpoint) -> None:
    with pytest.raises(FormatError):
        format_add_checkpoint(question)


def test_the_answer_of_a_witness_is_its_signature_lines() -> None:
    cosignatures = COSIGNED.signatures[1:]

    assert parse_signatures(format_signatures(cosignatures)) == cosignatures


@given(st.integers(0, 2**63 - 1))
def test_the_answer_on_a_conflict_is_a_size(size: int) -> None:
    assert parse_size(format_size(size)) == size


@pytest.mark.parametrize(
    "content", [b"", b"6", b"\n", b"6\n\n", b" 6\n", b"06\n", b"6\r\n", b"+6\n", b"\xff\n"]
)
def test_another_answer_on_a_conflict_is_refused(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"^the size: "):
        parse_size(content)
