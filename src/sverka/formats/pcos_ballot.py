"""The ballot on a page of the commission's results API -> the selections of a contest."""

from __future__ import annotations

from sverka.domain.election import Contest, Election, Selection
from sverka.domain.ids import ContestId, FieldId
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.nearest import nearest
from sverka.formats.pcos import PcosBallot, PcosPage
from sverka.formats.spellings import spelled


def contest_of(page: PcosPage, election: Election, told: str, name: str) -> Contest:
    """The contest that was told, else the only one on whose ballot every position of the page stands."""
    if told:
        if told not in election.contests:
            cure = nearest(told, election.contests)
            raise Fault(f"there is no contest {quoted(told)}", place=f"{name}, mapping, contest", cure=cure)
        return election.contests[ContestId(told)]
    contests = list(election.contests.values())
    fitting = [each for each in contests if all(_selection(ballot, each) for ballot in page.ballots)]
    chosen = contests if len(contests) == 1 else fitting
    if len(chosen) != 1:
        what = f"the ballots on the page fit {len(fitting)} contests"
        cure = 'Say in a mapping which one it is: contest = "…".'
        raise Fault(what, place=f"{name}, $.ballots", cure=cure)
    return chosen[0]


def positions_of(page: PcosPage, contest: Contest, name: str) -> tuple[dict[str, FieldId], list[Fault]]:
    """The selection at each position of the page, and a fault for each that is not known."""
    positions: dict[str, FieldId] = {}
    faults: list[Fault] = []
    for at, ballot in enumerate(page.ballots):
        place = f"{name}, $.ballots[{at}]"
        selection = _selection(ballot, contest)
        if selection is None:
            faults.append(_unknown(ballot, contest, place))
        elif str(ballot.position) in positions or FieldId(selection.id) in positions.values():
            what = f"position {ballot.position} ({selection.id}) stands on the ballot twice"
            faults.append(Fault(what, place=place, cure="Each must be given once."))
        else:
            positions[str(ballot.position)] = FieldId(selection.id)
    return positions, faults


def _selection(ballot: PcosBallot, contest: Contest) -> Selection | None:
    """The selection that bears a name of the ballot, at its position where the definition knows positions."""
    numbered = [each for each in contest.selections if each.number == str(ballot.position)]
    wanted = {spelled(each) for each in (ballot.name_ky, ballot.name_ru) if each}
    if not wanted:
        return numbered[0] if numbered else None
    named = [each for each in contest.selections if wanted & _spellings(each)]
    fitting = [each for each in named if not each.number or each in numbered]
    return fitting[0] if len(fitting) == 1 else None


def _spellings(selection: Selection) -> set[str]:
    return {spelled(each) for each in (*selection.names, *selection.aliases)}


def _unknown(ballot: PcosBallot, contest: Contest, place: str) -> Fault:
    said = ballot.name_ru or ballot.name_ky
    ours = next((each for each in contest.selections if each.number == str(ballot.position)), None)
    if ours is None:
        known = [each.number for each in contest.selections if each.number]
        what = f"position {ballot.position} ({quoted(said)}) is not on the ballot of contest {contest.id}"
        return Fault(what, place=place, cure=nearest(str(ballot.position), known))
    what = f"position {ballot.position} is {quoted(ours.names.in_language('ru'))} on the ballot, not {quoted(said)}"
    return Fault(what, place=place, cure="If it is another spelling, add it to the aliases of the selection.")
