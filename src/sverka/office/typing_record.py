"""Record what two people typed alike: one count fact a paper, behind the pictures of it, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec
import numpy as np

from sverka.domain.counts import Source
from sverka.domain.readings import Reading, ReadTable
from sverka.domain.typing_sheets import Picture, SheetLine
from sverka.errors import Refused
from sverka.office.chain import Chain
from sverka.office.delivery import Delivery
from sverka.office.facts_of_counts import Circumstances, count_facts
from sverka.office.fit import check_fit
from sverka.office.folder import State
from sverka.office.news import News, news_of
from sverka.office.take_in import check_changes
from sverka.office.typing_comparison import Comparison, ContestTyped
from sverka.office.typing_pictures import latest_documents
from sverka.record.fact_shape import EnteredBy
from sverka.record.facts import CountFact

SHEETS = "the sheets"  # where the figures stand, in messages
FORMAT = "typing-sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """How many counts are new, changed a figure, or were in the record already."""

    new: int
    changed: int
    unchanged: int


def record(
    state: State,
    comparison: Comparison,
    *,
    received: str,
    entered_by: EnteredBy,
    claimed: str = "",
    reason: str = "",
    agreed_only: bool = False,
) -> Recorded:
    """Take the agreed counts into the record; while a field is open, only with `agreed_only`."""
    _check_ready(comparison, agreed_only=agreed_only)
    read = {each.papers.contest: _read(each, comparison) for each in comparison.contests}
    tables = [table for table in read.values() if table.table.units]
    reading = Reading(name=SHEETS, format=FORMAT, tables=tuple(tables))
    check_fit(reading, state.election)
    documents = _documents(state, comparison)
    news = [_news(state, table) for table in tables]
    check_changes([(Delivery(name=SHEETS, content=b""), reading, news)], reason.strip())
    circumstances = Circumstances(
        received=received, claimed=claimed, entered_by=entered_by, reason=reason.strip()
    )
    entries = Chain(state).link(_facts(news, circumstances, documents))
    if entries:
        state.folder.append(entries, after=state.snapshot.size)
    return Recorded(
        new=sum(int(each.new.sum()) for each in news),
        changed=sum(int(each.changing.sum()) for each in news),
        unchanged=sum(each.unchanged for each in news),
    )


def _check_ready(comparison: Comparison, *, agreed_only: bool) -> None:
    fields, papers = sum(1 for _ in comparison.open_fields), len(comparison.not_begun)
    if not agreed_only and (fields or papers):
        raise Refused(
            "R464",
            f"{fields} fields are open and {papers} papers are not typed; nothing was recorded",
            cure="`sverka typing-compare` gives them back; --agreed-only records the papers that are complete",
        )
    if not comparison.complete:
        raise Refused(
            "R465", "no paper is agreed in every field", cure="`sverka typing-compare` says what is open"
        )


def _read(each: ContestTyped, comparison: Comparison) -> ReadTable:
    table = each.table(comparison.source)
    return ReadTable(table=table, lines=tuple((np.flatnonzero(each.found.complete) + 1).tolist()))


def _news(state: State, read: ReadTable) -> News:
    """What is news of it. People typed every field: a column of dashes says "not on the sheet", not nothing."""
    news = news_of(read, state.snapshot.of(read.table.contest).get(read.table.source))
    return replace(news, mentioned=np.ones_like(news.mentioned))


def _facts(
    news: list[News], circumstances: Circumstances, documents: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[CountFact]:
    for table in news:
        for fact in count_facts(table, circumstances):
            yield msgspec.structs.replace(fact, documents=documents[fact.contest, fact.station])


def _documents(state: State, comparison: Comparison) -> dict[tuple[str, str], tuple[str, ...]]:
    """The hashes of the pictures of each complete paper, as the record has them."""
    known, found = _known_pictures(state, comparison.source), {}
    for each in comparison.contests:
        for at in np.flatnonzero(each.found.complete).tolist():
            line = each.papers.lines[at]
            strange = next((picture for picture in line.pictures if picture.sha256 not in known), None)
            if strange:
                raise _not_recorded(strange, line, comparison.source)
            hashes = dict.fromkeys(known[picture.sha256] for picture in line.pictures)
            found[str(each.papers.contest), str(line.station)] = tuple(hashes)
    return found


def _not_recorded(picture: Picture, line: SheetLine, source: Source) -> Refused:
    what = f"the record does not have the picture {picture.name} of station {line.station} by {source}"
    return Refused("R466", what, cure="add it first: `sverka add DIR PICTURE --account … --holder …`")


def _known_pictures(state: State, source: Source) -> dict[str, str]:
    """The papers of a source that it did not take back, by the hash of their copy and of the file as it was."""
    facts = [
        fact
        for fact in latest_documents(state).values()
        if (fact.account, fact.holder) == (source.account, source.holder) and not fact.withdrawn
    ]
    originals = {fact.original: fact.sha256 for fact in facts if fact.original}
    return originals | {fact.sha256: fact.sha256 for fact in facts}
