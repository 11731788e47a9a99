"""Which character separates the columns of a text file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

from sverka.errors import Fault

CANDIDATES = (";", ",", "\t", "|")
WORDS = {"semicolon": ";", "comma": ",", "tab": "\t", "\\t": "\t", "pipe": "|"}
SAMPLE = 100  # records


def sniffed(text: str, name: str) -> str:
    """The delimiter that gives the most even rows of more than one column."""
    told = told_by_spreadsheet(text)
    if told:
        return told
    scores = {each: _evenness(text, each) for each in CANDIDATES}
    best = max(scores, key=lambda each: scores[each])
    if not scores[best][1]:
        what = "no column separator found: every row is one cell"
        cure = 'Separate columns with ; , tab or |, or name another in the mapping (delimiter = "…").'
        raise Fault(what, place=name, cure=cure)
    return best


def told_by_spreadsheet(text: str) -> str:
    """The delimiter in a first line `sep=;`, which one spreadsheet program writes for itself."""
    first = text[:8].partition("\n")[0].strip('"')
    return first[4:5] if first.lower().startswith("sep=") and len(first) == 5 else ""


def named(word: str, name: str) -> str:
    """The delimiter as a mapping names it: the character itself, or `tab`."""
    delimiter = WORDS.get(word.lower(), word)
    if len(delimiter) != 1 or delimiter in '"\n\r':
        raise Fault(f"'{word}' cannot separate columns", place=name, cure='Give one character, or "tab".')
    return delimiter


def head_of(text: str, delimiter: str, most: int = SAMPLE) -> list[list[str]]:
    """The first records, read leniently."""
    return list(islice(csv.reader(io.StringIO(text[: most * 20_000]), delimiter=delimiter), most))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """How many of the first rows with content have the usual width (a share), and that width; 0 if it is 1."""
    try:
        widths = Counter(len(record) for record in head_of(text, delimiter) if any(record))
    except csv.Error:
        return 0.0, 0
    width, times = max(widths.items(), key=lambda each: (each[1] * (each[0] > 1), each[0]), default=(0, 0))
    return (times / widths.total(), width) if width > 1 else (0.0, 0)
