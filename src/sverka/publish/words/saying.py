"""A title and an explanation, in the language of the source."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.publish.language import Translator


@dataclass(frozen=True, slots=True)
class Words:
    """What a code is called, and what that means; both are messages of the catalogues."""

    title: str
    meaning: str = ""

    def said(self, t: Translator, **values: object) -> Said:
        """Both in the translator's language, with the names and numbers filled in."""
        return Said(t._(self.title, **values), t._(self.meaning, **values) if self.meaning else "")


@dataclass(frozen=True, slots=True)
class Said:
    """A title and its explanation in one language."""

    title: str
    meaning: str = ""
