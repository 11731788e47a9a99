"""What does not fit together on one look at a page, or between it and the look before."""

from __future__ import annotations

from collections.abc import Iterator

from sverka.domain.counts import Unit
from sverka.domain.election import Election
from sverka.domain.ids import ContestId
from sverka.formats.shown_page import Outcome
from sverka.publish.watching.between import between_looks
from sverka.publish.watching.codes import Figure, Observed, PageCode
from sverka.publish.watching.looks import Look
from sverka.publish.watching.shares import shares_seen
from sverka.publish.watching.sums import controls_seen, parts_seen


def observed(look: Look, before: Look | None, election: Election) -> Iterator[Observed]:
    """Everything that is seen at one look; `before` is the last look with figures, if there was one."""
    match look.shown.outcome:
        case Outcome.FIGURES:
            yield from _on_figures(look, before, election)
        case Outcome.BLANK:
            yield Observed(code=PageCode.BLANK)
        case Outcome.UNREADABLE:
            yield Observed(code=PageCode.UNREADABLE, context={"note": look.shown.note})
        case Outcome.ERROR | Outcome.NO_ANSWER | Outcome.ELSEWHERE:
            context: dict[str, Figure] = {"status": look.shown.status, "note": look.shown.note}
            yield Observed(code=PageCode.NO_ANSWER, context=context)


def _on_figures(look: Look, before: Look | None, election: Election) -> Iterator[Observed]:
    tables = {ContestId(table.contest): table for table in look.shown.tables}
    for contest_id, table in tables.items():
        contest = election.contests[contest_id]
        yield from controls_seen(table, contest)
        if table.unit is Unit.AREA:
            yield from parts_seen(table, election)
    yield from shares_seen(look, tables, election)
    if before is not None:
        earlier = {ContestId(table.contest): table for table in before.shown.tables}
        yield from between_looks(earlier, tables)
