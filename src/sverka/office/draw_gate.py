"""Whether a commitment fits the record, and a sample follows from its list: asked before either is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sverka.audits.drawn_list import stations_in
from sverka.audits.sampling import composed
from sverka.domain.ids import ContestId
from sverka.office.folder import State
from sverka.publish.group.draw_check import committed_population, draw_anew
from sverka.publish.group.draw_population import check_population
from sverka.publish.group.drawings import Drawing, Drawings, not_drawn, unfit
from sverka.publish.results import Results
from sverka.record.facts import hash_of
from sverka.record.group_facts import AnyGroupFact, CaseFact, CommitmentFact, SampleFact


def check_drawings(
    state: State, drawings: Drawings, facts: Sequence[AnyGroupFact], evidence: Iterable[bytes]
) -> None:
    """Refuse facts about to be written whose files do not say what they should; `drawings` has them already."""
    handed_in = {hash_of(content): content for content in evidence}
    lists: dict[str, tuple[str, ...]] = {}
    for fact in facts:
        match fact:
            case CommitmentFact():
                check_commitment(state, fact, files_of(state, drawings.by_id[fact.draw], handed_in))
            case SampleFact():
                check_sample(drawings.by_id[fact.draw], files_of(state, drawings.by_id[fact.draw], handed_in))
            case CaseFact(draw=draw) if draw:
                if draw not in lists:
                    lists[draw] = _drawn(
                        drawings.by_id[draw], files_of(state, drawings.by_id[draw], handed_in)
                    )
                check_case(fact, lists[draw])


def check_sample(drawing: Drawing, files: Mapping[str, bytes]) -> None:
    """Refuse a sample that is not what the seed draws."""
    refused = draw_anew(drawing, files).refused
    if refused is not None:
        raise refused


def check_case(fact: CaseFact, drawn: Sequence[str]) -> None:
    """Refuse a case opened, or a recount asked for, for a drawing that did not draw its station."""
    if composed(fact.station) not in drawn:
        raise not_drawn(f"station {fact.station} is not among those that the drawing {fact.draw} drew")


def check_commitment(state: State, fact: CommitmentFact, files: Mapping[str, bytes]) -> None:
    """Refuse a commitment whose root or list is not that of the record at its size."""
    if fact.record_size > state.snapshot.size:
        raise unfit(f"the record has {state.snapshot.size} facts, and it names the first {fact.record_size}")
    root = state.folder.store.root(fact.record_size).hex()
    if fact.root != root:
        raise unfit(f"the root of the first {fact.record_size} facts is {root}, and not {fact.root}")
    if ContestId(fact.contest) not in state.election.contests:
        raise unfit(f"there is no contest {fact.contest!r}")
    committed = committed_population(fact, files)
    as_of = state if fact.record_size == state.snapshot.size else state.folder.open(size=fact.record_size)
    check_population(Results(as_of.election, as_of.snapshot), ContestId(fact.contest), committed)


def files_of(
    state: State, drawing: Drawing, handed_in: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """The files that a drawing names: handed in with it, or in `evidence/`."""
    named = [drawing.committed.fact.population]
    if drawing.drawn is not None:
        named.append(drawing.drawn.fact.drawn)
    given = handed_in or {}
    return {sha256: given.get(sha256) or state.folder.evidence.get(sha256) for sha256 in named}


def _drawn(drawing: Drawing, files: Mapping[str, bytes]) -> tuple[str, ...]:
    return stations_in(files[drawing.drawn.fact.drawn]) if drawing.drawn else ()
