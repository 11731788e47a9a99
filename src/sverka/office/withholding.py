"""Keep a paper from being published, or publish it again: a fact, with a reason and who decided; never in silence.

A paper is *withheld* by a decision, because a voter can be recognised on it for instance, or *withdrawn* by its
holder, who takes it back: then it stands behind nothing any more either. Both ways the file stays in the office's
folder, and its hash in the record. It is not published, mirrored or bundled.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from sverka.errors import Fault, Refused
from sverka.office.chain import Chain
from sverka.office.folder import State
from sverka.record.fact_shape import EnteredBy
from sverka.record.facts import DocumentFact
from sverka.record.snapshot import Snapshot

FEWEST_DIGITS = 8
HEX = re.compile(r"[0-9a-f]+")


def withhold(
    state: State, paper: DocumentFact, *, reason: str, by: EnteredBy, received: str, withdrawn: bool = False
) -> bool:
    """Record that a paper is not published from now on; False if it is not already, for that reason."""
    decided = replace(paper, withdrawn=reason) if withdrawn else replace(paper, withheld=reason)
    if decided == paper:
        return False
    _append(state, replace(decided, entered_by=by, received=received))
    return True


def publish_again(state: State, paper: DocumentFact, *, by: EnteredBy, received: str) -> None:
    """Record that a paper is published again."""
    if paper.is_published:
        raise Refused(
            "R252",
            f"{paper.sha256} is not withheld, and not withdrawn either",
            cure="see what is: `sverka fsck DIR`",
        )
    if not state.folder.evidence.path(paper.sha256).exists():
        raise Refused(
            "R253",
            f"{paper.sha256} is not in evidence/, so that nobody could publish it",
            cure="put the file back, under that name",
        )
    _append(state, replace(paper, withheld="", withdrawn="", entered_by=by, received=received))


def paper_named(snapshot: Snapshot, given: str) -> DocumentFact:
    """The last fact of the paper that a person names by its hash, or by the beginning of it."""
    given = given.lower().removeprefix("evidence/")
    if not HEX.fullmatch(given) or len(given) < FEWEST_DIGITS:
        raise Fault(
            f"not a hash: {given!r}",
            cure=f"give the SHA-256 of the paper, or its first {FEWEST_DIGITS} digits",
        )
    papers = {fact.sha256: fact for fact in snapshot.documents.values() if _is(fact, given)}
    if len(papers) != 1:
        found = f"{len(papers)} papers" if papers else "no paper"
        raise Fault(
            f"{found} of the record with the hash {given}", cure="`sha256sum FILE` says the hash of a file"
        )
    return papers.popitem()[1]


def still_withheld(snapshot: Snapshot, document: DocumentFact) -> DocumentFact:
    """A paper that is handed in once more stays withheld, or withdrawn."""
    papers = [fact for fact in snapshot.documents.values() if fact.sha256 == document.sha256]
    last = papers[-1] if papers else None
    if last is None or last.is_published:
        return document
    return replace(document, withheld=last.withheld, withdrawn=last.withdrawn, entered_by=last.entered_by)


def _is(fact: DocumentFact, given: str) -> bool:
    """Whether a hash is that of what is published, or of the file as its holder has it."""
    return fact.sha256.startswith(given) or fact.original.startswith(given)


def _append(state: State, fact: DocumentFact) -> None:
    state.folder.append(
        Chain(state).link([replace(fact, supersedes="", reason="")]), after=state.snapshot.size
    )
