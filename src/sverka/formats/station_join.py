"""What a foreign file calls its units -> our stations and areas: by id, by reviewed alias, never by a name alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.counts import Unit
from sverka.domain.election import Election
from sverka.domain.places import Area, Station
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import SHOWN, quoted
from sverka.formats.nearest import nearest
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.spellings import is_total, spelled
from sverka.formats.text_tables import TextTable

Place = Station | Area
BY_ID, BY_ALIAS, BY_ZEROS = "id", "alias", "zeros"


@dataclass(frozen=True, kw_only=True)
class Joined:
    """The unit of each row (null where there is none: then there is a fault)."""

    units: pl.Series
    faults: list[Fault] = field(default_factory=list)
    notices: tuple[Notice, ...] = ()


class Register:
    """The stations (or areas) of an election by everything that may stand for them in a file."""

    def __init__(self, places: Mapping[str, Place], *, is_open: bool, word: str) -> None:
        self.places = places
        self.open = is_open
        self.word = word
        self.looked = 0

    def find(self, text: str) -> tuple[list[str], str]:
        """The ids that a text may mean, and how they were found; one id means it is certain."""
        if text in self.places:
            return [text], BY_ID
        known = self.by_alias.get(spelled(text))
        if known:
            return known, BY_ALIAS
        if text.isdecimal():
            known = [each for each in self.by_number.get(text.lstrip("0"), []) if len(each) > len(text)]
            if known:
                return known, BY_ZEROS
        return ([text], BY_ID) if self.open else ([], BY_ID)

    @cached_property
    def by_alias(self) -> dict[str, list[str]]:
        """Reviewed other names and ids."""
        return _index(self.places.values(), lambda each: (*each.external_ids.values(), *each.aliases))

    @cached_property
    def by_number(self) -> dict[str, list[str]]:
        """Ids without the zeros that a spreadsheet drops."""
        return _index(self.places.values(), lambda each: [each.id.lstrip("0")] if each.id.isdecimal() else [])

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Official names: only to say in a fault what may be meant."""
        return _index(self.places.values(), lambda each: each.names)

    def unknown(self, text: str, place: str) -> Fault:
        """The fault for a text that is none of ours, with what may be meant."""
        what = f"{quoted(text)} is no {self.word} of this election"
        if is_total(text):
            cure = f'If the row is a sum, say so in the mapping: summary_rows = {{column = "…", values = ["{text}"]}}.'
            return Fault(what, place=place, cure=cure)
        named = self.by_name.get(spelled(text), [])
        if named:
            cure = (
                f"A name alone joins nothing: if it is {' or '.join(named[:3])}, add it to the aliases there."
            )
            return Fault(what, place=place, cure=cure)
        return Fault(what, place=place, cure=self._near(text))

    def _near(self, text: str) -> str:
        """What may be meant; looked for a few times only, among as many ids as can be looked through."""
        self.looked += 1
        if not self.places:
            return "The table of stations is empty: give the election its stations."
        return nearest(text, islice(self.places, 20_000)) if self.looked <= SHOWN else ""


def _index(places: Iterable[Place], words: Callable[[Place], Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in places:
        for word in {spelled(word) for word in words(each)}:
            found.setdefault(word, []).append(each.id)
    return found


def register_of(election: Election, unit: Unit) -> Register:
    """The stations or the areas of an election."""
    places: Any = election.places  # their keys are texts of two types
    if unit is Unit.AREA:
        return Register(places.areas, is_open=False, word="area")
    return Register(places.stations, is_open=election.open_stations, word="station")


def join_units(table: TextTable, column: int, register: Register) -> Joined:
    """The unit of every row by what stands in `column`; each distinct text is decided once."""
    texts = table.texts(column)
    distinct = texts.unique(maintain_order=True).drop_nulls()
    strange = [text for text in distinct if text not in register.places]
    if not strange and not texts.null_count():
        return Joined(units=texts)
    return _joined(table, column, register, texts, strange)


def _joined(
    table: TextTable, column: int, register: Register, texts: pl.Series, strange: list[str]
) -> Joined:
    found = {text: register.find(text) for text in strange}
    certain = {text: ids[0] for text, (ids, _) in found.items() if len(ids) == 1}
    doubtful = {text: ids for text, (ids, _) in found.items() if len(ids) != 1}
    faults = [*_no_unit(table, column, texts), *_doubts(table, column, register, texts, doubtful)]
    notices = [
        each
        for how, code in ((BY_ZEROS, NoticeCode.ZEROS_RESTORED), (BY_ALIAS, NoticeCode.JOINED_BY_ALIAS))
        for each in _said(table, texts, {t: i for t, i in certain.items() if found[t][1] == how}, code)
    ]
    changed = {text: unit for text, unit in certain.items() if text != unit}
    units = texts.replace(changed) if changed else texts
    if doubtful:
        units = units.set(texts.is_in(list(doubtful)).fill_null(False), None)
    return Joined(units=units, faults=faults, notices=tuple(notices))


def _no_unit(table: TextTable, column: int, texts: pl.Series) -> list[Fault]:
    lines = np.flatnonzero(texts.is_null().to_numpy())
    cure = "Fill it in; a row that is no station can be named in the mapping as summary_rows."
    return [
        Fault("the row has figures but names no station", place=table.place(int(line), column), cure=cure)
        for line in lines
    ]


def _lines_of(texts: pl.Series, wanted: Mapping[str, object]) -> list[tuple[int, str]]:
    if not wanted:
        return []
    lines: NDArray[np.int64] = np.flatnonzero(texts.is_in(list(wanted)).fill_null(False).to_numpy())
    return [(int(line), texts[int(line)]) for line in lines]


def _doubts(
    table: TextTable, column: int, register: Register, texts: pl.Series, doubtful: Mapping[str, list[str]]
) -> list[Fault]:
    """A fault per row; where hardly a row fits, one fault for the column, which must be another one."""
    lines = _lines_of(texts, doubtful)
    if len(lines) > SHOWN and len(lines) * 10 > len(texts) * 9:
        line, text = lines[0]
        what = f"{len(lines):,} of {len(texts):,} rows name no {register.word} of this election, first {quoted(text)}"
        cure = "Is this the column of ids, and the table of stations the one of this election?"
        return [Fault(what, place=table.place(line, column), cure=cure)]
    return [_doubt(register, text, doubtful[text], table.place(line, column)) for line, text in lines]


def _doubt(register: Register, text: str, ids: list[str], place: str) -> Fault:
    if not ids:
        return register.unknown(text, place)
    what = f"{quoted(text)} fits several {register.word}s: {', '.join(ids[:5])}"
    return Fault(what, place=place, cure="Write the whole id, with its leading zeros.")


def _said(table: TextTable, texts: pl.Series, certain: Mapping[str, str], code: NoticeCode) -> list[Notice]:
    lines = _lines_of(texts, certain)
    if not lines:
        return []
    line, text = lines[0]
    return [notice(code, count=len(lines), row=int(table.rows[line]), text=text, station=certain[text])]
