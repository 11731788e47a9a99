"""Small wrongs done to bytes at random: what a slip, a hostile hand or another program might make of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

MOST_BYTES = 20_000

# What a lenient parser takes and ours must not: line ends, spaces, look-alikes, numbers, words of the formats, bytes.
LINE_ENDS = ("\n", "\n\n", "\r\n", "\r", "\t", " ", "\0", "\x7f", "\x1b")
SPACES = ("\ufeff", "\u00a0", "\u0085", "\u2028", "\u3000", "\u200b", "\u2014\u00a0")
LOOKALIKES = ("é", "e\u0301", "\u212a", *"K٣２²+-_/=.x#—–")
NUMBERS = ("0", "00", "+1", "-1", "1_0", "0x1", "1e3", "256", str(2**63 - 1), str(2**63), "9" * 5000)
WORDS = ("none", "any", "all", "log", "witness", "group", "quorum", "old", "index", "extra", "PRIVATE+KEY+")
PATHS = ("tile/", "entries/", "x000/", ".p/")
BASE64 = ("A" * 43 + "=", "AQ==", "AR==")
BYTES = (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\x00\x05", b"\x00\x00")
TEXTS = (*LINE_ENDS, *SPACES, *LOOKALIKES, *NUMBERS, *WORDS, *PATHS, *BASE64)
TOKENS = (*map(str.encode, TEXTS), *BYTES)

Mutation = Callable[[bytes, Sequence[bytes], Random], bytes]


def mutated(content: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """The bytes after one to five wrongs; `others` are what pieces are taken from."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 5))):
        content = random.choice(MUTATIONS)(content, others, random)[:MOST_BYTES]
    return content


def _place(content: bytes, random: Random) -> int:
    return int(random.random() * (len(content) + 1))


def _span(content: bytes, random: Random) -> tuple[int, int]:
    start = _place(content, random)
    return start, min(len(content), start + random.choice((1, 1, 2, 3, 4, 8, 44)))


def _turn_bit(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    if not content:
        return content
    at = int(random.random() * len(content))
    return content[:at] + bytes([content[at] ^ 1 << int(random.random() * 8)]) + content[at + 1 :]


def _set_byte(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + bytes([int(random.random() * 256)]) + content[at + 1 :]


def _insert(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + random.choice(TOKENS) + content[at:]


def _replace(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:start] + random.choice(TOKENS) + content[end:]


def _drop(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:start] + content[end:]


def _double(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:end] + content[start:end] * random.choice((1, 1, 2, 300)) + content[end:]


def _cut(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    return content[: _place(content, random)]


def _splice(content: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others)
    return content[: _place(content, random)] + other[_place(other, random) :]


def _move_line(content: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """A line dropped, doubled, or put in from elsewhere."""
    lines = content.splitlines(keepends=True)
    source = random.choice((lines, lines, random.choice(others).splitlines(keepends=True)))
    if source and lines and random.random() < 0.5:
        del lines[int(random.random() * len(lines))]
    if source and random.random() < 0.7:
        lines.insert(int(random.random() * (len(lines) + 1)), random.choice(source))
    return b"".join(lines)


def _respell_base64(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    """Other bits behind the last byte, no padding, or the alphabet of URLs."""
    if found := list(re.finditer(rb"[A-Za-z0-9+/](?==)", content)):
        at = random.choice(found).start()
        tail = random.choice(
            (bytes([content[at] + 1]) + content[at + 1 :], content[at : at + 1] + content[at + 2 :])
        )
        content = content[:at] + tail
    return content.translate(bytes.maketrans(b"+/", b"-_")) if random.random() < 0.2 else content


def _respell_number(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    if not (found := list(re.finditer(rb"[0-9]+", content))):
        return content
    number = random.choice(found)
    value = int(number[0][:18])
    written = random.choice(
        (f"0{value}", f"+{value}", f"{value + 1}", f" {value}", f"{value}.0", str(2**63 - 1), "0")
    )
    return content[: number.start()] + written.encode() + content[number.end() :]


def _swap_case(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    start, end = _span(content, random)
    return content[:start] + content[start:end].swapcase() + content[end:]


MUTATIONS: tuple[Mutation, ...] = (
    *(_turn_bit, _set_byte, _insert, _insert, _replace, _drop, _double, _cut, _splice),
    *(_move_line, _respell_base64, _respell_number, _swap_case),
)
