"""What each row of a file is about: which unit, which contest, whose count, and when it was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.accounts import Account
from sverka.domain.counts import Source, Unit
from sverka.domain.election import Contest, Election
from sverka.domain.ids import AccountId, ContestId, StationId
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.mappings import ColumnMapping
from sverka.formats.nearest import nearest
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.spellings import spelled
from sverka.formats.station_join import join_units, register_of
from sverka.formats.text_tables import TextTable


@dataclass(frozen=True, kw_only=True)
class Whose:
    """The account and holder of rows that do not say it themselves."""

    account: AccountId | None = None
    holder: str = ""


@dataclass(frozen=True, kw_only=True)
class RowKeys:
    """Per row: unit, contest, account, holder and claimed time (String columns of those names)."""

    frame: pl.DataFrame
    unit: Unit
    faults: list[Fault]
    notices: tuple[Notice, ...]

    def groups(self, election: Election) -> Iterator[tuple[Contest, Source, NDArray[np.int64]]]:
        """The rows of each contest and source, in the order of the file."""
        by = ["contest", "account", "holder"]
        lines = self.frame.with_row_index("line").group_by(by, maintain_order=True).agg("line")
        for contest, account, holder, group in lines.iter_rows():
            source = Source(AccountId(account), holder)
            yield election.contests[ContestId(contest)], source, np.asarray(group, np.int64)


def row_keys(table: TextTable, mapping: ColumnMapping, election: Election, whose: Whose) -> RowKeys:
    """The keys of all rows, and a fault for each that has none."""
    units, unit, faults, notices = _units(table, mapping, election)
    contests = _contests(table, mapping, election, units, faults)
    accounts = _accounts(table, mapping, election, whose, faults)
    holders = _texts(table, mapping.holder, whose.holder)
    claimed = _texts(table, mapping.claimed, "")
    frame = pl.DataFrame(
        {"unit": units, "contest": contests, "account": accounts, "holder": holders, "claimed": claimed}
    )
    return RowKeys(frame=frame, unit=unit, faults=faults, notices=notices)


def _units(
    table: TextTable, mapping: ColumnMapping, election: Election
) -> tuple[pl.Series, Unit, list[Fault], tuple[Notice, ...]]:
    if mapping.unit:
        unit = Unit.AREA if mapping.unit.area else Unit.STATION
        text = mapping.unit.area or mapping.unit.station
        register = register_of(election, unit)
        ids, _ = register.find(text)
        faults = [] if len(ids) == 1 else [register.unknown(text, f"{table.name}, mapping, unit")]
        return _constant(table, ids[0] if ids else ""), unit, faults, ()
    unit = Unit.AREA if mapping.area else Unit.STATION
    column = table.column(mapping.area or mapping.station)
    joined = join_units(table, column, register_of(election, unit))
    return joined.units, unit, list(joined.faults), joined.notices


def _constant(table: TextTable, text: str) -> pl.Series:
    return pl.repeat(text, len(table.rows), dtype=pl.String, eager=True)


def _texts(table: TextTable, title: str, otherwise: str) -> pl.Series:
    return table.texts(table.column(title)).fill_null(otherwise) if title else _constant(table, otherwise)


def _contests(
    table: TextTable, mapping: ColumnMapping, election: Election, units: pl.Series, faults: list[Fault]
) -> pl.Series:
    """Contest ids; the name of a family stands for the one contest of it in which the station votes."""
    if mapping.contest_column:
        column = table.column(mapping.contest_column)
        words = {**contest_words(election), **mapping.contests}
        contests = _translated(table, column, words, "contest", faults)
    else:
        word = mapping.contest or _only(election, table)
        contests = _constant(table, word if _known(election, word, table, faults) else "")
    families = {each.family for each in election.contests.values() if each.family}
    if not families & set(contests.unique()):
        return contests
    return _of_family(table, election, contests, units, faults)


def _only(election: Election, table: TextTable) -> str:
    if len(election.contests) == 1:
        return str(next(iter(election.contests)))
    listed = ", ".join(list(election.contests)[:12])
    cure = f"Say it: --contest ID, or a column “contest”; this election has {listed}."
    raise Fault("nothing says which contest the figures are of", place=table.name, cure=cure)


def _known(election: Election, word: str, table: TextTable, faults: list[Fault]) -> bool:
    families = [each.family for each in election.contests.values() if each.family]
    known = [*map(str, election.contests), *dict.fromkeys(families)]
    if word not in known:
        place = f"{table.name}, mapping, contest"
        faults.append(Fault(f"there is no contest {quoted(word)}", place=place, cure=nearest(word, known)))
    return word in known


def contest_words(election: Election) -> dict[str, str]:
    """Every word that means one contest (or one family of them): ids and official names."""
    words: dict[str, set[str]] = {}
    for each in election.contests.values():
        for name in each.names:
            words.setdefault(spelled(name), set()).add(str(each.id))
    certain = {word: next(iter(ids)) for word, ids in words.items() if len(ids) == 1}
    families = {each.family: each.family for each in election.contests.values() if each.family}
    return {**certain, **families, **{str(each): str(each) for each in election.contests}}


def _of_family(
    table: TextTable, election: Election, contests: pl.Series, units: pl.Series, faults: list[Fault]
) -> pl.Series:
    """The contest in whose area the station lies, for each distinct pair of family and station."""
    areas = {(each.family, each.area): str(each.id) for each in election.contests.values() if each.family}
    families = {family for family, _ in areas}
    pairs = pl.DataFrame({"family": contests, "unit": units}).with_row_index("line")
    found: dict[tuple[str, str], str] = {}
    for family, unit, line in pairs.group_by(["family", "unit"], maintain_order=True).first().iter_rows():
        if family not in families or not unit:
            continue
        station = election.places.stations.get(StationId(unit))
        above = election.places.above(station.area) if station else ()
        contest = next((areas[family, area.id] for area in above if (family, area.id) in areas), None)
        found[family, unit] = contest or ""
        if contest is None:
            what = f"station {quoted(unit)} votes in no contest of {family}"
            faults.append(Fault(what, place=table.place(line), cure="Give the station its area."))
    return pl.Series(
        [found.get(pair, pair[0]) for pair in zip(contests, units, strict=True)], dtype=pl.String
    )


def _accounts(
    table: TextTable, mapping: ColumnMapping, election: Election, whose: Whose, faults: list[Fault]
) -> pl.Series:
    known = election.accounts
    if mapping.account is None:
        return _constant(table, _told_account(table, known, whose.account))
    wrong = [each for each in mapping.account.values.values() if each not in known]
    if wrong:
        place = f"{table.name}, mapping, account.values"
        raise Fault(f"there is no account {quoted(wrong[0])}", place=place, cure=nearest(wrong[0], known))
    column = table.column(mapping.account.column)
    return _translated(table, column, mapping.account.values, "account", faults)


def _told_account(table: TextTable, known: Mapping[AccountId, Account], account: AccountId | None) -> str:
    listed = ", ".join(known)
    if account is None:
        cure = f"Give --account, one of: {listed}."
        raise Fault("nothing says whose count this is", place=table.name, cure=cure)
    if account not in known:
        raise Fault(f"there is no account {quoted(account)}", place=table.name, cure=nearest(account, known))
    return str(account)


def _translated(
    table: TextTable, column: int, words: Mapping[str, str], kind: str, faults: list[Fault]
) -> pl.Series:
    """A column of words as ids, and a fault at the first row of each word that is not known."""
    texts = table.texts(column).fill_null("")
    loose = {spelled(word): ours for word, ours in words.items()}
    found: dict[str, str] = {}
    for text in texts.unique(maintain_order=True):
        ours = words.get(text) or loose.get(spelled(text))
        found[text] = ours or ""
        if ours is None:
            line = int(np.flatnonzero((texts == text).to_numpy())[0])
            what = f"{quoted(text)} is no {kind} that is known here" if text else f"the row names no {kind}"
            faults.append(Fault(what, place=table.place(line, column), cure=nearest(text, words)))
    return texts.replace_strict(found, return_dtype=pl.String)


def without_summaries(table: TextTable, mapping: ColumnMapping) -> TextTable:
    """The table without the rows that only sum others, and a notice of how many they were."""
    dropped = np.zeros(len(table.rows), bool)
    first = ""
    for rule in mapping.summaries:
        texts = table.texts(table.column(rule.column)).fill_null("")
        wanted = {spelled(value) for value in rule.values}
        words = [text for text in texts.unique(maintain_order=True) if spelled(text) in wanted]
        dropped |= texts.is_in(words).to_numpy()
        first = first or next(iter(words), "")
    if not dropped.any():
        return table
    row = int(table.rows[dropped][0])
    said = notice(NoticeCode.SUMMARY_ROWS_EXCLUDED, count=int(dropped.sum()), row=row, text=first)
    return table.kept(~dropped, [said])
