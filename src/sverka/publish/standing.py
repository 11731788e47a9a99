"""What becomes of each station's count: annulled, set aside, summed with findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source
from sverka.domain.election import FindingsPolicy, Severity
from sverka.domain.findings import FindingTable
from sverka.domain.ids import AccountId, AreaId, SelectionId
from sverka.publish.areas import Membership
from sverka.record.facts import Scope

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One flag per station; shape (stations,) each.

    `expected` : a count of this source is to be expected; none by machine where there is no machine
    """

    expected: BoolArray
    annulled: BoolArray
    set_aside: BoolArray
    with_findings: BoolArray


def standing_of(
    findings: FindingTable | None, *, expected: BoolArray, annulled: BoolArray, policy: FindingsPolicy
) -> Standing:
    """How the counts of one source stand; without controls, nothing is set aside."""
    if findings is None or not findings.controls:
        nothing = np.zeros_like(annulled)
        return Standing(expected=expected, annulled=annulled, set_aside=nothing, with_findings=nothing)
    errors = [control.severity is Severity.ERROR for control in findings.controls]
    broken = np.asarray(findings.shown[errors].any(axis=0))
    return Standing(
        expected=expected,
        annulled=annulled,
        set_aside=broken if policy is FindingsPolicy.SET_ASIDE else np.zeros_like(broken),
        with_findings=np.asarray(findings.shown.any(axis=0)),
    )


def standing_of_first(
    order: Iterable[AccountId],
    tables: Mapping[Source, CountTable],
    standings: Mapping[Source, Standing],
    *,
    expected: BoolArray,
    annulled: BoolArray,
) -> Standing:
    """Each station stands as it does in the source that gave its count, the first of an order of accounts."""
    set_aside, with_findings = np.zeros((2, len(annulled)), np.bool_)
    free = np.ones(len(annulled), np.bool_)
    for account in order:
        for source in (source for source in tables if source.account == account):
            mine = free & tables[source].counted
            set_aside[mine] = standings[source].set_aside[mine]
            with_findings[mine] = standings[source].with_findings[mine]
            free &= ~mine
    return Standing(expected=expected, annulled=annulled, set_aside=set_aside, with_findings=with_findings)


def annulled_stations(
    scopes: Iterable[Scope], position: Mapping[str, int], membership: Membership
) -> BoolArray:
    """Shape (stations,): annulled as a whole. A box or a selection alone leaves the station's count standing."""
    annulled = np.zeros(len(position), np.bool_)
    for scope in scopes:
        if scope.box or scope.selection:
            continue
        if scope.station:
            annulled[[position[scope.station]] if scope.station in position else []] = True
        else:
            annulled[membership.lines.get(AreaId(scope.area), [])] = True
    return annulled


def annulled_selections(scopes: Sequence[Scope]) -> frozenset[SelectionId]:
    """Selections whose votes a decision has annulled throughout the contest."""
    whole = (scope for scope in scopes if not scope.station and not scope.area)
    return frozenset(SelectionId(scope.selection) for scope in whole if scope.selection)
