from __future__ import annotations

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId
from sverka.publish.site.arrivals import arrivals
from sverka.publish.site.edition import Edition
from sverka.publish.site.sayings import read_sayings
from tests.publish.site.toytown import BY_ONE, REVISED, SAME, WAITING, toytown

HAND, MACHINE = Source(AccountId("hand")), Source(AccountId("machine"))


def test_a_count_says_when_it_came_and_on_which_paper() -> None:
    _, entries = toytown()
    saying = read_sayings(entries).of("lists", HAND, SAME)

    assert saying is not None
    assert saying.received == "2020-02-02T22:30:00+06:00"
    assert saying.claimed == "2020-02-02T20:15:00+06:00"
    assert saying.documents == ("b2" * 32,)


def test_no_count_says_nothing() -> None:
    _, entries = toytown()

    assert read_sayings(entries).of("lists", MACHINE, WAITING) is None


def test_a_holder_is_part_of_who_says_it() -> None:
    _, entries = toytown()
    sayings = read_sayings(entries)

    assert sayings.of("lists", Source(AccountId("copy"), "Watch & Co"), BY_ONE) is not None
    assert sayings.of("lists", Source(AccountId("copy")), BY_ONE) is None


def test_a_correction_names_only_what_it_changed() -> None:
    _, entries = toytown()
    [(saying, changes)] = read_sayings(entries).history("lists", HAND, REVISED)

    assert saying.reason.startswith("a digit")
    assert [(change.field, change.before, change.after) for change in changes] == [("fish", 11, 62)]


def test_stations_come_in_once_however_often_they_are_corrected() -> None:
    results, entries = toytown()
    edition = Edition(results, read_sayings(entries))
    [moment] = arrivals(edition, edition.contests["lists"], HAND)  # type: ignore[index]

    assert moment.stations == 8
    assert moment.at.isoformat() == "2020-02-02T22:30:00+06:00"
