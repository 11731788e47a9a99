"""The publisher of a night: the site of every size is the one that is made whole, and nothing is said too early."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sverka.cli.app import run
from sverka.office.night.outcomes import Nothing, Published, Stopped
from sverka.publish.gate.candidate import Stop
from sverka.record.facts import DocumentFact, canonical_bytes
from tests.office.night.nights import STATIONS, Evening, ShutGate, listed, sha256
from tests.town import STATIONS as STATIONS_TABLE

WRONG = Stop(code="G1", place="council/legal//shares", shown="151.2 %", expected="at most 100 %")


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    """The town with the scanner's count of one station."""
    here = Evening(tmp_path)
    here.count("0001")
    return here


def assert_is_whole(here: Evening, size: int) -> None:
    """Hold the site against the one made whole, and against its own lists."""
    files, whole = here.files(), here.whole(size)
    lists = listed(files)
    assert lists == listed(whole)
    for path, digest in lists.items():
        assert sha256(files[path]) == digest, path


def test_every_publication_is_the_site_made_whole_at_its_size(evening: Evening) -> None:
    sizes = []
    for station in STATIONS[1:]:
        outcome = evening.publisher.publish_next()
        assert isinstance(outcome, Published)
        sizes.append(outcome.size)
        assert_is_whole(evening, outcome.size)
        evening.count(station)
        evening.count(station, account="hand", votes=12)

    assert sizes == sorted(set(sizes))


def test_without_new_facts_nothing_is_published_and_no_file_is_touched(evening: Evening) -> None:
    evening.publisher.publish_next()
    before = {path: (evening.out / path).stat().st_mtime_ns for path in evening.files()}

    assert evening.publisher.publish_next() == Nothing()
    assert evening.again().publish_next() == Nothing()
    after = {path: (evening.out / path).stat().st_mtime_ns for path in evening.files()}
    assert {path for path in before if before[path] != after[path]} <= {"status.json", *_status(evening)}


def _status(here: Evening) -> set[str]:
    return {f"{language}/status.html" for language in here.languages} | {"record/checkpoint"}


def test_only_files_whose_bytes_changed_are_written(evening: Evening) -> None:
    evening.count("0101")
    evening.publisher.publish_next()
    before = {path: (evening.out / path).stat().st_mtime_ns for path in evening.files()}
    evening.count("0002")
    evening.publisher.publish_next()
    touched = {path for path, time in before.items() if (evening.out / path).stat().st_mtime_ns != time}

    assert {"en/index.html", "en/station/0002.html", "data/results.json", "now.json"} <= touched
    assert "en/station/0101.html" not in touched
    assert "static/site.css" not in touched


def test_a_publication_names_the_one_before_it_and_what_corrected_it(evening: Evening) -> None:
    evening.publisher.publish_next()
    first = evening.publisher.last
    assert first is not None
    evening.count("0001", votes=30, reason="the tape says 30", supersedes="00" * 32)
    outcome = evening.publisher.publish_next()
    second = evening.publisher.last

    assert isinstance(outcome, Published)
    assert second is not None
    assert second[1].supersedes == sha256(evening.folder.store.entry(first[0]))
    assert second[1].changed == "council: figures of machine, stations (1)"
    assert second[1].reason == "the tape says 30 (entry 3)"


def test_now_says_what_stands(evening: Evening) -> None:
    outcome = evening.publisher.publish_next()

    assert isinstance(outcome, Published)
    assert evening.now() == {
        "size": outcome.size,
        "root": outcome.root,
        "published_at": outcome.received,
        "stopped": None,
        "next_every": 60,
    }


def test_a_stop_leaves_the_site_and_is_on_every_page_that_sums_up(tmp_path: Path) -> None:
    gate = ShutGate()
    here = Evening(tmp_path, gate)
    here.count("0001")
    published = here.publisher.publish_next()
    assert isinstance(published, Published)
    before = here.files()
    gate.failing.append(WRONG)
    here.count("0002")
    stopped = here.publisher.publish_next()
    after = here.files()

    assert isinstance(stopped, Stopped)
    assert stopped.codes == ("G1",)
    for language in here.languages:
        page = after[f"{language}/index.html"]
        assert f"<!--notice:{stopped.entry}-->".encode() in page
        assert f"<!--notice:{stopped.entry}-->".encode() in after[f"{language}/area/north.html"]
        assert here.publisher.site.read(f"{language}/index.html") == before[f"{language}/index.html"]
    assert after["data/results.json"] == before["data/results.json"]
    assert here.now()["stopped"] == {"since": stopped.since, "entry": stopped.entry, "checks": ["G1"]}
    assert here.now()["size"] == published.size
    assert gate.accepted == [published.size]


def test_the_same_stop_is_one_fact_and_another_check_another(tmp_path: Path) -> None:
    gate = ShutGate([WRONG])
    here = Evening(tmp_path, gate)
    here.count("0001")
    first = here.publisher.publish_next()
    again = here.publisher.publish_next()
    here.count("0002")
    same = here.publisher.publish_next()
    gate.failing.append(Stop(code="G2", place="council", shown="1", expected="2"))
    here.count("0003")
    other = here.publisher.publish_next()

    assert isinstance(first, Stopped)
    assert isinstance(other, Stopped)
    assert again == first
    assert isinstance(same, Stopped)
    assert same.entry == first.entry
    assert other.entry > first.entry
    assert other.since == first.since
    assert sum(b'"kind":"stop"' in entry for entry in here.folder.store.entries()) == 2


def test_when_the_next_candidate_passes_the_notice_goes(tmp_path: Path) -> None:
    gate = ShutGate()
    here = Evening(tmp_path, gate)
    here.count("0001")
    here.publisher.publish_next()
    gate.failing.append(WRONG)
    here.count("0002")
    here.publisher.publish_next()
    gate.failing.clear()
    here.count("0003")
    outcome = here.publisher.publish_next()

    assert isinstance(outcome, Published)
    assert here.now()["stopped"] is None
    assert not [
        path for path, content in here.files().items() if path.endswith(".html") and b"<!--notice:" in content
    ]
    assert_is_whole(here, outcome.size)


def test_another_process_finds_the_stop_and_tries_once_more(tmp_path: Path) -> None:
    gate = ShutGate()
    here = Evening(tmp_path, gate)
    here.count("0001")
    here.publisher.publish_next()
    gate.failing.append(WRONG)
    here.count("0002")
    stopped = here.publisher.publish_next()
    gate.failing.clear()
    outcome = here.again().publish_next()

    assert isinstance(stopped, Stopped)
    assert isinstance(outcome, Published)
    assert outcome.size == stopped.size
    assert here.now()["stopped"] is None


def test_under_another_definition_the_whole_site_is_made_anew_and_what_is_kept_stays(
    evening: Evening,
) -> None:
    evening.publisher.publish_next()
    kept = {path: content for path, content in evening.files().items() if path.startswith("at/2/")}
    stations = STATIONS_TABLE.replace("0102,School 4,south,80\n", "0103,Mill,south,90\n")
    (evening.folder.path / "stations.csv").write_text(stations)
    assert run(["define", str(evening.folder.path), "--reason", "0102 was merged"]) == 0
    evening.count("0103")
    outcome = evening.publisher.publish_next()

    assert isinstance(outcome, Published)
    assert outcome.changed == "the definition of the election (1)"
    assert_is_whole(evening, outcome.size)
    assert not (evening.out / "en/station/0102.html").exists()
    assert (evening.out / "en/station/0103.html").exists()
    assert {path: content for path, content in evening.files().items() if path in kept} == kept
    evening.count("0103", account="hand")
    later = evening.publisher.publish_next()
    assert isinstance(later, Published)
    assert_is_whole(evening, later.size)


def test_a_site_in_other_languages_is_made_anew(evening: Evening) -> None:
    evening.publisher.publish_next()
    evening.languages = ("ru",)
    outcome = evening.again().publish_next()

    assert isinstance(outcome, Published)
    assert_is_whole(evening, outcome.size)
    assert not (evening.out / "ky/index.html").exists()
    assert not (evening.out / "en/station/0001.html").exists()


def test_a_paper_that_is_withheld_is_taken_off_the_site(evening: Evening) -> None:
    paper = DocumentFact(
        schema=1,
        received="2026-05-17T21:00:00+06:00",
        sha256=sha256(b"paper"),
        bytes=5,
        media_type="text/plain",
    )
    evening.folder.append([canonical_bytes(paper)], after=evening.folder.store.size, evidence=[b"paper"])
    evening.publisher.publish_next()
    assert (evening.out / "evidence" / sha256(b"paper")).read_bytes() == b"paper"
    withheld = replace(
        paper, withheld="a voter can be recognised on it", supersedes=sha256(canonical_bytes(paper))
    )
    evening.folder.append([canonical_bytes(withheld)], after=evening.folder.store.size)
    outcome = evening.publisher.publish_next()

    assert isinstance(outcome, Published)
    assert not (evening.out / "evidence" / sha256(b"paper")).exists()
    assert_is_whole(evening, outcome.size)


def test_a_stop_is_told_anew_once_a_place_that_it_named_passes(evening: Evening) -> None:
    falls = [Stop(code="G5", place=f"council/legal/{n}", shown="1", expected="2") for n in range(3)]
    evening.publisher.publish_next()
    evening.count("0002")
    evening.gate = ShutGate(list(falls))
    first = evening.again().publish_next()
    again = evening.again().publish_next()
    evening.gate.failing = falls[1:]
    left = evening.again().publish_next()

    assert isinstance(first, Stopped)
    assert isinstance(again, Stopped)
    assert isinstance(left, Stopped)
    assert again.entry == first.entry
    assert left.entry > first.entry
    assert [each.place for each in left.checks] == [each.place for each in falls[1:]]
