"""Pages of another shape: JSON by paths, of areas and of stations, with shares beside the figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sverka.domain.accounts import Account, Counted, SeenIn
from sverka.domain.ids import AccountId, AreaId, ContestId, FieldId
from sverka.domain.names import Names
from sverka.domain.places import Area, Places
from sverka.errors import Fault
from sverka.formats.captures import Capture, Exchange, format_capture
from sverka.formats.reading import read_counts
from sverka.formats.shown_page import Outcome, ShownPage, shown_on
from sverka.formats.watched_pages import WatchedPage
from sverka.publish.watching.codes import PageCode
from sverka.publish.watching.looks import Look
from sverka.publish.watching.report import PageFinding, findings_of
from tests.small_election import accounts, places, small_election

PAGE = AccountId("page")
LIST = ContestId("parties")
AREAS = WatchedPage(
    url="http://results.example/areas.json",
    contest="parties",
    share="regions[*].lists[*].percent",
    mapping={
        "shape": "long",
        "area": "regions[*].id",
        "selection": "regions[*].lists[*].name",
        "votes": "regions[*].lists[*].votes",
    },
)
STATIONS = WatchedPage(
    url="http://results.example/stations.json",
    contest="parties",
    shares={"all[*].p.gerb": "gerb"},
    mapping={
        "station": "all[*].no",
        "selections": {"all[*].v.gerb": "gerb", "all[*].v.ata": "ata"},
        "rows": {"all[*].valid": "10"},
    },
)


def election() -> Any:
    """The small election with a country above its districts, and an account of a page."""
    known = places()
    country = Area(id=AreaId("land"), names=Names.same("Land"), level=known.levels[0].id)
    areas = {AreaId("land"): country} | {
        id_: replace(area, parent=AreaId("land")) for id_, area in known.areas.items()
    }
    page = Account(id=PAGE, names=Names.same("page"), counted=Counted.MACHINE, seen_in=SeenIn.PUBLISHED_PAGE)
    return small_election(
        places=Places(levels=known.levels, areas=areas, stations=known.stations),
        accounts={each.id: each for each in (*accounts(), page)},
    )


ELECTION = election()


def capture(page: WatchedPage, body: object, status: int = 200) -> Capture:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = f"HTTP/1.1 {status} Said\r\n\r\n".encode() + sent
    exchange = Exchange(url=page.url, request=b"GET / HTTP/1.1\r\n\r\n", response=response)
    return Capture(page=page, asked_at=datetime(2021, 11, 28, 15, tzinfo=UTC), exchanges=(exchange,))


def shown(page: WatchedPage, body: object, status: int = 200) -> ShownPage:
    return shown_on(capture(page, body, status), ELECTION, PAGE)


@dataclass(frozen=True)
class Lists:
    """Votes and shares of one area."""

    votes: tuple[int, ...]
    percents: tuple[object, ...] = ()

    def of(self, area: str) -> dict[str, Any]:
        names = ("Герб", "Ата Мекен", "Бүтүн Кыргызстан")
        shares = self.percents or ("",) * len(names)
        rows = zip(names, self.votes, shares, strict=True)
        return {"id": area, "lists": [{"name": n, "votes": v, "percent": p} for n, v, p in rows]}


def regions(**areas: Lists) -> dict[str, Any]:
    return {"regions": [lists.of(area) for area, lists in areas.items()]}


def seen(page: WatchedPage, *bodies: object) -> list[PageFinding]:
    """What is seen when a page shows one thing after the other, a minute apart."""
    return [*findings_of([*looks(page, *bodies)], ELECTION)]


def looks(page: WatchedPage, *bodies: object) -> Iterator[Look]:
    at = datetime(2021, 11, 28, 21, tzinfo=UTC)
    for entry, body in enumerate(bodies):
        then = at + timedelta(minutes=entry)
        yield Look(entry=entry, sha256="00", page=page, at=then, last=then, shown=shown(page, body))


def told(findings: list[PageFinding]) -> list[tuple[str, str, dict[str, int | str]]]:
    return [(each.code, each.seen.unit, dict(each.seen.context)) for each in findings]


# --- figures and shares ----------------------------------------------------------------------------------------------


def test_figures_and_shares_of_areas_are_found_by_their_paths() -> None:
    found = shown(AREAS, regions(a=Lists((40, 30, 30), (40, "30,0 %", 30.0))))
    (table,) = found.tables

    assert (found.outcome, table.units) == (Outcome.FIGURES, ("a",))
    assert table.values[0].tolist()[:3] == [40, 30, 30]
    assert [each.percent for each in found.shares[LIST, "a"].values()] == [40, Decimal("30.0"), 30]
    assert [each.votes for each in found.shares[LIST, "a"].values()] == [40, 30, 30]


def test_figures_and_shares_of_stations_are_found_in_the_wide_shape() -> None:
    body = {"all": [{"no": "0001", "v": {"gerb": 7, "ata": 3}, "p": {"gerb": 70}, "valid": 10}]}
    found = shown(STATIONS, body)

    assert found.tables[0].units == ("0001",)
    assert dict(found.shares[LIST, "0001"])[FieldId("gerb")].percent == 70


@pytest.mark.parametrize(
    "body, status, outcome",
    [
        (b"", 200, Outcome.BLANK),
        (b"<html><body></body></html>", 200, Outcome.BLANK),
        (regions(a=Lists((None, None, None))), 200, Outcome.UNREADABLE),  # type: ignore[arg-type]
        (b"<html>Down since 22:05</html>", 200, Outcome.UNREADABLE),
        ({"sections": [{"id": "a", "votes": 3}]}, 200, Outcome.UNREADABLE),
        (regions(nowhere=Lists((1, 2, 3))), 200, Outcome.UNREADABLE),
        (b"busy", 503, Outcome.ERROR),
        (regions(a=Lists((1, 2, 3))), 404, Outcome.ERROR),
    ],
)
def test_what_came_of_a_look_is_told_apart(body: object, status: int, outcome: Outcome) -> None:
    assert shown(AREAS, body, status).outcome is outcome


def test_a_kept_page_is_taken_in_like_any_other_file() -> None:
    data = format_capture(capture(AREAS, regions(a=Lists((40, 30, 30)))))
    reading = read_counts(data, name="a.warc", election=ELECTION, account=PAGE)

    assert (reading.format, reading.tables[0].table.units) == ("json", ("a",))


def test_a_kept_page_without_figures_is_no_file_of_counts() -> None:
    with pytest.raises(Fault, match="no figures on it"):
        read_counts(format_capture(capture(AREAS, b"")), name="a.warc", election=ELECTION, account=PAGE)


# --- what is seen ----------------------------------------------------------------------------------------------------


def test_nothing_is_seen_on_a_page_whose_figures_fit_and_grow() -> None:
    first = regions(land=Lists((60, 40, 0), (60, 40, 0)), a=Lists((40, 10, 0)), b=Lists((20, 30, 0)))
    then = regions(land=Lists((70, 30, 20)), a=Lists((40, 10, 0)), b=Lists((30, 20, 20)))
    grown = regions(land=Lists((70, 40, 20)), a=Lists((40, 10, 0)), b=Lists((30, 30, 20)))

    assert seen(AREAS, first, grown) == []
    assert told(seen(AREAS, first, then)) != []


def test_an_area_that_is_not_the_sum_of_its_parts_is_seen() -> None:
    whole = regions(land=Lists((60, 40, 0)), a=Lists((40, 10, 0)), b=Lists((20, 35, 0)))

    assert told(seen(AREAS, whole)) == [
        ("P4", "land", {"fields": 1, "field": "ata", "shown": 40, "parts": 45})
    ]


def test_a_part_that_is_missing_may_explain_too_few_and_never_too_many() -> None:
    fewer = regions(land=Lists((60, 40, 0)), a=Lists((40, 10, 0)))
    more = regions(land=Lists((60, 40, 0)), a=Lists((61, 10, 0)))

    assert seen(AREAS, fewer) == []
    assert [code for code, _, _ in told(seen(AREAS, more))] == ["P4"]


def test_a_station_that_changes_after_it_was_published_is_seen() -> None:
    def body(gerb: int, *more: str) -> dict[str, Any]:
        return {"all": [{"no": no, "v": {"gerb": gerb, "ata": 3}, "valid": 10} for no in ("0001", *more)]}

    (changed,) = seen(STATIONS, body(7, "0002"), body(7, "0002"), body(8, "0002"))[:1]

    assert (changed.code, changed.seen.unit) == (PageCode.CHANGED, "0001")
    assert changed.seen.context == {"fields": 1, "field": "gerb", "before": 7, "after": 8}


def test_places_that_are_no_longer_shown_are_seen() -> None:
    both, one = regions(a=Lists((1, 2, 3)), b=Lists((4, 5, 6))), regions(a=Lists((1, 2, 3)))

    assert told(seen(AREAS, both, one)) == [("P8", "", {"units": 1, "unit": "b"})]


def test_figures_are_held_against_the_last_that_were_shown_also_over_a_blank() -> None:
    (blank, fell) = seen(AREAS, regions(a=Lists((9, 5, 3))), b"", regions(a=Lists((8, 5, 3))))

    assert (blank.code, fell.code) == (PageCode.BLANK, PageCode.FELL)
    assert (fell.since.minute, fell.until and fell.until.minute, fell.entries) == (0, 2, (0, 2))
    assert fell.seen.context == {"fields": 1, "field": "gerb", "before": 9, "after": 8}


def test_shares_that_no_number_of_ballots_fits_are_seen() -> None:
    assert told(seen(AREAS, regions(a=Lists((40, 30, 30), (40, 10, 50))))) == [("P3", "a", {"votes": 100})]


def test_shares_of_a_base_that_the_page_does_not_give_are_no_finding() -> None:
    """Most pages leave out the invalid ballots, of which a share may be too."""
    assert seen(AREAS, regions(a=Lists((400, 300, 200), (36.36, 27.27, 18.18)))) == []


def test_shares_round_to_a_little_over_100() -> None:
    assert seen(AREAS, regions(a=Lists((335, 335, 330), (33.5, 33.5, 33.0)))) == []
    assert seen(AREAS, regions(a=Lists((1, 1, 1), (34, 34, 34))))[0].code is PageCode.SHARES_OVER_100


def test_what_lasts_has_one_finding_from_its_first_look_to_its_end() -> None:
    wrong, right = regions(a=Lists((1, 1, 1), (50, 50, 50))), regions(a=Lists((1, 1, 1), (33, 33, 33)))
    worse = regions(a=Lists((1, 1, 1), (60, 60, 60)))
    found = [
        each for each in seen(AREAS, wrong, worse, right, wrong) if each.code is PageCode.SHARES_OVER_100
    ]

    assert [(each.since.minute, each.until and each.until.minute) for each in found] == [(0, 2), (3, None)]
    assert [each.seen.context["sum"] for each in found] == ["180", "150"]
    assert found[0].entries == (0, 1)
