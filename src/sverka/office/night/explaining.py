"""The words of a publication that changes what had been published: why, and which figures.

At night the facts say it, since nobody sits beside each publication. Who publishes with a command gives the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sverka.errors import Refused
from sverka.office.folder import State
from sverka.office.night.causes import causes, said_of
from sverka.office.publication import Words
from sverka.publish.corrections import Correction, corrections, said
from sverka.publish.figures_file import format_results
from sverka.publish.results import Results
from sverka.record.facts import PublicationFact, hash_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From one publication to the next; `now` has no words yet, `facts` came in between, with their entries."""

    before: PublicationFact
    now: PublicationFact
    state: State
    results: Results
    facts: Sequence[tuple[int, bytes]]


Explain = Callable[[Change], tuple[str, str]]
"""Gives the reason and the change as a publication states them; both "" where nothing was corrected."""


def by_the_facts(change: Change) -> tuple[str, str]:
    """What the facts say that changed figures."""
    return said_of(causes(change.facts))


def by_a_person(words: Words) -> Explain:
    """What a person says; refused where figures are corrected and no reason is given."""

    def explain(change: Change) -> tuple[str, str]:
        found = corrected(change) if change.before.figures != change.now.figures else []
        if found and not words.reason:
            raise Refused(
                "R241",
                "figures that were published are other ones now, and not only for stations that came in: "
                + said(found),
                cure="say why: `sverka publish DIR --reason TEXT`",
            )
        return words.reason, "; ".join(filter(None, (words.changed, said(found))))

    return explain


def corrected(change: Change) -> list[Correction]:
    """What had been published and is otherwise now, also where only this program computes it otherwise."""
    before = change.before
    past = change.state.folder.open(size=before.record_size)
    results = Results(past.election, past.snapshot)
    again = hash_of(format_results(results, root=bytes.fromhex(before.root)))
    by_code = [] if again == before.figures else [Correction("the program that computes the figures")]
    return [*by_code, *corrections(results, change.results)]
