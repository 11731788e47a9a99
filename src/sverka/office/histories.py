"""What a history is made from, out of an election folder: its entries, and what its definitions describe."""

from __future__ import annotations

from functools import lru_cache

from sverka.domain.election import Election
from sverka.errors import Fault
from sverka.office.folder import ElectionFolder
from sverka.office.papers import Papers
from sverka.publish.history.parts import ElectionOf
from sverka.publish.history.past import Past
from sverka.record.facts import DefinitionFact


def past_of(folder: ElectionFolder, size: int | None = None) -> Past:
    """The first `size` entries of a record, or all of them."""
    past = Past()
    past.take(folder.store.entries(0, folder.store.size if size is None else size))
    return past


KEPT = 4  # definitions: a question that looks before and after one goes back and forth between two


def elections_of(folder: ElectionFolder) -> ElectionOf:
    """What each definition of a record describes; the last ones that were asked for are kept."""

    @lru_cache(KEPT)
    def described(definition: str, stations: str, aliases: str) -> Election:
        return Papers.named((definition, stations, aliases), folder.evidence).election()

    def election_of(fact: DefinitionFact | None) -> Election:
        if fact is None:
            raise Fault("before this size the record has no definition", place=str(folder.path))
        return described(fact.definition, fact.stations, fact.aliases)

    return election_of
