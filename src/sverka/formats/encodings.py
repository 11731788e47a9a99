"""Bytes -> text: UTF-8, UTF-16, and the Windows code pages that spreadsheets still write."""

from __future__ import annotations

import codecs
import re

from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import place_of
from sverka.formats.notices import NoticeCode, notice

MARKS = {  # the longer mark first: UTF-32 begins as UTF-16 does
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
GUESSES = ("cp1251", "cp1252")
MIXED = re.compile(r"[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]")  # Latin and Cyrillic letters in one word
INVERTED = re.compile(r"(?<![А-Яа-яЁё])[а-яё][А-ЯЁ]{2}")  # KOI8-R read as cp1251 swaps the cases
FOREIGN_RUN = re.compile(r"[^\x00-\x7f\W]{3}")  # a Western word has single accents, another alphabet has runs
LINES_BEYOND_ASCII = re.compile(r"[^\n]*[^\x00-\x7f][^\n]*")
CYRILLIC = re.compile("[Ѐ-ӿ]")
ENOUGH = 1_000_000  # characters that show what a text is
STRANGE = re.compile(r"[^\s\w\x20-\x7e«»“”„‘’‚…–—№§°©®±·\xa0\xad]")
CURE = 'Save it as UTF-8, or name its encoding in the mapping (encoding = "cp1251").'


def decoded(data: bytes, name: str, encoding: str = "") -> tuple[str, tuple[Notice, ...]]:
    """The text of a file with plain line ends, and a notice where the encoding had to be guessed."""
    if encoding:
        return _tidy(_as_told(data, name, encoding), name), ()
    marked = next((found for mark, found in MARKS.items() if data.startswith(mark)), "")
    if marked:
        return _tidy(_as_told(data, name, marked), name), ()
    unmarked = _utf16_without_mark(data)
    if unmarked:
        return _tidy(_as_told(data, name, unmarked), name), ()
    try:
        return _tidy(data.decode("utf-8"), name), ()
    except UnicodeDecodeError as error:
        text, guess = _guessed(data, name, error.start)
        return _tidy(text, name), (notice(NoticeCode.ENCODING_GUESSED, encoding=guess),)


def _as_told(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(
            "utf-8-sig" if encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else encoding
        )
    except LookupError:
        raise Fault(f"there is no encoding '{encoding}'", place=name, cure=CURE) from None
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start} does not belong to {encoding}"
        raise Fault(what, place=place_of(name, row), cure=CURE) from None


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 of ASCII delimiters has NUL as every second byte of its first line."""
    head = data[:512]
    if head.count(b"\0") < len(head) // 4 or len(head) < 4:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _guessed(data: bytes, name: str, at: int) -> tuple[str, str]:
    for guess in GUESSES:
        try:
            text = data.decode(guess)
        except UnicodeDecodeError:
            continue
        if _reads_well(text, guess):
            return text, guess
    row = data.count(b"\n", 0, at) + 1
    raise Fault("the text is neither UTF-8 nor a Windows code page", place=place_of(name, row), cure=CURE)


def _reads_well(text: str, guess: str) -> bool:
    """Whether the letters beyond ASCII form words as people write them."""
    sample = "\n".join(LINES_BEYOND_ASCII.findall(text, 0, ENOUGH)) or text
    beyond = sum(character > "\x7f" for character in sample)
    odd = sum(len(pattern.findall(sample)) for pattern in (STRANGE, MIXED, INVERTED))
    cyrillic = len(CYRILLIC.findall(sample))
    if guess == "cp1251":
        return odd * 20 <= beyond and cyrillic * 2 >= beyond
    return odd * 20 <= beyond and not FOREIGN_RUN.search(sample)


def _tidy(text: str, name: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    at = text.find("\0")
    if at >= 0:
        row = text.count("\n", 0, at) + 1
        cure = "The file is damaged or is no text: fetch it again, or save it as CSV."
        raise Fault("there is a NUL byte in the text", place=place_of(name, row), cure=cure)
    return text
