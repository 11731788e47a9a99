"""The site of 28 November 2021 is watched: its evening is found as it is told, with the times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sverka.domain.counts import Source, Unit
from sverka.domain.ids import AccountId, ContestId, FieldId
from sverka.formats.watched_pages import load_pages
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.site_files import site_files
from sverka.office.site_memory import SiteMemory
from sverka.office.watch import REASON, Watch
from sverka.publish.results import Results
from sverka.publish.watching.codes import PageCode
from sverka.publish.watching.report import PageFinding, WatchReport, watch_report
from sverka.record.facts import CountFact, DocumentFact, parse_fact
from tests.watch.night_of_2021 import NIGHT, WATCHED, Site, moment, observers_folder, site

PAGE = "published-page"


def watched(folder: ElectionFolder, there: Site, *, until: str, every: int = 1) -> None:
    """Look at the site once in so many minutes, by its own clock."""
    pages = load_pages(WATCHED.format(address=there.address), "watch.toml")
    watch = Watch(folder.path, pages, account=PAGE)
    while there.now <= moment(until):
        list(watch.round(lambda: there.now))
        there.now += timedelta(minutes=every)


@pytest.fixture(scope="module")
def observer(tmp_path_factory: pytest.TempPathFactory) -> ElectionFolder:
    """A folder into which the whole night was watched, once a minute until eleven and then less often."""
    folder = observers_folder(tmp_path_factory.mktemp("observer") / "mine")
    with site() as there:
        watched(folder, there, until="28T22:59")
        watched(folder, there, until="29T01:58", every=2)
        watched(folder, there, until="29T10:10", every=30)
    return folder


@pytest.fixture(scope="module")
def report(observer: ElectionFolder) -> WatchReport:
    """What the captures show."""
    state = observer.open()
    return watch_report(state.election, state.snapshot, observer.evidence.get)


def of(report: WatchReport, code: PageCode, unit: str = "") -> list[PageFinding]:
    """The findings of a code, of the whole country where no area is named."""
    return [each for each in report.findings if each.code is code and each.seen.unit in (unit, unit or "kg")]


def test_ten_parties_stand_above_five_percent_and_the_shares_sum_to_over_150(report: WatchReport) -> None:
    (over,) = of(report, PageCode.SHARES_OVER_100)

    assert (over.since, over.last, over.until) == (moment("28T21:40"), moment("28T22:04"), moment("28T22:05"))
    assert 150 < float(str(over.seen.context["sum"])) < 165
    assert (over.seen.context["threshold"], over.seen.context["above"]) == ("5", 10)


def test_the_votes_were_more_than_the_voters_at_the_same_time(report: WatchReport) -> None:
    (more,) = [each for each in of(report, PageCode.CONTROL) if each.seen.detail == "S1"]

    assert (more.since, more.until) == (moment("28T21:40"), moment("28T22:05"))
    assert more.seen.context["left"] > more.seen.context["right"]  # type: ignore[operator]


def test_the_page_was_blank_from_22_05_to_22_44(report: WatchReport) -> None:
    (blank,) = [each for each in report.findings if each.code is PageCode.BLANK]

    assert (blank.since, blank.last, blank.until) == (
        moment("28T22:05"),
        moment("28T22:43"),
        moment("28T22:44"),
    )


def test_it_came_back_with_lower_numbers(report: WatchReport) -> None:
    (fell,) = of(report, PageCode.FELL)

    assert (fell.since, fell.until) == (moment("28T22:04"), moment("28T22:44"))
    assert fell.seen.context["fields"] == 21  # all parties; those against all did not
    assert fell.seen.context["field"] == "ata-jurt-kyrgyzstan"


def test_the_share_of_ata_meken_fell_as_it_was_told(report: WatchReport) -> None:
    (looks,) = report.looks.values()
    shares = {
        look.at: next(iter(look.shown.shares[ContestId("parties"), "kg"].values()))
        for look in looks
        if look.has_figures
    }
    wrong, right = shares[moment("28T21:40")], shares[moment("28T22:44")]

    assert float(wrong.percent) == pytest.approx(6.17, abs=0.1)
    assert (round(wrong.votes, -3), round(right.votes, -3), float(right.percent)) == (71_000, 41_000, 3.48)


def test_an_error_of_the_server_is_kept_with_its_times(report: WatchReport) -> None:
    (error,) = [
        each
        for each in report.findings
        if each.code is PageCode.NO_ANSWER and each.since > moment("28T21:00")
    ]

    assert (error.since, error.until) == (moment("29T01:30"), moment("29T01:34"))
    assert error.seen.context == {"status": 502, "note": "502 Bad Gateway"}


def test_the_morning_page_has_two_bases(report: WatchReport) -> None:
    (two,) = of(report, PageCode.OTHER_BASE)

    assert two.since == moment("29T10:00")
    assert two.until is None
    assert two.seen.context["stated"] == 1_276_014
    assert int(two.seen.context["least"]) <= 1_190_000 <= int(two.seen.context["most"])


def test_nothing_is_found_before_the_formula_was_put_in(report: WatchReport) -> None:
    early = [each for each in report.findings if each.since < moment("28T21:40")]

    assert [each.code for each in early] == [PageCode.NO_ANSWER]  # there was no page yet


def test_a_look_that_finds_nothing_new_adds_a_line_to_the_log_and_nothing_else(
    observer: ElectionFolder,
) -> None:
    facts = [parse_fact(entry) for entry in observer.store.entries()]
    looks = (observer.path / "watch.log").read_text().splitlines()

    assert (
        sum(isinstance(fact, DocumentFact) for fact in facts) == len(NIGHT) + 1
    )  # and the page that was not there
    assert len(looks) > 250


def test_figures_of_the_page_are_counts_and_corrections_say_why(observer: ElectionFolder) -> None:
    facts = [parse_fact(entry) for entry in observer.store.entries()]
    counts = [fact for fact in facts if isinstance(fact, CountFact) and fact.area == "kg"]
    table = observer.open().snapshot.of(ContestId("parties"), Unit.AREA)[Source(AccountId(PAGE))].table

    assert [fact.reason for fact in counts] == ["", *[REASON] * (len(counts) - 1)]
    assert {fact.account for fact in counts} == {PAGE}
    assert counts[0].claimed == "2021-11-28T20:10:00+06:00"
    assert (
        table.values[table.position["kg"], table.fields.index(FieldId("ata-jurt-kyrgyzstan"))]
        == round(0.1686 * 119_000) * 10
    )


def test_every_file_of_the_watch_is_sound(observer: ElectionFolder) -> None:
    assert fsck(observer.path).sound


def test_the_site_has_a_page_of_what_was_seen_in_three_languages(observer: ElectionFolder) -> None:
    state = observer.open()
    site_of = dict(site_files(state, Results(state.election, state.snapshot)))
    pages = {language: site_of[f"{language}/watched.html"].decode() for language in ("ky", "ru", "en")}

    assert "from 28 Nov 2021, 22:05 UTC+6 to 28 Nov 2021, 22:44 UTC+6" in pages["en"]
    assert "Lists that reach 5%: 10." in pages["en"]
    assert "Страница была пуста" in pages["ru"]
    assert "1 276 014" in pages["ru"].replace("\N{NO-BREAK SPACE}", " ")
    assert "Барак бош болгон" in pages["ky"]
    assert all(
        f"evidence/{sha256}" in site_of for sha256 in re.findall(r'href="\.\./evidence/(\w+)"', pages["en"])
    )
    assert "watched.html" in site_of["en/data.html"].decode()
    assert {"P1", "P9", "P6", "P2"} <= {
        each["code"] for each in json.loads(site_of["data/watched.json"])["findings"]
    }


def test_an_election_that_watches_nothing_has_no_such_page(tmp_path: Path) -> None:
    state = observers_folder(tmp_path / "mine").open()

    assert "en/watched.html" not in dict(
        site_files(state, Results(state.election, state.snapshot), languages=["en"])
    )


def test_what_a_site_wrote_for_more_looks_is_what_it_writes_for_all_of_them(observer: ElectionFolder) -> None:
    """The site of a size, and the files that changed since, are the site of the later size."""
    size = observer.open().snapshot.size
    looks = [
        n for n, entry in enumerate(observer.store.entries()) if isinstance(parse_fact(entry), DocumentFact)
    ]
    memory = SiteMemory()
    stands = dict(_site(observer, looks[3], memory))
    memory.accept()
    stands |= dict(_site(observer, size, memory))
    whole = dict(_site(observer, size, SiteMemory()))

    assert {path: stands[path] for path in whole if "watched" in path} == {
        path: content for path, content in whole.items() if "watched" in path
    }


def _site(observer: ElectionFolder, size: int, memory: SiteMemory) -> Iterator[tuple[str, bytes]]:
    state = observer.open(size=size)
    return site_files(state, Results(state.election, state.snapshot), languages=["en"], memory=memory)
