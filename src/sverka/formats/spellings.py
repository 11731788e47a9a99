"""Names as people write them: the same words in other quotation marks, dashes, spaces or case."""

from __future__ import annotations

import re
import unicodedata

QUOTES = dict.fromkeys(map(ord, "«»\"“”„‟‘’‚'`"))
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
TOTALS = frozenset(
    {
        *("total", "totals", "grand total", "subtotal", "sum", "all", "overall"),
        *("итого", "всего", "итог", "сумма", "жалпы", "баары", "бардыгы", "жыйынтык", "общо", "всичко"),
    }
)
TOTAL_STEMS = (
    "total",
    "sum",
    "all",
    "итог",
    "всего",
    "сумм",
    "жалпы",
    "баары",
    "бардыгы",
    "жыйынтык",
    "общо",
    "всичко",
)
TOTAL_ENDS = ("totals:", "totals", "total:", "total", "итого", "итого:", "всего")


def spelled(text: str) -> str:
    """The name without case, quotation marks and differences of dashes and spaces."""
    plain = unicodedata.normalize("NFC", text).translate(QUOTES).translate(DASHES).casefold()
    return re.sub(r"\s*-\s*", "-", " ".join(plain.split()))


def is_total(label: str) -> bool:
    """Whether a label names a sum of other rows or columns: "Total", "Adams County Totals:", «Итого»."""
    words = spelled(label).strip(" :.*")
    return words in TOTALS or words.endswith(TOTAL_ENDS) or words.startswith(("total ", "итого ", "всего "))
