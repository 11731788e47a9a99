"""Sentences, numbers and dates as a reader of Kyrgyz, Russian or English writes them.

Source strings are plain English; the catalogues lie in `sverka/locale` and are read as they are written
(docs/decisions/0100-catalogues-are-read-as-they-are-written.md). Babel is loaded when a language is asked for.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files

from sverka.domain.names import Language, Names

SOURCE = Language.EN  # the language of the source strings: it needs no catalogue
CLDR = {Language.EN: "en_GB"}  # the day stands before the month, as in the names of elections
UNREVIEWED = "unreviewed"  # how a translator's comment marks a text that no native reader has gone over

MINUS = "\N{MINUS SIGN}"
DAY = len("2021-11-28")

NOTHING = "\N{EN DASH}"
SPACE = "\N{NO-BREAK SPACE}"

# The Kyrgyz alphabet; Russian sorts the same letters in the same order and lacks three of them.
ALPHABET = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
PLACE_OF = {letter: chr(0xE000 + place) for place, letter in enumerate(ALPHABET)}


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """The message itself: marks a text for the catalogues where it is not shown yet."""
    return message


@dataclass(frozen=True, slots=True)
class Symbols:
    """How a language writes numbers."""

    group: str
    decimal: str
    before_percent: str


@dataclass(frozen=True, eq=False)
class Translator:
    """Everything a page or a command says in one language."""

    language: Language
    catalogue: gettext.NullTranslations
    symbols: Symbols

    def _(self, message: str, **values: object) -> str:
        """A sentence; `{name}` in it stands for the value of that name."""
        text = self.catalogue.gettext(message)
        return text.format(**values) if values else text

    def ngettext(self, singular: str, plural: str, n: int, **values: object) -> str:
        """A sentence about `n` things; `{n}` in it is the number as the language writes it."""
        return self.catalogue.ngettext(singular, plural, n).format(**{"n": self.number(n), **values})

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """A short word that means different things in different places."""
        text = self.catalogue.pgettext(context, message)
        return text.format(**values) if values else text

    def name(self, names: Names) -> str:
        """An official name in this language."""
        return names.in_language(self.language)

    # numbers

    def number(self, value: int) -> str:
        """A whole number: 1 281 622, 1,281,622."""
        text = f"{abs(value):,}".replace(",", self.symbols.group)
        return MINUS + text if value < 0 else text

    def signed(self, value: int) -> str:
        """A difference, with its sign; none for zero."""
        return f"+{self.number(value)}" if value > 0 else self.number(value)

    def decimal(self, value: Fraction | int, places: int = 2) -> str:
        """An exact number, rounded half up."""
        return self._rounded(value.numerator, value.denominator, places)

    def _rounded(self, numerator: int, denominator: int, places: int) -> str:
        """A fraction, half up: in whole numbers, for a site has millions of them."""
        scaled = (2 * abs(numerator) * 10**places + denominator) // (2 * denominator)
        whole, rest = divmod(scaled, 10**places)
        sign = MINUS if numerator < 0 and scaled else ""
        tail = f"{self.symbols.decimal}{rest:0{places}d}" if places else ""
        return f"{sign}{self.number(whole)}{tail}"

    def percent(self, share: Fraction | None, places: int = 2) -> str:
        """A share as a percentage; a dash where there is none. Almost none is never 0, almost all never 100."""
        if share is None:
            return NOTHING
        part, of, steps = share.numerator, share.denominator, 10 ** (places + 2)
        if 0 < 2 * steps * part < of:
            return f"<{self._rounded(100, steps, places)}{self.symbols.before_percent}%"
        if part < of and 2 * steps * (of - part) <= of:
            return f">{self._rounded(100 * (steps - 1), steps, places)}{self.symbols.before_percent}%"
        return f"{self._rounded(100 * part, of, places)}{self.symbols.before_percent}%"

    def plain_percent(self, share: Fraction) -> str:
        """A percentage that a law names, without needless zeros: 5 %, 0.5 %."""
        places = next((n for n in range(6) if (share * 100 * 10**n).denominator == 1), 6)
        return self.percent(share, places)

    def size(self, count: int) -> str:
        """A number of bytes, in the unit that shows it shortest."""
        units = ("B", "kB", "MB", "GB")
        place = min((len(str(count)) - 1) // 3, len(units) - 1)
        return f"{self.number(round(count / 1000**place))}{SPACE}{units[place]}"

    # dates

    def date(self, day: date) -> str:
        """A day, written out."""
        return _date(day, self.language)

    def moment(self, time: str) -> str:
        """A time of the record (RFC 3339) to the minute, with its zone; as it is where it is no such time."""
        return _moment(time, self.language)

    # order

    def sort_key(self, text: str) -> str:
        """A key that sorts by the Kyrgyz alphabet (ң, ө, ү in their place), not by code point."""
        return "".join(PLACE_OF.get(letter, letter) for letter in text.casefold())


@cache
def translator(language: str) -> Translator:
    """The translator of one of the product's languages."""
    chosen = Language(language)
    return Translator(language=chosen, catalogue=_catalogue(chosen), symbols=_symbols(chosen))


def catalogue_bytes(language: Language) -> bytes:
    """The catalogue of a language as its translator wrote it."""
    return files("sverka").joinpath("locale", language, "LC_MESSAGES", "sverka.po").read_bytes()


def _catalogue(language: Language) -> gettext.NullTranslations:
    if language is SOURCE:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(catalogue_bytes(language)), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _symbols(language: Language) -> Symbols:
    from babel import Locale

    symbols: Mapping[str, str] = Locale.parse(language).number_symbols["latn"]
    # Babel's Kyrgyz pattern sets no space before the sign; print in the country does, as Russian.
    return Symbols(symbols["group"], symbols["decimal"], "" if language is SOURCE else SPACE)


@lru_cache(maxsize=4096)
def _date(day: date, language: Language) -> str:
    from babel.dates import format_date

    return format_date(day, format="long", locale=CLDR.get(language, language))


@lru_cache(maxsize=65536)
def _moment(time: str, language: Language) -> str:
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return time
    from babel.dates import format_date

    zone = moment.strftime("%z")
    shown = f" UTC{MINUS if zone[0] == '-' else '+'}{int(zone[1:3])}" if zone else ""
    minutes = f":{zone[3:5]}" if zone and zone[3:5] != "00" else ""
    short = "d MMM y" if language is SOURCE else "dd.MM.y"
    day = format_date(moment.date(), format=short, locale=CLDR.get(language, language))
    return day if len(time) == DAY else f"{day}, {moment:%H:%M}{shown}{minutes}"
