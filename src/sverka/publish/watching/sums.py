"""Sums on a page: controls of the form, and areas against the areas beneath them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sverka.domain.counts import CountTable, State
from sverka.domain.election import Contest, Election
from sverka.domain.ids import AreaId
from sverka.publish.watching.codes import Figure, Observed, PageCode
from sverka.reconcile.controls import check_table


def controls_seen(table: CountTable, contest: Contest) -> Iterator[Observed]:
    """The controls of the form that the figures of the page do not keep to."""
    for finding in check_table(table, contest):
        yield Observed(
            code=PageCode.CONTROL,
            contest=table.contest,
            unit=finding.unit,
            of=table.unit,
            detail=finding.code,
            context={"control": finding.code, "left": finding.left, "right": finding.right},
        )


def parts_seen(table: CountTable, election: Election) -> Iterator[Observed]:
    """Areas that are not the sum of the areas beneath them on the same page."""
    for area, line in table.position.items():
        children = [each.id for each in election.places.children(AreaId(area))]
        parts = [table.position[each] for each in children if each in table.position]
        if not parts:
            continue
        sums = table.values[parts].sum(axis=0)
        known = (table.state[[line, *parts]] == State.READ).all(axis=0)
        missed = np.where(known, sums - table.values[line], 0)
        if len(parts) < len(children):  # an area without all of its parts: they can only be too many
            missed = np.maximum(missed, 0)
        wrong = np.flatnonzero(missed)
        if len(wrong):
            most = int(wrong[np.argmax(np.abs(missed[wrong]))])
            context: dict[str, Figure] = {
                "fields": len(wrong),
                "field": str(table.fields[most]),
                "shown": int(table.values[line, most]),
                "parts": int(sums[most]),
            }
            yield Observed(code=PageCode.NOT_THE_SUM, contest=table.contest, unit=area, context=context)
