"""Facts around publications: what the gate stopped, a fall that two operators let pass, what the law's body decided."""

from __future__ import annotations

from typing import Literal

import msgspec

from sverka.record.fact_shape import Fact, Figure

MOST_CHECKS = 20  # of one stop that are told in full: what is wrong is mostly wrong everywhere


class StoppedCheck(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One check that failed: its code in docs/checks.md, the place, what would have been shown and what follows."""

    code: str
    place: str
    shown: str
    expected: str


class StopFact(Fact, frozen=True, kw_only=True, tag="stop"):
    """A publication that the gate did not let pass: our own computation contradicted itself.

    It would have been made from the first `record_size` facts, whose tree has this `root`.
    `failed` : how many checks failed in all · `checks` : the first of them, at most `MOST_CHECKS`
    """

    record_size: Figure
    root: str
    failed: Figure
    checks: tuple[StoppedCheck, ...]


class AllowanceFact(Fact, frozen=True, kw_only=True, tag="allowance"):
    """Totals that fall without a declared cause and may be published: two operators sign for it, with the reason.

    `falls` : paths in data/results.json · `signed` : signature lines, by two operators of the definition
    """

    record_size: Figure
    root: str
    falls: tuple[str, ...]
    reason: str
    signed: tuple[str, ...]


class DecisionFact(Fact, frozen=True, kw_only=True, tag="decision"):
    """A decision of the law's body on what the result is, by its number; "" as contest means all of them.

    `claimed` : its date · `state` : cancelled by a later decision, which this fact then names
    """

    authority: str
    number: str
    state: Literal["in-force", "cancelled"]
    claimed: str
    contest: str = ""
    reason: str = ""
    documents: tuple[str, ...] = ()
