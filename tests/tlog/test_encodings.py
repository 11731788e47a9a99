"""Decimals, base64 and lines, each in exactly one spelling."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.tlog.encodings import format_base64, parse_base64, parse_decimal, parse_hash, parse_text
from sverka.tlog.errors import FormatError

NO_DECIMALS = {
    "nothing": ("", "no number"),
    "a leading zero": ("012", "a leading zero"),
    "two zeros": ("00", "a leading zero"),
    "a plus": ("+1", "'+' is not a digit from 0 to 9"),
    "a minus": ("-1", "'-' is not a digit from 0 to 9"),
    "a space before": (" 1", "' ' is not a digit from 0 to 9"),
    "a carriage return": ("1\r", "'\\r' is not a digit from 0 to 9"),
    "a newline": ("1\n", "'\\n' is not a digit from 0 to 9"),
    "an underscore, as Python's int takes": ("1_0", "'_' is not a digit from 0 to 9"),
    "an exponent": ("1e3", "'e' is not a digit from 0 to 9"),
    "hexadecimal": ("0x1", "'x' is not a digit from 0 to 9"),
    "Arabic digits, which isdigit and \\d take": ("١٢", "'١' is not a digit from 0 to 9"),
    "a superscript, which isdigit takes": ("²", "'²' is not a digit from 0 to 9"),
    "2^63": (str(2**63), "more than 2^63 - 1"),
    "more digits than Python's int takes": ("9" * 5000, "more than 2^63 - 1"),
}

NO_BASE64 = {
    "the alphabet of URLs, for +": ("-_8=", "'-' is not in the standard alphabet of base64"),
    "the alphabet of URLs, for /": ("__8=", "'_' is not in the standard alphabet of base64"),
    "a space": ("AA A", "' ' is not in the standard alphabet of base64"),
    "a line break inside": ("AAAA\nAAAA", "'\\n' is not in the standard alphabet of base64"),
    "a tab behind": ("AAAA\t", "'\\t' is not in the standard alphabet of base64"),
    "padding in the middle": ("AA==AAAA", "'=' is not in the standard alphabet of base64"),
    "a letter of another script": ("АAAA", "'А' is not in the standard alphabet of base64"),
    "no padding": ("AAA", "base64 with wrong padding"),
    "too much padding": ("AAAA====", "base64 with wrong padding"),
    "padding that leaves half a byte": ("A===", "base64 with wrong padding"),
    "padding alone": ("==", "base64 with wrong padding"),
    "four bits that are not zero": ("AB==", "base64 whose last bits are not zero"),
    "two bits that are not zero": ("AAB=", "base64 whose last bits are not zero"),
}

NO_TEXTS = {
    "not UTF-8": (b"a\xffb\n", "not UTF-8 at byte 1"),
    "an overlong slash": (b"\xc0\xaf\n", "not UTF-8 at byte 0"),
    "half of a pair": (b"ab\xed\xa0\x80\n", "not UTF-8 at byte 2"),
    "a carriage return": (b"a\r\n", "the character U+000D at character 1"),
    "a tab": (b"a\tb\n", "the character U+0009 at character 1"),
    "a zero byte": (b"a\x00\n", "the character U+0000 at character 1"),
    "an escape": (b"\x1b[2J\n", "the character U+001B at character 0"),
    "no newline": (b"a", "no newline at the end"),
    "nothing": (b"", "no newline at the end"),
}


@pytest.mark.parametrize("text, message", NO_DECIMALS.values(), ids=NO_DECIMALS)
def test_a_number_is_written_in_one_way(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_decimal(text, "the size")

    assert str(refused.value) == f"the size: {message}"


@given(st.integers(0, 2**63 - 1))
def test_every_number_below_2_to_the_63_is_read(number: int) -> None:
    assert parse_decimal(str(number), "the size") == number


@pytest.mark.parametrize("text, message", NO_BASE64.values(), ids=NO_BASE64)
def test_bytes_are_written_in_one_way(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_base64(text, "the root")

    assert str(refused.value) == f"the root: {message}"


@given(st.binary(max_size=100))
def test_base64_is_that_of_the_standard_library(content: bytes) -> None:
    assert format_base64(content) == b64encode(content).decode()
    assert parse_base64(format_base64(content), "it") == content


@given(st.text("AB+/=-_ \n", max_size=12))
def test_text_is_base64_in_one_way_or_none(text: str) -> None:
    try:
        content = parse_base64(text, "it")
    except FormatError:
        return

    assert format_base64(content) == text


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_hash_has_32_bytes(size: int) -> None:
    with pytest.raises(FormatError, match=f"^the root: {size} bytes, where a hash has 32$"):
        parse_hash(format_base64(bytes(size)), "the root")


@pytest.mark.parametrize("content, message", NO_TEXTS.values(), ids=NO_TEXTS)
def test_a_text_is_lines_of_utf_8(content: bytes, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_text(content, "a note")

    assert str(refused.value) == f"a note: {message}"


def test_separators_that_are_no_line_ends_here_are_left_alone() -> None:
    text = "one\u2028line\u0085with\u000aone\n"

    assert parse_text(text.encode(), "a note") == text
