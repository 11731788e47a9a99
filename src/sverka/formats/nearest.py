"""The cure for a word that is not known: the nearest known one, and which there are."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MOST_LISTED = 12  # a message stays readable where a country has 36 districts


def nearest(word: str, known: Iterable[str]) -> str:
    """The cure for an unknown word, e.g. `Known here: seats, cap; did you mean "seats"?`."""
    words = {str(each).casefold(): str(each) for each in known}
    if not words:
        return "None is known here: define it first."
    listed = ", ".join(list(words.values())[:MOST_LISTED]) + (", …" if len(words) > MOST_LISTED else "")
    close = get_close_matches(word.casefold(), words, n=1)
    meant = f'; did you mean "{words[close[0]]}"?' if close else "."
    return f"Known here: {listed}{meant}"
