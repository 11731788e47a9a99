"""The cure for a word that is not known: the nearest known one, and which there are."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MOST_LISTED = 12  # a message stays readable where a country has 36 districts


def nearest(word: str, known: Iterable[str]) -> str:
    """The cure for an unknown word, e.g. `did you mean "seats"? Known here: seats, cap`."""
    words = [str(each) for each in known]
    if not words:
        return "none is known here: define it first"
    listed = ", ".join(words[:MOST_LISTED]) + (", …" if len(words) > MOST_LISTED else "")
    close = get_close_matches(word.casefold(), {w.casefold(): w for w in words}, n=1)
    original = {w.casefold(): w for w in words}
    meant = f'did you mean "{original[close[0]]}"? ' if close else ""
    return f"{meant}Known here: {listed}"
