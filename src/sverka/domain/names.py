"""Official names in the languages of the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The languages in which a person reads Sverka (ISO 639-1)."""

    KY = "ky"
    RU = "ru"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Names:
    """A name as officially written per language; an empty one falls back to the others.

    Even official lists waver (Ата Мекен / Ата-Мекен): other spellings are *aliases* of the
    thing named, never a second name.
    """

    ky: str = ""
    ru: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The name in `language`, else in the first language that has one."""
        return getattr(self, language, "") or self.ru or self.ky or self.en

    def __iter__(self) -> Iterator[str]:
        return (name for name in (self.ky, self.ru, self.en) if name)

    @classmethod
    def same(cls, name: str) -> Names:
        """The same name in every language (numbers, codes, names nobody has translated)."""
        return cls(ky=name, ru=name, en=name)

    @classmethod
    def of(cls, names: Mapping[str, str] | str) -> Names:
        """From data: one text for all languages, or a mapping of language to text."""
        return cls.same(names) if isinstance(names, str) else cls(**names)
