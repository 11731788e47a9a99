"""What `sverka compare OURS THEIRS --json` answers of two records; other programs rely on this shape (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sverka.publish.comparison_answer import difference_answer
from sverka.publish.two_records.comparison import Line, TwoRecords
from sverka.publish.two_records.covers import Cover, Covers
from sverka.publish.two_records.definitions import Definitions, OnlyIn
from sverka.publish.two_records.holdings import Holding, Moment, Paper
from sverka.publish.two_records.pairs import Alone, Pair, Verdict

Answer = dict[str, Any]


def definitions_answer(definitions: Definitions) -> Answer:
    """What only one of the definitions has."""
    return {
        "contests": _apart(definitions.only_contests),
        "stations": _apart(definitions.stations),
        "accounts": _apart(definitions.accounts),
        "fields": {contest: _apart(apart) for contest, apart in definitions.fields.items()},
    }


def pair_answer(pair: Pair) -> Answer:
    """One account in both records, in numbers of units."""
    ours, theirs = pair.sources
    return {
        "contest": pair.contest,
        "unit": pair.unit,
        "ours": str(ours),
        "theirs": str(theirs),
        "units": {str(verdict).replace("-", "_"): pair.numbers[verdict] for verdict in Verdict},
    }


def alone_answer(records: TwoRecords) -> Answer:
    """The accounts that only one of the records has counts of."""
    ours, theirs = records.alone
    return {"ours": _alone(ours), "theirs": _alone(theirs)}


def line_answer(line: Line, covers: tuple[Covers, Covers]) -> Answer:
    """One count of one unit: what both say, since when, and on which papers."""
    ours, theirs = line.pair.sources
    answer: Answer = {
        "contest": line.pair.contest,
        str(line.pair.unit): line.unit,
        "verdict": line.verdict,
        "account": {"ours": str(ours), "theirs": str(theirs)},
    }
    if line.place is not None and line.verdict in (Verdict.CONFLICT, Verdict.NOT_COMPARABLE):
        found = difference_answer(line.pair.comparison, line.place)
        answer |= {key: found[key] for key in ("kind", "gross", "net", "fields")}
    answer["ours"] = _holding(line.ours, covers[0])
    answer["theirs"] = _holding(line.theirs, covers[1])
    if line.agreed:
        answer["agreed"] = {
            name: _moment(moment, cover)
            for name, moment, cover in zip(("ours", "theirs"), line.agreed, covers, strict=True)
        }
    return answer


def _alone(found: Iterable[Alone]) -> list[Answer]:
    return [
        {"contest": each.contest, "unit": each.unit, "account": str(each.source), "counted": each.counted}
        for each in found
    ]


def _apart(apart: OnlyIn) -> Answer:
    return {"ours": list(apart.ours), "theirs": list(apart.theirs)}


def _holding(holding: Holding | None, covers: Covers) -> Answer | None:
    if holding is None:
        return None
    answer: Answer = {"since": _moment(holding.since, covers)}
    if len(holding.moments) > 1:
        answer["corrected"] = [_moment(moment, covers) for moment in holding.moments[1:]]
    return {**answer, "papers": [_paper(paper) for paper in holding.papers]}


def _moment(moment: Moment, covers: Covers) -> Answer:
    """When a count came: by the record's order, by what its keeper and its source say, and by others' clocks."""
    fact = moment.fact
    entered_by = fact.entered_by
    said = {
        "size": moment.size,
        "received": fact.received,
        "claimed": fact.claimed,
        "reason": fact.reason,
        "organisation": entered_by.organisation if entered_by else "",
    }
    answer: Answer = {key: value for key, value in said.items() if value}
    answer["published"] = _cover(covers.published(moment.entry))
    answer["proven"] = _cover(covers.proven(moment.entry))
    return answer


def _cover(cover: Cover | None) -> Answer | None:
    if cover is None:
        return None
    answer: Answer = {"kind": cover.kind, "size": cover.size, "at": cover.at}
    return {**answer, "by": cover.by} if cover.by else answer


def _paper(paper: Paper) -> Answer:
    answer: Answer = {"sha256": paper.sha256}
    if paper.fact is not None:
        fields = ("file", "account", "holder", "through", "original", "signed", "stamped", "withheld")
        answer |= {name: value for name in fields if (value := getattr(paper.fact, name))}
    return answer
