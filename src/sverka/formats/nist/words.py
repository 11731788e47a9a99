"""What a results report calls a contest, a selection or a row -> what the definition calls it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sverka.domain.election import Contest, Election
from sverka.domain.ids import ContestId, FieldId
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.nearest import nearest
from sverka.formats.nist import cdf
from sverka.formats.nist.layout import FORM, OTHER, Code, identified, names_of
from sverka.formats.selections import Ballot
from sverka.formats.spellings import spelled


def is_form(contest: cdf.AnyContest) -> bool:
    """Whether a contest of the file is the form of another one."""
    return isinstance(contest, cdf.BallotMeasureContest) and (contest.type, contest.other_type) == (
        OTHER,
        FORM,
    )


class Things:
    """The parties and candidates of a file, for which its selections stand."""

    def __init__(self, report: cdf.ElectionReport) -> None:
        self.parties = {each.id: each for each in report.party}
        self.candidates = {each.id: each for election in report.election for each in election.candidate}

    def of(self, selection: cdf.AnySelection) -> cdf.Party | cdf.Candidate | None:
        """The party or candidate of a selection; of several, the first."""
        match selection:
            case cdf.PartySelection():
                return next(
                    (self.parties[each] for each in selection.party_ids if each in self.parties), None
                )
            case cdf.CandidateSelection():
                ids = selection.candidate_ids
                return next((self.candidates[each] for each in ids if each in self.candidates), None)
            case _:
                return None

    def identifiers(self, selection: cdf.AnySelection) -> Sequence[cdf.ExternalIdentifier]:
        """What tells a selection apart, besides its name."""
        if isinstance(selection, cdf.BallotMeasureSelection):
            return selection.external_identifier
        thing = self.of(selection)
        return thing.external_identifier if thing else []

    def text(self, selection: cdf.AnySelection) -> cdf.InternationalizedText | None:
        """The name of a selection."""
        if isinstance(selection, cdf.BallotMeasureSelection):
            return selection.selection
        match self.of(selection):
            case cdf.Candidate() as candidate:
                return candidate.ballot_name
            case cdf.Party() as party:
                return party.name
            case None:
                return None


class Words:
    """Finds the definition's contest or field for one of the file, or raises the fault that says why not."""

    def __init__(self, report: cdf.ElectionReport, election: Election, name: str) -> None:
        self.election = election
        self.name = name
        self.things = Things(report)
        self.ballots = {contest.id: Ballot(contest) for contest in election.contests.values()}

    def contest(self, contest: cdf.AnyContest, path: str) -> Contest:
        """By our code or its `@id`, else by its name."""
        code = Code.FORM_OF if is_form(contest) else Code.ID
        ours = identified(contest.external_identifier, code)
        for word in (ours,) if ours else (contest.id, *(each.value for each in contest.external_identifier)):
            if word in self.election.contests:
                return self.election.contests[ContestId(word)]
        wanted = {spelled(each) for each in (contest.name, *names_of(contest.ballot_title))}
        named = (
            []
            if ours
            else [
                each
                for each in self.election.contests.values()
                if wanted & {spelled(name) for name in each.names}
            ]
        )
        if len(named) == 1:
            return named[0]
        what = f"{quoted(ours or contest.name)} is no contest of this election"
        raise Fault(
            what, place=f"{self.name}, {path}", cure=nearest(ours or contest.name, self.election.contests)
        )

    def field(self, contest: Contest, selection: cdf.AnySelection, path: str) -> FieldId:
        """By our code or its `@id`, else by a name or alias of the definition."""
        ballot, place = self.ballots[contest.id], f"{self.name}, {path}"
        ours = identified(self.things.identifiers(selection), Code.ID)
        names = [*names_of(self.things.text(selection))]
        found = ballot.field(ours or selection.id)
        for word in () if ours else dict.fromkeys(names):
            found = found or ballot.find(word, place)
        if found is None:
            raise ballot.unknown(ours or next(iter(names), selection.id), place)
        return found


def contests_in(election: cdf.Election) -> Iterator[tuple[str, cdf.AnyContest]]:
    """Every contest of the file with its path."""
    for position, contest in enumerate(election.contest):
        yield f"$.Election[0].Contest[{position}]", contest


def selections_in(path: str, contest: cdf.AnyContest) -> Iterator[tuple[str, cdf.AnySelection]]:
    """Every selection of a contest with its path."""
    for position, selection in enumerate(contest.contest_selection):
        yield f"{path}.ContestSelection[{position}]", selection
