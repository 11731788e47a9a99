"""A publication is a fact: what it names, what it corrects, and what is left when it is interrupted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sverka.errors import Fault, Refused
from sverka.office.annul import Decision, annul, scopes_of
from sverka.office.folder import ElectionFolder
from sverka.office.founding import define
from sverka.office.night.outcomes import Stopped
from sverka.office.night.publisher import Publisher
from sverka.office.own_code import own_wheel
from sverka.office.publication import Words, size_to_publish
from sverka.office.publish import Done, publish, reproduce
from sverka.office.writer_lock import only_publisher
from sverka.publish.gate.candidate import Stop
from sverka.publish.results import Results
from sverka.publish.standings_file import count_standings, format_standings
from sverka.record.facts import PublicationFact, canonical_bytes, hash_of, parse_fact
from tests.office.night.nights import ShutGate
from tests.town import DEFINITION, HAND, MACHINE, MAYOR, MORNING, add, files_of, town

WORDS = Words(received=MORNING)
BECAUSE = Words(received=MORNING, reason="a digit was read wrongly", changed="one scanner")
LIVE = ("log.vkey", "policy.txt", "record/checkpoint", "sverka_verify.py")


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """Four stations by machine, none by hand."""
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    return folder


def published(folder: ElectionFolder, words: Words = WORDS) -> Done:
    state = folder.open(size=size_to_publish(folder))
    done = publish(state, folder.public, words)
    assert isinstance(done, Done)
    return done


def as_published(folder: ElectionFolder) -> dict[str, bytes]:
    """The files of the publication and of the archive, and the record; not what says how the record stands now."""
    site = files_of(folder.public)
    listed = {line.partition("  ")[2] for line in site["files.sha256"].decode().splitlines()}
    kept = {path: site[path] for path in site if path in listed or path.startswith("at/")}
    return {**kept, "root": folder.store.root(folder.store.size)}


def fact_at(folder: ElectionFolder, entry: int) -> PublicationFact:
    fact = parse_fact(folder.store.entry(entry))
    assert isinstance(fact, PublicationFact)
    return fact


def corrected(folder: ElectionFolder) -> None:
    add(folder, MACHINE.replace(",40,10,15,5", ",40,11,14,5"), reason="the tape says so")


def annulled(folder: ElectionFolder) -> None:
    scopes = scopes_of(["0003"], area="", contest="", selection="", box="")
    annul(folder.open(), scopes, Decision(authority="CEC", number="7", reason="no seal"), received=MORNING)


def redefined(folder: ElectionFolder) -> None:
    with (folder.path / "election.toml").open("a", encoding="utf-8") as definition:
        definition.write("# read again\n")
    define(folder, reason="a remark", received=lambda _: MORNING)


def hash_in(folder: Path, path: str) -> str:
    return hashlib.sha256((folder / path).read_bytes()).hexdigest()


def test_a_publication_names_what_was_published(folder: ElectionFolder) -> None:
    size = folder.store.size
    done = published(folder)
    fact = fact_at(folder, size)

    assert done.fresh
    assert done.entry == size == folder.store.size - 1
    assert (fact.record_size, fact.root) == (size, folder.store.root(size).hex())
    assert fact.figures == hash_in(folder.public, "data/results.json")
    assert fact.files == hash_in(folder.public, "files.sha256")
    assert (fact.supersedes, fact.reason, fact.changed) == ("", "", "")


def test_it_names_the_code_and_the_stations_by_files_in_evidence(folder: ElectionFolder) -> None:
    published(folder)
    fact, state = fact_at(folder, folder.store.size - 1), folder.open()
    results = Results(state.election, state.snapshot)

    assert folder.evidence.get(fact.code) == own_wheel()
    assert folder.evidence.get(fact.stations_list) == format_standings(results)
    assert (fact.stations.summed, fact.stations.missing) == (4, 1)
    assert (fact.stations.annulled, fact.stations.set_aside) == (0, 0)


def test_the_next_list_says_only_which_stations_stand_otherwise(folder: ElectionFolder) -> None:
    published(folder)
    annulled(folder)
    published(folder, Words(received=MORNING, reason="annulled"))
    fact = fact_at(folder, folder.store.size - 1)

    assert (fact.list_says, fact.stations.annulled) == ("changes", 1)
    listed = folder.evidence.get(fact.stations_list)
    assert listed == b"contest,station,standing\ncouncil,0003,annulled\n"


def test_the_first_list_under_a_new_definition_is_whole(folder: ElectionFolder) -> None:
    published(folder)
    redefined(folder)
    published(folder, Words(received=MORNING, reason="a remark"))
    fact, state = fact_at(folder, folder.store.size - 1), folder.open()

    assert fact.list_says == ""
    whole = format_standings(Results(state.election, state.snapshot))
    assert folder.evidence.get(fact.stations_list) == whole


def test_the_list_of_stations_counts_as_the_totals_do(folder: ElectionFolder) -> None:
    annulled(folder)
    state = folder.open()
    results = Results(state.election, state.snapshot)
    (of,) = results
    total = of.totals[next(source for source in of.totals if str(source) == "legal")].of()
    assert total is not None
    answer, counts = total.stations.as_answer(), count_standings(results)

    assert {place.replace("-", "_"): counts[place] for place in counts} == {
        name: answer[name] for name in ("in", "missing", "annulled", "set_aside")
    }
    assert b"council,0003,annulled\n" in format_standings(results)
    assert b"council,0102,missing\n" in format_standings(results)


def test_the_site_is_the_reproducible_part_and_what_is_true_now(
    folder: ElectionFolder, tmp_path: Path
) -> None:
    size = folder.store.size
    published(folder)
    reproduce(folder.open(size=size), tmp_path / "again")
    again, public = files_of(tmp_path / "again"), files_of(folder.public)
    beside = set(public) - set(again)

    listed = [path for path in again if "status." not in path and not path.startswith("feed-")]
    assert {path: public[path] for path in listed} == {path: again[path] for path in listed}
    assert beside >= set(LIVE)
    assert not any(path.encode() in again["files.sha256"] for path in beside if public[path])
    assert public["record/checkpoint"] == folder.store.note()


def test_the_same_again_is_not_recorded_twice(folder: ElectionFolder) -> None:
    first = published(folder)
    size = folder.store.size
    again = published(folder)

    assert (again.fresh, again.entry, again.files) == (False, first.entry, 0)
    assert folder.store.size == size
    assert len(list((folder.public / "at").iterdir())) == len([first, "index.json"])


def test_more_stations_are_published_without_a_reason(folder: ElectionFolder) -> None:
    first = published(folder).entry
    add(folder, HAND, "hand")
    second = published(folder)

    assert fact_at(folder, second.entry).supersedes == hash_of(folder.store.entry(first))
    assert (second.fact.changed, second.fact.stations.summed) == ("", 5)


@pytest.mark.parametrize(
    "change, said",
    [
        (corrected, "council: figures of machine, stations (1)"),
        (annulled, "council: annulled or reinstated, stations (1)"),
        (redefined, "the definition of the election"),
    ],
)
def test_a_correction_needs_a_reason_and_says_what_it_corrects(
    folder: ElectionFolder, change: Callable[[ElectionFolder], None], said: str
) -> None:
    published(folder)
    change(folder)
    before = as_published(folder)
    with pytest.raises(Refused, match=said.replace("(", r"\(").replace(")", r"\)")) as refused:
        published(folder)

    assert refused.value.code == "R241"
    assert as_published(folder) == before
    assert published(folder, BECAUSE).fact.changed == f"one scanner; {said}"
    assert fact_at(folder, folder.store.size - 1).reason == BECAUSE.reason


def test_what_was_unread_and_is_read_now_is_no_correction(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE.replace(",40,10,15,5", ",?,10,15,5"))
    published(folder)
    add(folder, MACHINE)

    assert published(folder).fact.changed == ""


def another(folder: ElectionFolder, **otherwise: str) -> None:
    """Record the last publication otherwise."""
    entry = folder.store.size - 1
    fact = replace(fact_at(folder, entry), supersedes=hash_of(folder.store.entry(entry)), **otherwise)
    folder.append([canonical_bytes(fact)], after=folder.store.size)


def test_figures_that_only_the_program_computes_otherwise_need_a_reason(folder: ElectionFolder) -> None:
    published(folder)
    another(folder, figures="0" * 64, code=fact_at(folder, folder.store.size - 1).figures)
    with pytest.raises(Refused, match="the program that computes the figures"):
        published(folder)


def interrupted(*_: object, **__: object) -> Any:
    raise KeyboardInterrupt


def test_killed_before_the_fact_nothing_was_published(
    folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(folder)
    add(folder, HAND, "hand")
    before = as_published(folder)
    monkeypatch.setattr(Publisher, "_recorded", interrupted)
    with pytest.raises(KeyboardInterrupt):
        published(folder)

    assert as_published(folder) == before


def test_killed_after_the_fact_the_same_command_puts_the_site_in_place(
    folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(folder)
    add(folder, HAND, "hand")
    old = hash_in(folder.public, "files.sha256")
    with monkeypatch.context() as patched:
        patched.setattr(Publisher, "_put", interrupted)
        with pytest.raises(KeyboardInterrupt):
            published(folder)
    assert hash_in(folder.public, "files.sha256") == old
    size = folder.store.size
    again = published(folder)

    assert (again.fresh, folder.store.size) == (False, size)
    assert again.files > 0
    assert hash_in(folder.public, "files.sha256") == again.fact.files


def test_every_publication_is_kept(folder: ElectionFolder) -> None:
    first = published(folder).fact.record_size
    add(folder, HAND, "hand")
    second = published(folder).fact

    kept = folder.public / "at"
    assert sorted(each.name for each in kept.iterdir()) == sorted(
        [str(first), str(second.record_size), "index.json"]
    )
    assert hash_in(kept, f"{second.record_size}/data/results.json") == second.figures


def test_what_was_damaged_is_mended_without_a_fact(folder: ElectionFolder) -> None:
    published(folder)
    page, size = folder.public / "en/index.html", folder.store.size
    whole = page.read_bytes()
    page.write_bytes(b"somebody else's")
    again = published(folder)

    assert page.read_bytes() == whole
    assert (again.fresh, folder.store.size) == (False, size)


def test_what_does_not_pass_the_gate_is_a_notice_and_no_publication(folder: ElectionFolder) -> None:
    first = published(folder).fact
    add(folder, HAND, "hand")
    gate = ShutGate(failing=[Stop("G1", "council/hand//selections/pear", "3", "2")])
    outcome = publish(folder.open(size=size_to_publish(folder)), folder.public, WORDS, gate=gate)

    assert isinstance(outcome, Stopped)
    assert (outcome.codes, outcome.entry) == (("G1",), folder.store.size - 1)
    assert hash_in(folder.public, "files.sha256") == first.files
    assert b"<!--notice:" in (folder.public / "en/index.html").read_bytes()
    assert published(folder).fresh
    assert b"<!--notice:" not in (folder.public / "en/index.html").read_bytes()


def test_a_site_elsewhere_passes_the_gate_as_a_whole(
    folder: ElectionFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(folder)
    add(folder, HAND, "hand")
    monkeypatch.setattr(Publisher, "_finish", lambda *_, **__: 0)  # as where another program published
    done = publish(folder.open(size=size_to_publish(folder)), tmp_path / "other", WORDS)

    assert isinstance(done, Done)
    assert done.fact.files == hash_in(tmp_path / "other", "files.sha256")


def test_two_do_not_publish_into_the_same_site_at_once(folder: ElectionFolder) -> None:
    published(folder)
    with only_publisher(folder.public), pytest.raises(Refused) as refused:
        published(folder)

    assert refused.value.code == "R522"


def test_facts_that_come_in_meanwhile_do_not_stop_it(
    folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    size, recorded = folder.store.size, Publisher._recorded

    def late(self: Publisher, *arguments: Any) -> int:
        add(folder, HAND, "hand")
        return recorded(self, *arguments)

    monkeypatch.setattr(Publisher, "_recorded", late)
    done = published(folder)

    assert (done.fact.record_size, done.entry) == (size, folder.store.size - 1)
    assert done.entry > size


def test_two_who_publish_at_once_do_not_both_supersede_the_same(
    folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(folder)
    add(folder, HAND, "hand")
    recorded = Publisher._recorded

    def second(self: Publisher, *arguments: Any) -> int:
        entry = canonical_bytes(replace(arguments[1], reason="the other one"))
        folder.append([entry], after=folder.store.size)
        return recorded(self, *arguments)

    monkeypatch.setattr(Publisher, "_recorded", second)
    with pytest.raises(Refused) as refused:
        published(folder)

    assert refused.value.code == "R242"


def test_a_copy_without_the_key_is_told_how_to_publish(
    folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "nobody"))
    with pytest.raises(Refused, match="--at 6 --out DIR") as refused:
        published(folder)

    assert refused.value.code == "R208"
    assert files_of(folder.public) == {}


def test_a_definition_that_the_record_does_not_name_is_not_published(folder: ElectionFolder) -> None:
    published(folder)
    (folder.path / "election.toml").write_text(DEFINITION + MAYOR, "utf-8")
    with pytest.raises(Fault, match="not the file that the record names"):
        published(folder)
