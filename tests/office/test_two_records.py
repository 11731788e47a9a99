"""Two records of one election: what differs is found, what only one knows is named, and no time is said to be proven
that is not."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId
from sverka.errors import Fault, Refused
from sverka.office.anchoring import Authority as Asked
from sverka.office.anchoring import anchor
from sverka.office.chain import Chain
from sverka.office.cosigning import merge_into
from sverka.office.folder import ElectionFolder
from sverka.office.policy_file import change_policy, read_policy, with_witness
from sverka.office.two_records import Held, two_records
from sverka.publish.two_records.comparison import Line, Question
from sverka.publish.two_records.covers import CoverKind
from sverka.publish.two_records.definitions import OnlyIn
from sverka.publish.two_records.pairs import Verdict
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import DocumentFact, canonical_bytes, hash_of
from sverka.tlog.cosignature import cosign
from sverka.tlog.keys import COSIGNATURE, ED25519, Signer, format_vkey, new_signer
from sverka.tlog.note import format_signatures, parse_note
from tests.office.authority import NOW, Authority
from tests.town import DEFINITION, HAND, MACHINE, MAYOR, STATIONS, add, town

STRANGER = new_signer("stranger", ED25519, bytes(32)).verifier
ALIASES = """\
system,foreign_id,station,reviewed_by,reviewed_on
observers,south-2,0102,the observers,2026-05-18
"""


@pytest.fixture
def ours(tmp_path: Path) -> ElectionFolder:
    folder = town(tmp_path / "ours").folder
    add(folder, MACHINE)
    add(folder, HAND, "hand")
    return folder


@pytest.fixture
def theirs(tmp_path: Path) -> ElectionFolder:
    folder = town(tmp_path / "theirs").folder
    add(folder, MACHINE)
    return folder


def held(
    ours: ElectionFolder, theirs: ElectionFolder, question: Question | None = None, **said: object
) -> Held:
    with two_records((str(ours.path), str(theirs.path)), question or Question(), **said) as found:  # type: ignore[arg-type]
        return found


def lines(ours: ElectionFolder, theirs: ElectionFolder, question: Question | None = None) -> list[Line]:
    with two_records((str(ours.path), str(theirs.path)), question or Question()) as found:
        return list(found.records.lines())


def test_the_same_counts_in_another_order_agree(ours: ElectionFolder, theirs: ElectionFolder) -> None:
    add(theirs, HAND, "hand")
    add(theirs, HAND, "observer", holder="Observers")
    add(ours, HAND, "observer", holder="Observers")

    assert held(ours, theirs).agrees


def test_an_account_that_only_one_has_is_named_and_not_listed(
    ours: ElectionFolder, theirs: ElectionFolder
) -> None:
    found = held(ours, theirs)
    ((alone,), others) = found.records.alone

    assert (alone.source, alone.counted, others) == (Source(AccountId("hand")), 5, ())
    assert not found.agrees
    assert held(ours, theirs, Question(accounts=("machine",))).agrees


def test_a_conflict_a_station_only_ours_and_one_only_theirs(
    ours: ElectionFolder, theirs: ElectionFolder
) -> None:
    add(theirs, _without(HAND, "0003").replace("0001,100,60,2,30,20", "0001,100,60,2,29,21"), "hand")
    add(theirs, "station,apple,pear,quince,against\n0102,20,15,3,2\n")
    found = {(line.unit, str(line.pair.sources[0])): line.verdict for line in lines(ours, theirs)}

    assert found == {
        ("0001", "hand"): Verdict.CONFLICT,
        ("0003", "hand"): Verdict.ONLY_OURS,
        ("0102", "machine"): Verdict.ONLY_THEIRS,
    }


def test_what_could_not_be_read_is_neither_equal_nor_a_conflict(
    ours: ElectionFolder, theirs: ElectionFolder
) -> None:
    add(theirs, HAND.replace("0002,120,70,0,40,11", "0002,120,70,0,40,?"), "hand")
    (line,) = lines(ours, theirs)

    assert (line.unit, line.verdict) == ("0002", Verdict.NOT_COMPARABLE)


def test_the_latest_is_compared_and_an_earlier_agreement_is_told(
    ours: ElectionFolder, theirs: ElectionFolder
) -> None:
    add(theirs, HAND, "hand")
    corrected = HAND.replace("0001,100,60,2,30,20", "0001,100,60,2,29,21")
    add(ours, corrected, "hand", reason="counted again")
    (line,) = lines(ours, theirs)

    assert line.ours is not None
    assert line.theirs is not None
    assert line.agreed == (line.ours.since, line.theirs.since)
    assert line.ours.latest.fact.reason == "counted again"
    assert line.ours.since.size < line.ours.latest.size == ours.store.size


def test_counts_that_never_agreed_do_not_say_so(ours: ElectionFolder, theirs: ElectionFolder) -> None:
    add(theirs, HAND.replace("0001,100,60,2,30,20", "0001,100,60,2,28,22"), "hand")
    add(ours, HAND.replace("0001,100,60,2,30,20", "0001,100,60,2,29,21"), "hand", reason="again")
    (line,) = lines(ours, theirs)

    assert line.agreed is None


def test_our_account_can_be_held_against_another_of_theirs(
    ours: ElectionFolder, theirs: ElectionFolder
) -> None:
    pair = Source(AccountId("hand")), Source(AccountId("machine"))
    found = held(ours, theirs, Question(pair=pair))
    (pair_found,) = found.records.pairs

    assert pair_found.numbers[Verdict.CONFLICT] == 1  # 0002, as in tests.town
    assert pair_found.numbers[Verdict.ONLY_OURS] == 1


def test_behind_a_count_stand_its_papers(ours: ElectionFolder, theirs: ElectionFolder) -> None:
    add(theirs, HAND, "hand")
    (line, *_) = lines(ours, theirs, Question(stations={"0001"}, accounts=("hand",)))

    assert line.verdict is Verdict.EQUAL
    assert line.ours is not None
    assert line.theirs is not None
    assert [paper.sha256 for paper in line.ours.papers] == [paper.sha256 for paper in line.theirs.papers]
    assert [paper.fact.file for paper in line.ours.papers if paper.fact] == ["counts.csv"]


# definitions that differ


def test_a_contest_of_one_definition_is_named(tmp_path: Path, ours: ElectionFolder) -> None:
    theirs = town(tmp_path / "theirs", definition=DEFINITION + MAYOR).folder
    add(theirs, MACHINE)

    assert held(ours, theirs).records.definitions.only_contests == OnlyIn(theirs=("mayor-north",))


def test_a_selection_of_one_definition_is_not_compared_and_nothing_agrees_then(
    tmp_path: Path, ours: ElectionFolder
) -> None:
    other = DEFINITION.replace('id = "quince"', 'id = "cherry"')
    theirs = town(tmp_path / "theirs", definition=other).folder
    add(theirs, MACHINE.replace("quince", "cherry"))
    found = held(ours, theirs, Question(accounts=("machine",)))

    assert found.records.definitions.fields == {"council": OnlyIn(("quince",), ("cherry",))}
    assert all(pair.agrees for pair in found.records.pairs)
    assert not found.agrees


def test_stations_under_other_ids_are_found_by_reviewed_aliases_and_not_by_name(
    tmp_path: Path, ours: ElectionFolder
) -> None:
    theirs = town(tmp_path / "theirs", stations=STATIONS.replace("0102,", "south-2,")).folder
    add(theirs, HAND.replace("0102,", "south-2,"), "hand")
    unknown = held(ours, theirs, Question(accounts=("hand",)))
    _call(ours, ALIASES)
    known = held(ours, theirs, Question(accounts=("hand",)))

    assert unknown.records.definitions.stations == OnlyIn(("0102",), ("south-2",))
    assert not unknown.agrees
    assert known.agrees


def test_an_alias_of_theirs_joins_too(tmp_path: Path, ours: ElectionFolder) -> None:
    theirs = town(tmp_path / "theirs", stations=STATIONS.replace("0102,", "south-2,")).folder
    add(theirs, HAND.replace("0102,", "south-2,"), "hand")
    _call(theirs, ALIASES.replace("south-2,0102", "0102,south-2"))

    assert held(ours, theirs, Question(accounts=("hand",))).agrees


def test_two_of_their_stations_are_never_one_of_ours(tmp_path: Path, ours: ElectionFolder) -> None:
    theirs = town(tmp_path / "theirs", stations=STATIONS + "south-2,School 5,south,10\n").folder
    _call(ours, ALIASES)

    with pytest.raises(Refused) as caught:
        held(ours, theirs)
    assert caught.value.code == "R473"


def test_another_election_is_refused_unless_someone_says_that_it_is_the_same(
    tmp_path: Path, ours: ElectionFolder
) -> None:
    theirs = town(tmp_path / "theirs", definition=DEFINITION.replace("town-2026", "party-2026")).folder
    add(theirs, MACHINE)
    with pytest.raises(Refused) as caught:
        held(ours, theirs)

    assert caught.value.code == "R472"
    assert held(ours, theirs, Question(accounts=("machine",)), as_one=True).agrees


# what is verified


def test_a_record_that_another_key_signed_is_refused(ours: ElectionFolder, theirs: ElectionFolder) -> None:
    with pytest.raises(Fault, match="not signed by stranger"):
        held(ours, theirs, keys=(None, STRANGER))


def test_a_fact_that_was_changed_is_found_before_anything_is_compared(
    ours: ElectionFolder, theirs: ElectionFolder
) -> None:
    (bundle,) = (
        path
        for path in theirs.path.glob("record/tile/entries/000.p/*")
        if path.stem == str(theirs.store.size)
    )
    bundle.write_bytes(bundle.read_bytes().replace(b'"apple":30', b'"apple":31'))

    with pytest.raises(Fault, match="not those that its checkpoint signs"):
        held(ours, theirs)


def test_a_copy_of_the_same_record_is_told_and_an_older_one_is_its_beginning(
    tmp_path: Path, ours: ElectionFolder
) -> None:
    copy = ElectionFolder(tmp_path / "copy")
    shutil.copytree(ours.path, copy.path)
    add(ours, HAND, "observer", holder="Observers")
    found = held(ours, copy)

    assert found.is_one_log
    assert not found.two_histories


def test_two_histories_of_one_key_never_agree(
    tmp_path: Path, ours: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, home = tmp_path / "copy", tmp_path / "home"
    monkeypatch.setenv("SVERKA_HOME", str(home / "1"))
    one = town(tmp_path / "one", origin="results.example/town").folder
    shutil.copytree(one.path, copy)
    shutil.copytree(home / "1", home / "2")
    add(one, MACHINE)
    monkeypatch.setenv("SVERKA_HOME", str(home / "2"))
    add(ElectionFolder(copy), MACHINE.replace("0001", "0102"))

    assert held(one, ElectionFolder(copy)).two_histories


# since when


def test_without_stamps_and_witnesses_no_time_is_proven(ours: ElectionFolder, theirs: ElectionFolder) -> None:
    found = held(ours, theirs)

    assert found.ours.covers.proven(0) is None
    assert found.ours.covers.published(0) is None


def test_a_time_stamp_proves_the_counts_before_it_and_none_after(
    tmp_path: Path, ours: ElectionFolder, theirs: ElectionFolder
) -> None:
    (tmp_path / "tsa").mkdir()
    authority = Authority.at(tmp_path / "tsa")
    asked = [Asked("https://tsa.example.org/tsr", (authority.above.certificate,))]
    size = ours.store.size
    anchor(ours.open(), asked, now=lambda _: NOW.isoformat(), send=lambda _, query: authority.reply(query))
    covers = held(ours, theirs).ours.covers
    proven = covers.proven(size - 1)

    assert proven is not None
    assert (proven.size, proven.by) == (size, "https://tsa.example.org/tsr")
    assert covers.proven(size) is None


def test_a_stamp_that_rests_on_nobody_we_trust_proves_nothing(
    tmp_path: Path, ours: ElectionFolder, theirs: ElectionFolder
) -> None:
    for name in ("tsa", "other"):
        (tmp_path / name).mkdir()
    authority, other = Authority.at(tmp_path / "tsa"), Authority.at(tmp_path / "other")
    asked = [Asked("https://tsa.example.org/tsr", (authority.above.certificate,))]
    anchor(ours.open(), asked, now=lambda _: NOW.isoformat(), send=lambda _, query: authority.reply(query))
    found = held(ours, theirs, trusted=[other.above.certificate])

    assert found.ours.covers.proofs == ()
    assert list(found.ours.wrong) == [ours.store.size - 1]


def _without(table: str, station: str) -> str:
    return "".join(line for line in table.splitlines(keepends=True) if not line.startswith(station))


def _call(folder: ElectionFolder, aliases: str) -> None:
    """Record a table of aliases."""
    from sverka.office.founding import define

    (folder.path / "aliases.csv").write_text(aliases, encoding="utf-8")
    define(folder, reason="aliases", received=lambda _: NOW.isoformat())


def test_a_witness_proves_the_counts_that_its_checkpoint_covers(
    tmp_path: Path, ours: ElectionFolder, theirs: ElectionFolder
) -> None:
    witness = Signer("press.example/w", COSIGNATURE, bytes(32))
    policy = with_witness(
        read_policy(ours.path), "press", format_vkey(witness.verifier), "http://press.example/"
    )
    change_policy(ours.path, policy)
    path = ours.path / "record" / "checkpoint"
    text = parse_note(path.read_bytes()).text
    merge_into(ours.path, format_signatures([cosign(text, witness, timestamp=1_780_000_000)]))
    proven = held(ours, theirs).ours.covers.proven(0)

    assert proven is not None
    assert (proven.kind, proven.by, proven.at) == (CoverKind.COSIGNATURE, "press", "2026-05-28T20:26:40Z")


def test_a_fault_says_of_which_record_it_is(ours: ElectionFolder, theirs: ElectionFolder) -> None:
    fact = theirs.open().snapshot.definition
    assert fact is not None
    (theirs.path / "evidence" / fact.stations).unlink()

    with pytest.raises(Fault) as caught:
        held(ours, theirs)
    assert str(theirs.path) in str(caught.value)


def paper(folder: ElectionFolder, content: bytes, **said: Any) -> str:
    """Take a paper of station 0001 in, in the hand of the observers."""
    fact = DocumentFact(
        schema=SCHEMA,
        received="2026-05-19T09:00:00+06:00",
        sha256=hash_of(content),
        bytes=len(content),
        media_type="image/jpeg",
        account="observer",
        holder="Observers",
        station="0001",
        **said,
    )
    state = folder.open()
    linked = replace(fact, supersedes=Chain(state).superseded_by(fact))
    folder.append([canonical_bytes(linked)], after=state.snapshot.size, evidence=[content])
    return fact.sha256


def test_a_photo_of_the_same_hand_stands_behind_its_count_until_it_is_withdrawn(
    ours: ElectionFolder, theirs: ElectionFolder
) -> None:
    for folder in (ours, theirs):
        add(folder, HAND, "observer", holder="Observers")
    photo = paper(ours, b"a photo", through="The press", signed="yes")

    def behind() -> list[str]:
        (line,) = lines(ours, theirs, Question(stations={"0001"}, accounts=("observer",)))
        assert line.ours is not None
        return [each.sha256 for each in line.ours.papers]

    assert photo in behind()
    paper(ours, b"a photo", withdrawn="it is of another station")
    assert photo not in behind()
