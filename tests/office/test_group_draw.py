"""Drawings: committed before the dice, rolled by two sides, drawn as the seed says; anything else is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sverka.audits.drawn_list import stations_in
from sverka.audits.population import LeftOut, parse_population
from sverka.domain.ids import AreaId, ContestId
from sverka.errors import Fault, Refused
from sverka.office.annul import Decision, annul, scopes_of
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import group_state_of, perform
from sverka.office.group_cases import Said
from sverka.office.group_draw import asked_for, commitment, drawing_of, one_drawing, roll, sample
from sverka.publish.group.draw_check import draw_anew
from sverka.publish.group.draw_population import Frame
from sverka.publish.group.drawings import Drawing
from sverka.record.facts import canonical_bytes, hash_of
from sverka.record.group_facts import AnyGroupFact, CaseFact, CommitmentFact, DiceFact, SampleFact
from sverka.record.signing import sign
from tests.group_town import AFTERNOON, act, group_town, keys, step
from tests.town import MACHINE, MORNING, add, files_of

COUNCIL = ContestId("council")
SAID = Said(claimed="2026-05-19T12:00:00+06:00", reason="as agreed")
TEN, TEN_MORE = "3514266314", "6225316254"
BOTH = ("apple", "observers")


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town with its group; the list of a drawing is not committed yet."""
    return group_town(tmp_path / "town").folder


def do(folder: ElectionFolder, fact: AnyGroupFact, *names: str, evidence: bytes | None = None) -> None:
    """Let members do something that may name a file."""
    files = [] if evidence is None else [evidence]
    perform(folder.open(), [fact], keys(*names), received=AFTERNOON, evidence=files)


def commit(
    folder: ElectionFolder,
    draw: str = "1",
    *,
    size: int = 2,
    frame: Frame | None = None,
    by: tuple[str, ...] = BOTH,
) -> CommitmentFact:
    """Commit a drawing of the council."""
    fact, listed = commitment(folder.open(), draw, frame or Frame(contest=COUNCIL), size, SAID)
    do(folder, fact, *by, evidence=listed)
    return fact


def rolled(folder: ElectionFolder, *digits: str, sides: int = 6, by: tuple[str, ...] = BOTH) -> None:
    """Roll dice for drawing 1; all who sign have typed the same."""
    for each in digits:
        do(folder, roll(folder.open(), "1", dict.fromkeys(by, each), sides, SAID), *by)


def drawn(folder: ElectionFolder, by: str = "pear") -> tuple[str, ...]:
    """Draw, and give what was drawn."""
    fact, _, listed = sample(folder.open(), "1", SAID)
    do(folder, fact, by, evidence=listed)
    return stations_in(folder.evidence.get(fact.drawn))


def drawing(folder: ElectionFolder) -> Drawing:
    """Drawing 1 as the record has it."""
    state = group_state_of(folder.open())
    assert not state.wrong
    return drawing_of(state, "1")


def refused(folder: ElectionFolder, fact: AnyGroupFact, *names: str, evidence: bytes | None = None) -> str:
    """The code with which a fact is refused; nothing has changed."""
    before = files_of(folder.path)
    with pytest.raises(Refused) as caught:
        do(folder, fact, *names, evidence=evidence)

    assert files_of(folder.path) == before
    return caught.value.code


def test_a_drawing_is_committed_rolled_and_drawn(folder: ElectionFolder) -> None:
    before = folder.open().snapshot.size
    fact = commit(folder)
    rolled(folder, TEN, TEN_MORE)
    stations = drawn(folder)

    found = drawing(folder)
    assert (fact.record_size, fact.population_size) == (before, 5)
    assert found.seed == TEN + TEN_MORE
    assert len(stations) == 2
    assert found.drawn is not None
    assert found.drawn.fact.drawn == hash_of(folder.evidence.get(found.drawn.fact.drawn))


def test_the_list_names_what_is_left_out_and_why(folder: ElectionFolder) -> None:
    decision = Decision(authority="court", number="1", reason="as decided")
    annul(
        folder.open(),
        scopes_of(["0001"], area="", contest="", selection="", box=""),
        decision,
        received=MORNING,
    )
    frame = Frame(contest=COUNCIL, sizes="machine:[2]", without=[AreaId("south")])
    fact = commit(folder, size=1, frame=frame)

    listed = parse_population(folder.evidence.get(fact.population))
    assert listed.left_out() == {LeftOut.ANNULLED: 1, LeftOut.OUTSIDE: 2}
    assert dict(listed.units()) == {"0002": 70, "0003": 20}


def test_a_station_without_a_size_is_left_out(folder: ElectionFolder) -> None:
    fact = commit(folder, frame=Frame(contest=COUNCIL, sizes="machine:valid"))

    listed = parse_population(folder.evidence.get(fact.population))
    assert listed.left_out() == {LeftOut.NO_SIZE: 1}  # 0102 has no count by machine
    assert fact.population_size == 4


def test_a_size_below_nothing_is_no_size(folder: ElectionFolder) -> None:
    add(folder, MACHINE.replace("0003,20,1,", "0003,20,21,"), reason="as on the tape")
    fact = commit(folder, frame=Frame(contest=COUNCIL, sizes="machine:valid"))

    listed = folder.evidence.get(fact.population).decode().splitlines()
    assert "0003,,no-size" in listed


@pytest.mark.parametrize(
    "frame, place",
    [
        (Frame(contest=COUNCIL, sizes="machine:weight"), "--sizes"),
        (Frame(contest=COUNCIL, only=[AreaId("west")]), "--only"),
        (Frame(contest=COUNCIL, without=[AreaId("west")]), "--without"),
    ],
)
def test_what_the_election_does_not_have_cannot_be_drawn_from(
    folder: ElectionFolder, frame: Frame, place: str
) -> None:
    with pytest.raises(Fault) as caught:
        commitment(folder.open(), "1", frame, 2, SAID)

    assert caught.value.place == place


def test_a_second_commitment_under_the_same_name_is_refused(folder: ElectionFolder) -> None:
    commit(folder)
    fact, listed = commitment(folder.open(), "1", Frame(contest=COUNCIL), 3, SAID)

    assert refused(folder, fact, *BOTH, evidence=listed) == "R431"


def test_a_drawing_that_displeased_stays_beside_the_next(folder: ElectionFolder) -> None:
    commit(folder, "1")
    commit(folder, "2")

    assert list(group_state_of(folder.open()).drawings.by_id) == ["1", "2"]
    with pytest.raises(Fault, match="there are 2 drawings"):
        one_drawing(group_state_of(folder.open()), None)


def dice(commitment: str, digits: str = TEN, draw: str = "1") -> DiceFact:
    """A roll, whatever was committed."""
    return DiceFact(
        schema=1, received="", signatures=(), draw=draw, commitment=commitment, digits=digits, sides=6
    )


def test_dice_before_the_commitment_are_refused(folder: ElectionFolder) -> None:
    assert refused(folder, dice("0" * 64), *BOTH) == "R432"


def test_dice_of_another_commitment_are_refused(folder: ElectionFolder) -> None:
    commit(folder, "1")
    commit(folder, "2")
    other = group_state_of(folder.open()).drawings.by_id["2"].committed.sha256

    assert refused(folder, dice(other), *BOTH) == "R432"


def test_nobody_rolls_on_when_there_are_digits_enough(folder: ElectionFolder) -> None:
    commit(folder)
    rolled(folder, TEN, TEN_MORE)

    assert refused(folder, roll(folder.open(), "1", dict.fromkeys(BOTH, TEN), 6, SAID), *BOTH) == "R430"


def test_nobody_rolls_for_a_drawing_that_is_drawn(folder: ElectionFolder) -> None:
    commit(folder)
    rolled(folder, TEN, TEN_MORE)
    drawn(folder)

    assert refused(folder, dice(drawing(folder).committed.sha256), *BOTH) == "R433"


def test_nothing_is_drawn_twice(folder: ElectionFolder) -> None:
    commit(folder)
    rolled(folder, TEN, TEN_MORE)
    drawn(folder)
    fact, _, listed = sample(folder.open(), "1", SAID)

    assert refused(folder, fact, "pear", evidence=listed) == "R433"


@pytest.mark.parametrize("digits", ["", "7", "35 14", "1a"])
def test_digits_that_no_die_has_are_refused(folder: ElectionFolder, digits: str) -> None:
    commit(folder)

    assert refused(folder, dice(drawing(folder).committed.sha256, digits), *BOTH) == "R434"


@pytest.mark.parametrize("by", [("apple",), ("observers",)])
def test_one_side_alone_neither_commits_nor_rolls(folder: ElectionFolder, by: tuple[str, ...]) -> None:
    fact, listed = commitment(folder.open(), "1", Frame(contest=COUNCIL), 2, SAID)
    assert refused(folder, fact, *by, evidence=listed) == "R435"

    commit(folder)
    assert refused(folder, dice(drawing(folder).committed.sha256), *by) == "R435"


@pytest.mark.parametrize("by", [("apple", "pear"), ("apple", "commission"), ("observers", "commission")])
def test_two_sides_do(folder: ElectionFolder, by: tuple[str, ...]) -> None:
    commit(folder, by=by)
    rolled(folder, TEN, by=by)

    assert drawing(folder).seed == TEN


def test_too_few_digits_draw_nothing(folder: ElectionFolder) -> None:
    commit(folder)
    rolled(folder, TEN, TEN_MORE[:9])
    found = drawing(folder)

    assert found.digits_missing == 1
    assert refused(folder, sample_made_elsewhere(folder), "pear") == "R436"


def test_a_case_is_opened_for_a_drawing_that_drew_its_station(folder: ElectionFolder) -> None:
    opened = {
        station: step(station, "opened", draw="1") for station in ("0001", "0002", "0003", "0101", "0102")
    }
    commit(folder)
    rolled(folder, TEN, TEN_MORE)
    assert refused(folder, opened["0001"], "apple") == "R432"

    chosen = drawn(folder)
    assert {refused(folder, opened[each], "apple") for each in opened if each not in chosen} == {"R432"}
    act(folder, [opened[each] for each in chosen], "apple")


def sample_made_elsewhere(folder: ElectionFolder) -> SampleFact:
    """A sample whose list is not what the seed draws."""
    found = drawing(folder)
    return SampleFact(
        schema=1,
        received="",
        signatures=(),
        draw="1",
        commitment=found.committed.sha256,
        seed=found.seed,
        drawn=hash_of(b"another"),
        sample_size=2,
    )


@pytest.mark.parametrize("said", [{"seed": TEN_MORE + TEN}, {"sample_size": 3}], ids=["seed", "size"])
def test_a_sample_that_says_otherwise_is_refused(folder: ElectionFolder, said: dict[str, str | int]) -> None:
    commit(folder)
    rolled(folder, TEN, TEN_MORE)
    fact, _, listed = sample(folder.open(), "1", SAID)

    assert refused(folder, replace(fact, **said), "pear", evidence=listed) == "R437"


def test_a_sample_with_another_list_is_refused(folder: ElectionFolder) -> None:
    commit(folder)
    rolled(folder, TEN, TEN_MORE)

    assert refused(folder, sample_made_elsewhere(folder), "pear", evidence=b"another") == "R437"


def test_typists_who_differ_hear_where_and_not_what(folder: ElectionFolder) -> None:
    commit(folder)
    with pytest.raises(Refused) as caught:
        roll(folder.open(), "1", {"apple": "351426", "observers": "351526"}, 6, SAID)

    assert caught.value.code == "R438"
    assert "digit 4" in caught.value.what
    assert "351" not in str(caught.value)


def test_a_commitment_to_another_record_is_refused(folder: ElectionFolder) -> None:
    fact, listed = commitment(folder.open(), "1", Frame(contest=COUNCIL), 2, SAID)

    for wrong in (
        replace(fact, root="0" * 64),
        replace(fact, record_size=fact.record_size + 1),
        replace(fact, record_size=0),
        replace(fact, population_size=4),
        replace(fact, sample_size=6),
        replace(fact, sample_size=0),
        replace(fact, method="size"),
        replace(fact, contest="mayor"),
    ):
        assert refused(folder, wrong, *BOTH, evidence=listed) == "R439"


def test_a_commitment_to_facts_after_it_has_no_effect_where_it_stands_in_a_record(
    folder: ElectionFolder,
) -> None:
    state = folder.open()
    fact, listed = commitment(state, "1", Frame(contest=COUNCIL), 2, SAID)
    forged = replace(fact, record_size=fact.record_size + 1, received=AFTERNOON)
    written = canonical_bytes(sign(forged, str(state.election.id), keys(*BOTH)))
    folder.append([written], after=state.snapshot.size, evidence=[listed])

    (wrong,) = group_state_of(folder.open()).wrong
    assert wrong.refused.code == "R439"


@pytest.mark.parametrize(
    "before, after",
    [
        ("0003,1,\n", ""),
        ("0003,1,\n", "0003,1,annulled\n"),
        ("0003,1,\n", "0003,1,outside\n"),
        ("0003,1,\n", "0003,2,\n"),
        ("0003,1,\n", "0003,1,\n0004,1,\n"),
        ("equal", "size machine:[2]"),
    ],
    ids=["one less", "annulled", "outside alone", "heavier", "one more", "other sizes"],
)
def test_a_list_that_the_record_does_not_give_is_refused(
    folder: ElectionFolder, before: str, after: str
) -> None:
    fact, listed = commitment(folder.open(), "1", Frame(contest=COUNCIL), 2, SAID)
    changed = listed.decode().replace(before, after).encode()
    size = len(list(parse_population(changed).units()))
    forged = replace(
        fact,
        population=hash_of(changed),
        population_size=size,
        method="size" if b"size" in changed else "equal",
    )

    assert refused(folder, forged, *BOTH, evidence=changed) == "R439"


def test_whole_areas_may_be_left_out(folder: ElectionFolder) -> None:
    fact = commit(folder, frame=Frame(contest=COUNCIL, only=[AreaId("north")]))

    assert fact.population_size == 3
    assert draw_anew(drawing(folder), {fact.population: folder.evidence.get(fact.population)}).drawn == ()


def test_a_recount_is_asked_for_where_none_is(folder: ElectionFolder) -> None:
    commit(folder, size=5)
    rolled(folder, TEN, TEN_MORE)
    drawn(folder)
    act(
        folder,
        [step("0001", "opened", reason="asked for"), step("0001", "recount-asked", reason="asked for")],
        "apple",
    )
    act(folder, step("0002", "opened"), "apple")
    state = folder.open()
    _, stations, _ = sample(state, "1", SAID)
    facts = asked_for(state, drawing(folder), stations, SAID)

    asked = [fact for fact in facts if isinstance(fact, CaseFact)]
    steps = {name: [each.step for each in asked if each.station == name] for name in ("0001", "0002", "0003")}
    assert steps == {"0001": [], "0002": ["recount-asked"], "0003": ["opened", "recount-asked"]}
    perform(state, facts, keys("apple"), received=AFTERNOON)
    assert not group_state_of(folder.open()).wrong
