"""What the text formats are made of: lines, decimals, base64 and hashes, each read in exactly one way.

::

    20852163                                          a decimal: ASCII digits, no sign, no leading zero, below 2^63
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=      base64 of RFC 4648 §4, here of a hash

A message says what was read and what is wrong with it, never the text itself, which may be a secret key.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

from sverka.tlog.errors import FormatError
from sverka.tlog.tree import HASH_BYTES, MOST_ENTRIES

_NO_DIGIT = re.compile(r"[^0-9]")  # neither \d nor isdigit(): they take the digits of every script
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/=]|=(?=[A-Za-z0-9+/])")
_NOT_IN_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")  # signed-note, "Format": below U+0020 only \n


def parse_text(content: bytes, what: str) -> str:
    """The text of lines that bytes hold: UTF-8, no control character but the newline, one at the end."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(f"{what}: not UTF-8 at byte {error.start}") from None
    check_lines(text, what)
    return text


def check_lines(text: str, what: str) -> None:
    """Accept only what `parse_text` gives."""
    if found := _NOT_IN_TEXT.search(text):
        raise FormatError(f"{what}: the character U+{ord(found[0]):04X} at character {found.start()}")
    if not text.endswith("\n"):
        raise FormatError(f"{what}: no newline at the end")


def parse_decimal(text: str, what: str) -> int:
    """A number from 0 to 2^63 - 1."""
    if not text:
        raise FormatError(f"{what}: no number")
    if found := _NO_DIGIT.search(text):
        raise FormatError(f"{what}: {found[0]!r} is not a digit from 0 to 9")
    if text[0] == "0" and text != "0":
        raise FormatError(f"{what}: a leading zero")
    if len(text) > len(str(MOST_ENTRIES)) or int(text) > MOST_ENTRIES:
        raise FormatError(f"{what}: more than 2^63 - 1")
    return int(text)


def parse_base64(text: str, what: str) -> bytes:
    """The bytes that base64 of the standard alphabet stands for, in its only spelling."""
    if found := _NO_BASE64.search(text):
        raise FormatError(f"{what}: {found[0]!r} is not in the standard alphabet of base64")
    if len(text) % 4 or text.endswith("==="):
        raise FormatError(f"{what}: base64 with wrong padding")
    content = b64decode(text)
    if format_base64(content) != text:
        raise FormatError(f"{what}: base64 whose last bits are not zero")  # RFC 4648 §3.5
    return content


def format_base64(content: bytes) -> str:
    """Base64 of RFC 4648 §4."""
    return b64encode(content).decode("ascii")


def parse_hash(text: str, what: str) -> bytes:
    """A hash of 32 bytes in base64."""
    content = parse_base64(text, what)
    if len(content) != HASH_BYTES:
        raise FormatError(f"{what}: {len(content)} bytes, where a hash has {HASH_BYTES}")
    return content
