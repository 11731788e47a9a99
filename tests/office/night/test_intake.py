"""What comes in is recorded once, never overwrites anything, and is answered only when it is on disk."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from sverka.cli.app import run
from sverka.domain.ids import ContestId
from sverka.office.delivery import document_of
from sverka.office.folder import ElectionFolder
from sverka.office.night.incoming import Differs, IncomingCount, Outcome
from sverka.office.night.kept_back import KeptBack, night_folder
from sverka.record.facts import CountFact, hash_of, parse_fact
from sverka.record.replay import replay
from tests.office.night.handed import HAND, VOTES, answer_to, count, given, intake_of, taken
from tests.town import DEFINITION, MAYOR, MORNING, STATIONS, add, delivered, town


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """An election folder with its definition alone."""
    return town(tmp_path / "town", definition=DEFINITION + MAYOR).folder


def facts_of(folder: ElectionFolder) -> list[CountFact]:
    return [fact for fact in map(parse_fact, folder.store.entries()) if isinstance(fact, CountFact)]


def test_a_count_is_recorded_and_says_who_entered_it_and_when(folder: ElectionFolder) -> None:
    with intake_of(folder) as intake:
        answer = taken(intake, count(rows={"2": 60, "3": 2}, claimed="2026-05-17T21:14"))
    fact = parse_fact(folder.store.entry(1))

    assert (answer.size, answer.counts[0].outcome, answer.counts[0].index) == (2, Outcome.RECORDED, 1)
    assert answer.root == folder.store.root(2).hex()
    assert isinstance(fact, CountFact)
    assert fact.selections == VOTES
    assert fact.rows == {"2": 60, "3": 2}
    assert (fact.received, fact.claimed) == (MORNING, "2026-05-17T21:14:00+06:00")
    assert fact.entered_by is not None
    assert fact.entered_by.organisation == "North commission"


def test_the_same_figures_again_are_known_and_nothing_is_added(folder: ElectionFolder) -> None:
    with intake_of(folder) as intake:
        first, again = answer_to(intake, count()), answer_to(intake, count(claimed=MORNING))

    assert (first.index, again.index, again.outcome) == (1, 1, Outcome.KNOWN)
    assert folder.store.size == 2


def test_other_figures_are_a_conflict_that_overwrites_nothing_and_is_kept(folder: ElectionFolder) -> None:
    other = count(votes={**VOTES, "pear": 21})
    with intake_of(folder) as intake:
        answer_to(intake, count())
        answers = [answer_to(intake, other) for _ in range(3)]
        (kept,) = intake.open_conflicts()

    assert {(each.outcome, each.code, each.index) for each in answers} == {(Outcome.CONFLICT, "R511", 1)}
    assert answers[0].differs == kept.differs == {"pear": Differs(recorded=20, given=21)}
    assert folder.store.size == 2
    assert len(KeptBack.of(night_folder(folder.origin)).conflicts) == 1, "kept over a restart, and once"


def test_who_may_correct_says_why_and_both_figures_stay(folder: ElectionFolder) -> None:
    other = count(votes={**VOTES, "pear": 21}, reason="  typed wrongly ")
    with intake_of(folder) as intake:
        answer_to(intake, count())
        refused = answer_to(intake, other)
        corrected = answer_to(intake, other, may_correct=True)
        conflicts = intake.open_conflicts()
    before, after = facts_of(folder)

    assert (refused.outcome, refused.code) == (Outcome.CONFLICT, "R512")
    assert corrected.outcome is Outcome.RECORDED
    assert (after.reason, after.selections["pear"], before.selections["pear"]) == ("typed wrongly", 21, 20)
    assert after.supersedes == hash_of(folder.store.entry(1))
    assert conflicts == [], "the correction ends the conflict"


def test_an_older_count_with_other_figures_is_said_to_be_older_and_corrects_nothing(
    folder: ElectionFolder,
) -> None:
    older = count(votes={**VOTES, "pear": 21}, claimed="2026-05-17T20:00:00+06:00", reason="late post")
    with intake_of(folder) as intake:
        answer_to(intake, count(claimed="2026-05-17T21:00:00+06:00"))
        answer = answer_to(intake, older, may_correct=True)

    assert (answer.outcome, answer.code) == (Outcome.CONFLICT, "R513")
    assert "older than what is recorded" in answer.what


def test_figures_for_other_fields_are_added_and_name_the_count_before(folder: ElectionFolder) -> None:
    with intake_of(folder) as intake:
        answer_to(intake, count())
        added = answer_to(intake, count(votes={}, rows={"2": 60}, unread=("3",)))
        read = answer_to(intake, count(votes={}, rows={"3": 2}))
    known = folder.open().snapshot.of(ContestId("council"))[HAND].table

    assert (added.outcome, read.outcome) == (Outcome.RECORDED, Outcome.RECORDED)
    assert facts_of(folder)[2].supersedes == hash_of(folder.store.entry(2))
    assert known.values[0].tolist() == [0, 60, 2, 30, 20, 5, 3]


@pytest.mark.parametrize(
    "counted, code, said",
    [
        (count(contest="senate"), "R508", "there is no contest 'senate'"),
        (count("9999"), "R509", "there is no station '9999'"),
        (count("0101", contest="mayor-north", votes={"aida": 1}), "R510", "does not vote in contest mayor-north"),
        (count(votes={"plum": 1}), "R508", "there is no selection 'plum'"),
        (count(rows={"17": 1}), "R508", "there is no row '17'"),
        (count(unread=("apple",)), "R508", "'apple' is said twice"),
        (count(absent=("plum",)), "R508", "there is no field 'plum'"),
        (count(votes={}), "R508", "states no figure"),
        (count(area="north"), "R508", "of one station or of one area"),
        (count("", area="west"), "R508", "there is no area 'west'"),
        (count(claimed="yesterday"), "R508", "not a time"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_election_is_refused_with_its_cure(
    folder: ElectionFolder, counted: IncomingCount, code: str, said: str
) -> None:
    with intake_of(folder) as intake:
        answer = answer_to(intake, counted)
        good = answer_to(intake, count())

    assert (answer.outcome, answer.code) == (Outcome.REFUSED, code)
    assert said in answer.what
    assert answer.cure
    assert good.outcome is Outcome.RECORDED


def test_a_count_of_an_unknown_station_is_kept_for_the_operator_once(folder: ElectionFolder) -> None:
    with intake_of(folder) as intake:
        for _ in range(3):
            answer_to(intake, count("9999"))
        (kept,) = (night_folder(folder.origin) / "unknown").iterdir()

    assert b'"station":"9999"' in kept.read_bytes()


def test_counts_handed_in_together_stand_each_for_itself(folder: ElectionFolder) -> None:
    counts = [count("0001"), count("9999"), count("0002"), count("0001"), count("0002", votes={"apple": 1})]
    with intake_of(folder) as intake:
        answer = taken(intake, *counts)

    assert [(each.outcome, each.index) for each in answer.counts] == [
        ("recorded", 1),
        ("refused", None),
        ("recorded", 2),
        ("recorded", 1),
        ("refused", None),
    ]


def test_a_file_is_recorded_whole_or_not_at_all(folder: ElectionFolder) -> None:
    document = document_of(delivered("a file", "hand"), received=MORNING)
    together = [given(count("0001")), given(count("9999"))]
    with intake_of(folder) as intake:
        refused = intake.take(together, document=document, evidence=b"a file").result(20)
        assert not folder.evidence.path(document.sha256).exists()
        recorded = intake.take(together[:1], document=document, evidence=b"a file").result(20)

    assert [each.code for each in refused.counts] == ["R516", "R509"]
    assert recorded.counts[0].index == 2
    assert folder.evidence.get(document.sha256) == b"a file"


def test_what_others_record_meanwhile_is_seen(folder: ElectionFolder) -> None:
    with intake_of(folder) as intake:
        add(folder, "station,apple,pear,quince,against\n0001,30,20,5,3\n", "hand")
        answers = [answer_to(intake, count()), answer_to(intake, count(votes={"apple": 31}))]

    assert [each.outcome for each in answers] == [Outcome.KNOWN, Outcome.CONFLICT]


def test_a_station_that_is_added_during_the_night_is_known_from_then_on(folder: ElectionFolder) -> None:
    with intake_of(folder) as intake:
        answer_to(intake, count("0001"))
        before = answer_to(intake, count("0103"))
        (folder.path / "stations.csv").write_text(STATIONS + "0103,New school,south,90\n", "utf-8")
        meanwhile = answer_to(intake, count("0002"))
        assert run(["define", str(folder.path), "--reason", "a station was forgotten"]) == 0
        after = [answer_to(intake, count(station)) for station in ("0103", "0001")]

    assert (before.code, meanwhile.outcome) == ("R509", Outcome.RECORDED)
    assert [each.outcome for each in after] == [Outcome.RECORDED, Outcome.KNOWN]


def test_many_hand_in_at_once_and_each_subject_is_recorded_once(folder: ElectionFolder) -> None:
    stations = ("0001", "0002", "0003", "0101", "0102")

    def hand_in(number: int) -> str:
        votes = {"apple": number % 2}
        return answer_to(intake, count(stations[number % 5], votes=votes)).outcome

    with intake_of(folder) as intake, ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(hand_in, range(200)))

    assert outcomes.count("recorded") == 5 == len(facts_of(folder))
    assert outcomes.count("known") + outcomes.count("conflict") == 195


def test_what_the_disk_refuses_is_said_and_can_be_sent_again(
    folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sverka.record import disk, ledger

    real, full = disk.put, iter([True])

    def put(*given: object) -> None:
        if next(full, False):
            raise OSError(28, "No space left on device", "record/tile/0/000.p/2")
        real(*given)  # type: ignore[arg-type] # handed through

    with intake_of(folder) as intake:
        monkeypatch.setattr(ledger, "put", put)
        refused, recorded = answer_to(intake, count()), answer_to(intake, count())

    assert (refused.outcome, refused.code) == (Outcome.REFUSED, "R515")
    assert "No space left" in refused.what
    assert recorded.index == 1


def test_a_fault_of_our_own_in_one_count_does_not_end_the_night(
    folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sverka.office.night import batch

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with intake_of(folder) as intake:
        with monkeypatch.context() as patched:
            patched.setattr(batch, "differences", broken)
            refused = answer_to(intake, count())
        recorded = answer_to(intake, count())

    assert (refused.code, recorded.outcome) == ("R515", Outcome.RECORDED)
    assert "ZeroDivisionError" in capsys.readouterr().err


CELLS = st.fixed_dictionaries(
    {},
    optional={
        "rows": st.dictionaries(st.sampled_from(["2", "3"]), st.integers(0, 2)),
        "votes": st.dictionaries(st.sampled_from(sorted(VOTES)), st.integers(0, 2), min_size=1),
        "may_correct": st.booleans(),
        "station": st.sampled_from(["0001", "0002"]),
    },
)


@settings(max_examples=25)
@drawn(handed=st.lists(CELLS, max_size=12))
def test_what_the_intake_knows_is_what_a_replay_of_the_record_says(
    tmp_path_factory: pytest.TempPathFactory, handed: list[dict[str, object]]
) -> None:
    state = town(tmp_path_factory.mktemp("law") / "town")
    with intake_of(state.folder) as intake:
        for each in handed:
            may_correct = bool(each.pop("may_correct", False))
            answer_to(intake, count(reason="better" if may_correct else "", **each), may_correct=may_correct)  # type: ignore[arg-type]
        known = {station: intake.known(given(count(station)).subject) for station in ("0001", "0002")}
    replayed = replay(state.folder.store.entries(), state.election).of(ContestId("council")).get(HAND)

    for station, ours in known.items():
        line = None if replayed is None else replayed.table.position[station]
        if replayed is None or line is None or replayed.entry[line] < 0:
            assert ours is None
        else:
            assert ours is not None
            assert ours.entry == replayed.entry[line]
            assert ours.values == replayed.table.values[line].tolist()
            assert ours.state == replayed.table.state[line].tolist()
