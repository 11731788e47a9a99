"""Signed notes: one spelling each; a signature by a known key is right, or the note is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.tlog.errors import FormatError, SignatureError
from sverka.tlog.keys import COSIGNATURE, Verifier, parse_vkey
from sverka.tlog.note import (
    MAX_NOTE_BYTES,
    MAX_SIGNATURES,
    Note,
    Signature,
    format_note,
    format_signatures,
    parse_note,
    parse_signatures,
    sign_note,
    signed_by,
)
from tests.tlog.samples import LOG, signer_of

NOTE = format_note(sign_note("one line\n\nand another\n", [LOG]))
TEXT, LINE = NOTE.decode().rsplit("\n\n", 1)
SIGNATURE = LINE.split(" ")[2].strip()


def swapped(old: str, new: str) -> bytes:
    """The note with something else in one place."""
    assert NOTE.count(old.encode()) == 1
    return NOTE.replace(old.encode(), new.encode())


NO_NOTES = {
    "nothing": (b"", "a note: no newline at the end"),
    "a newline": (b"\n", "a note without an empty line before its signatures"),
    "a text alone": (b"one line\n", "a note without an empty line before its signatures"),
    "signatures alone": (b"\n" + LINE.encode(), "a note without an empty line before its signatures"),
    "no signature": (b"one line\n\n", "no signature line at the end"),
    "no newline at the end": (NOTE[:-1], "a note: no newline at the end"),
    "an empty line at the end": (NOTE + b"\n", "no signature line at the end"),
    "not UTF-8": (b"\xff" + NOTE, "a note: not UTF-8 at byte 0"),
    "carriage returns": (NOTE.replace(b"\n", b"\r\n"), "a note: the character U+000D at character 8"),
    "a tab in the text": (swapped("one line", "one\tline"), "a note: the character U+0009 at character 3"),
    "a hyphen for the dash": (
        swapped("—", "-"),
        "a signature line does not begin with an em dash and a space",
    ),
    "an en dash": (swapped("—", "–"), "a signature line does not begin with an em dash and a space"),
    "no space behind the dash": (
        swapped("— ", "—"),
        "a signature line does not begin with an em dash and a space",
    ),
    "a text behind": (NOTE + b"more\n", "a signature line does not begin with an em dash and a space"),
    "a name alone": (
        swapped(f" {SIGNATURE}", ""),
        "a signature line without a space between name and signature",
    ),
    "no name": (swapped(LOG.name, ""), "a key without a name"),
    "a plus in the name": (swapped(LOG.name, "log+2021"), "the name of a key with a plus"),
    "a no-break space in the name": (swapped(LOG.name, "log\u00a02021"), "the name of a key with a space"),
    "two spaces": (
        swapped(f" {SIGNATURE}", f"  {SIGNATURE}"),
        f"the signature of '{LOG.name}': ' ' is not in the standard alphabet of base64",
    ),
    "a space at the end of a line": (
        NOTE[:-1] + b" \n",
        f"the signature of '{LOG.name}': ' ' is not in the standard alphabet of base64",
    ),
    "the alphabet of URLs": (
        swapped(SIGNATURE[:4], "-" + SIGNATURE[1:4]),
        f"the signature of '{LOG.name}': '-' is not in the standard alphabet of base64",
    ),
    "no padding": (swapped("=\n", "\n"), f"the signature of '{LOG.name}': base64 with wrong padding"),
    "bits that are not zero": (
        swapped(f"{SIGNATURE[-2]}=", f"{chr(ord(SIGNATURE[-2]) + 1)}="),
        f"the signature of '{LOG.name}': base64 whose last bits are not zero",
    ),
    "an id and no signature": (
        swapped(SIGNATURE, SIGNATURE[:4] + "AA=="),
        f"the signature of '{LOG.name}': 4 bytes, not more than its key id",
    ),
    "no signature behind the name": (
        swapped(SIGNATURE, ""),
        f"the signature of '{LOG.name}': 0 bytes, not more than its key id",
    ),
    "one signature twice": (
        NOTE + LINE.encode(),
        f"two signatures of '{LOG.name}' with one key id, {LOG.verifier.key_id:08x}",
    ),
    "101 signatures": (
        NOTE[: -len(LINE.encode())]
        + format_signatures([Signature("x", at, b"x") for at in range(100)]).encode()
        + LINE.encode(),
        "101 signatures; we read at most 100",
    ),
    "more than a megabyte": (
        b"x" * MAX_NOTE_BYTES + NOTE,
        f"a note of {MAX_NOTE_BYTES + len(NOTE)} bytes; we read at most 1000000",
    ),
}


@pytest.mark.parametrize("content, message", NO_NOTES.values(), ids=NO_NOTES)
def test_a_note_is_written_in_one_way(content: bytes, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_note(content)

    assert str(refused.value) == message


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n")).map(
    lambda text: text + "\n"
)
names = st.text(st.characters(categories=["L", "N", "P"], exclude_characters="+"), min_size=1, max_size=9)
signatures = st.builds(Signature, names, st.integers(0, 2**32 - 1), st.binary(min_size=1, max_size=99))
notes = st.builds(
    Note,
    texts,
    st.lists(signatures, min_size=1, max_size=5, unique_by=lambda s: (s.name, s.key_id)).map(tuple),
)


@given(notes)
def test_a_note_is_read_as_it_was_written(note: Note) -> None:
    assert parse_note(format_note(note)) == note
    assert parse_signatures(format_signatures(note.signatures)) == note.signatures


@given(st.text("a\n— =AB", max_size=30))
def test_text_is_a_note_in_one_way_or_none(text: str) -> None:
    content = f"{text}\n\n{LINE}".encode()
    try:
        note = parse_note(content)
    except FormatError:
        return

    assert format_note(note) == content


def test_the_last_empty_line_ends_the_text() -> None:
    assert parse_note(NOTE).text == "one line\n\nand another\n"
    assert parse_note(b"\n\n" + LINE.encode()).text == "\n"
    assert parse_note(b"a\n\n\n" + LINE.encode()).text == "a\n\n"


@pytest.mark.parametrize(
    "text, message",
    [
        ("no newline", "the text of a note: no newline at the end"),
        ("a\rb\n", "the text of a note: the character U+000D at character 1"),
        ("\ud800\n", "the text of a note: the character U+D800 at character 0"),
    ],
)
def test_nothing_is_signed_that_could_not_be_read(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        sign_note(text, [LOG])
    with pytest.raises(FormatError, match=re.escape(message)):
        format_note(Note(text, (Signature("a", 1, b"x"),)))


def test_a_note_has_1_to_100_signatures() -> None:
    hundred = tuple(Signature("a", at, b"x") for at in range(MAX_SIGNATURES))

    assert parse_note(format_note(Note("text\n", hundred))).signatures == hundred
    with pytest.raises(FormatError, match=r"^101 signatures; we read at most 100$"):
        format_note(Note("text\n", (*hundred, Signature("b", 0, b"x"))))
    with pytest.raises(FormatError, match=r"^no signature line at the end$"):
        format_note(Note("text\n", ()))


@pytest.mark.parametrize(
    "signatures, message",
    [
        (
            (Signature("a", 1, b"x"), Signature("a", 1, b"y")),
            "two signatures of 'a' with one key id, 00000001",
        ),
        ((Signature("", 1, b"x"),), "a key without a name"),
        ((Signature("a+b", 1, b"x"),), "the name of a key with a plus"),
        ((Signature("a b", 1, b"x"),), "the signature of 'a': ' ' is not in the standard alphabet of base64"),
        ((Signature("a", 1, b""),), "the signature of 'a': 4 bytes, not more than its key id"),
        ((Signature("a AAAAAAA=\n— b", 1, b"x"),), "the name of a key that goes on in another line"),
    ],
)
def test_no_line_is_written_that_would_be_read_otherwise(
    signatures: tuple[Signature, ...], message: str
) -> None:
    with pytest.raises(FormatError) as refused:
        format_signatures(signatures)

    assert str(refused.value) == message


def test_a_note_has_at_most_a_megabyte() -> None:
    largest = Note("x" * (MAX_NOTE_BYTES - len(LINE.encode()) - 2) + "\n", parse_note(NOTE).signatures)

    assert parse_note(format_note(largest)) == largest
    assert len(format_note(largest)) == MAX_NOTE_BYTES
    with pytest.raises(FormatError, match=r"^a note of 1000001 bytes; we read at most 1000000$"):
        parse_note(b"x" + format_note(largest))
    with pytest.raises(FormatError, match=r"^a note of 1000001 bytes; we write at most 1000000$"):
        format_note(Note("x" + largest.text, largest.signatures))


def test_who_signed_is_said_in_the_order_of_the_signatures() -> None:
    keys = [signer_of(name) for name in "abc"]
    note = sign_note("text\n", keys)

    assert signed_by(note, [keys[2].verifier, keys[0].verifier]) == (keys[0].verifier, keys[2].verifier)


def test_a_signature_of_an_unknown_key_says_nothing() -> None:
    stranger = Signature(LOG.name, LOG.verifier.key_id ^ 1, bytes(64))
    namesake = Signature("another.example", LOG.verifier.key_id, bytes(64))
    note = sign_note("text\n", [LOG])

    assert signed_by(Note(note.text, (stranger, namesake, *note.signatures)), [LOG.verifier]) == (
        LOG.verifier,
    )
    with pytest.raises(SignatureError, match=r"^no signature by a known key; known: log\.example/2021$"):
        signed_by(Note(note.text, (stranger, namesake)), [LOG.verifier])
    with pytest.raises(SignatureError, match=r"known: none$"):
        signed_by(note, [])


@pytest.mark.parametrize("wrong", [bytes(64), bytes(63), b"\x01" * 64, LOG.sign(b"another text\n")])
def test_a_wrong_signature_of_a_known_key_spoils_the_note(wrong: bytes) -> None:
    other = signer_of("other.example")
    note = sign_note("text\n", [other])
    spoilt = Note(note.text, (*note.signatures, Signature(LOG.name, LOG.verifier.key_id, wrong)))

    with pytest.raises(SignatureError, match=r"^the signature of log\.example/2021 is not of this text"):
        signed_by(spoilt, [other.verifier, LOG.verifier])


def test_a_witness_key_neither_signs_nor_checks_notes() -> None:
    witness = signer_of("witness.example", COSIGNATURE)
    note = Note("text\n", (Signature(witness.name, witness.verifier.key_id, witness.sign(b"text\n")),))

    with pytest.raises(FormatError, match="signs no notes: its signature type is 0x04"):
        sign_note("text\n", [witness])
    with pytest.raises(FormatError, match="checks no notes: its signature type is 0x04"):
        signed_by(note, [witness.verifier])


def foreign_notes(data_dir: Path) -> list[tuple[Verifier, bytes]]:
    """The example of the specification and a checkpoint of the Go checksum database, with their keys."""
    page = (data_dir / "tlog-vectors" / "notes.txt").read_text("utf-8")
    found = re.findall(r"^=== .* verifier key:\n(.+)\n=== note:\n((?s:.+?\n\n—.+?\n))", page, re.M)
    return [(parse_vkey(vkey), note.encode()) for vkey, note in found]


def test_foreign_notes_are_read_written_and_verified(data_dir: Path) -> None:
    names = []
    for verifier, content in foreign_notes(data_dir):
        note = parse_note(content)
        assert format_note(note) == content
        assert signed_by(note, [verifier]) == (verifier,)
        with pytest.raises(SignatureError, match="is not of this text by this key"):
            signed_by(Note(note.text.replace("a", "b", 1), note.signatures), [verifier])
        names.append(verifier.name)

    assert names == ["example.com/foo", "sum.golang.org"]
