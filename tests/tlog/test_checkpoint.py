"""Checkpoints: three lines, one spelling each, signed by the key that is named as the log."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.tlog.checkpoint import Checkpoint, format_checkpoint, open_checkpoint, parse_checkpoint
from sverka.tlog.errors import FormatError, SignatureError
from sverka.tlog.note import format_note, parse_note, sign_note
from tests.tlog.samples import CHECKPOINT, COSIGNED, LOG, NOTE_BYTES, TEXT, signer_of
from tests.tlog.test_note import foreign_notes

ROOT = TEXT.split("\n")[2]


def lines(*of: str) -> str:
    return "".join(f"{line}\n" for line in of)


NO_CHECKPOINTS = {
    "nothing": ("", "a checkpoint: no newline at the end"),
    "a line": (lines("log"), "a checkpoint of 1 lines, where it has origin, size and root"),
    "no root": (lines("log", "11"), "a checkpoint of 2 lines, where it has origin, size and root"),
    "no newline at the end": (TEXT[:-1], "a checkpoint: no newline at the end"),
    "an extension line": (
        lines("log", "11", ROOT, "more"),
        "a checkpoint with extension lines: 4 lines, where it has 3",
    ),
    "two extension lines": (
        lines("log", "11", ROOT, "more", "yet more"),
        "a checkpoint with extension lines: 5 lines, where it has 3",
    ),
    "an empty line at the end": (
        lines("log", "11", ROOT, ""),
        "a checkpoint with extension lines: 4 lines, where it has 3",
    ),
    "no origin": (lines("", "11", ROOT), "a checkpoint without an origin"),
    "a tab in the origin": (lines("l\tg", "11", ROOT), "a checkpoint: the character U+0009 at character 1"),
    "carriage returns": (lines("log\r", "11", ROOT), "a checkpoint: the character U+000D at character 3"),
    "no size": (lines("log", "", ROOT), "the size of a checkpoint: no number"),
    "a leading zero": (lines("log", "011", ROOT), "the size of a checkpoint: a leading zero"),
    "a sign": (lines("log", "+11", ROOT), "the size of a checkpoint: '+' is not a digit from 0 to 9"),
    "a negative size": (lines("log", "-1", ROOT), "the size of a checkpoint: '-' is not a digit from 0 to 9"),
    "a space": (lines("log", "11 ", ROOT), "the size of a checkpoint: ' ' is not a digit from 0 to 9"),
    "Arabic digits": (lines("log", "١١", ROOT), "the size of a checkpoint: '١' is not a digit from 0 to 9"),
    "2^63": (lines("log", str(2**63), ROOT), "the size of a checkpoint: more than 2^63 - 1"),
    "an empty root": (lines("log", "11", ""), "the root of a checkpoint: 0 bytes, where a hash has 32"),
    "a root without its padding": (
        lines("log", "11", "A" * 42),
        "the root of a checkpoint: base64 with wrong padding",
    ),
    "a root of 31 bytes": (
        lines("log", "11", "A" * 42 + "=="),
        "the root of a checkpoint: 31 bytes, where a hash has 32",
    ),
    "a root of 33 bytes": (
        lines("log", "11", "A" * 44),
        "the root of a checkpoint: 33 bytes, where a hash has 32",
    ),
    "a root in hexadecimal": (
        lines("log", "11", "ab" * 32),
        "the root of a checkpoint: 48 bytes, where a hash has 32",
    ),
    "bits that are not zero": (
        lines("log", "11", "A" * 42 + "B="),
        "the root of a checkpoint: base64 whose last bits are not zero",
    ),
    "a space behind the root": (
        lines("log", "11", f"{ROOT} "),
        "the root of a checkpoint: ' ' is not in the standard alphabet of base64",
    ),
    "the alphabet of URLs": (
        lines("log", "11", f"_{ROOT[1:]}"),
        "the root of a checkpoint: '_' is not in the standard alphabet of base64",
    ),
}


@pytest.mark.parametrize("text, message", NO_CHECKPOINTS.values(), ids=NO_CHECKPOINTS)
def test_a_checkpoint_is_written_in_one_way(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_checkpoint(text)

    assert str(refused.value) == message


origins = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
checkpoints = st.builds(Checkpoint, origins, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))


@given(checkpoints)
def test_a_checkpoint_is_read_as_it_was_written(checkpoint: Checkpoint) -> None:
    assert parse_checkpoint(format_checkpoint(checkpoint)) == checkpoint


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("", 1, bytes(32)),
        Checkpoint("two\nlines", 1, bytes(32)),
        Checkpoint("log", -1, bytes(32)),
        Checkpoint("log", 2**63, bytes(32)),
        Checkpoint("log", 1, bytes(31)),
    ],
)
def test_nothing_is_written_that_could_not_be_read(checkpoint: Checkpoint) -> None:
    with pytest.raises(FormatError):
        format_checkpoint(checkpoint)


def test_a_log_speaks_with_the_key_of_its_name() -> None:
    assert open_checkpoint(NOTE_BYTES, [LOG.verifier]) == (CHECKPOINT, COSIGNED)


def test_a_log_does_not_speak_for_another() -> None:
    other = signer_of("other.example")
    forged = format_note(sign_note(TEXT, [other]))

    with pytest.raises(
        SignatureError, match=r"^the checkpoint of 'log\.example/2021' is signed by another log"
    ):
        open_checkpoint(forged, [LOG.verifier, other.verifier])


def test_the_go_checksum_database_has_a_checkpoint_of_35_million_entries(data_dir: Path) -> None:
    _, content = foreign_notes(data_dir)[1]
    text = parse_note(content).text
    checkpoint = parse_checkpoint(text)

    assert (checkpoint.origin, checkpoint.size) == ("go.sum database tree", 35_225_469)
    assert format_checkpoint(checkpoint) == text


def test_the_example_of_the_note_is_no_checkpoint(data_dir: Path) -> None:
    _, content = foreign_notes(data_dir)[0]

    with pytest.raises(FormatError, match=re.escape("a checkpoint of 1 lines")):
        parse_checkpoint(parse_note(content).text)
