from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId
from sverka.publish.charts import Moment
from sverka.publish.charts.progress import thinned
from sverka.publish.site.arrivals import Arrivals
from sverka.publish.site.edition import Edition
from sverka.publish.site.sayings import EPOCH, MICROSECOND, read_sayings
from sverka.record.facts import CountFact, canonical_bytes
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
    came = edition.sayings.came["lists", HAND.account, HAND.holder]

    assert came.stations == [8]
    assert EPOCH + came.times[0] * MICROSECOND == datetime.fromisoformat("2020-02-02T22:30:00+06:00")


def count(minute: int, station: str) -> bytes:
    received = (datetime(2020, 2, 2, 18, tzinfo=UTC) + timedelta(minutes=minute)).isoformat()
    fact = CountFact(
        schema=1, received=received, account="hand", contest="lists", station=station, selections={"fish": 1}
    )
    return canonical_bytes(fact)


@given(
    st.lists(st.tuples(st.integers(0, 600), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))),
    st.integers(1, 99),
)
def test_a_chart_of_thinned_moments_is_the_chart_of_all(said: list[tuple[int, str]], columns: int) -> None:
    results, _ = toytown()
    sayings = read_sayings([count(minute, station) for minute, station in said])
    edition = Edition(results, sayings)
    came = Arrivals(edition, edition.contests["lists"])  # type: ignore[index]
    first = dict(reversed([(station, minute) for minute, station in said]))
    moments = [
        Moment(datetime(2020, 2, 2, 18, tzinfo=UTC) + timedelta(minutes=minute), n)
        for minute, n in {minute: n for n, minute in enumerate(sorted(first.values()), 1)}.items()
    ]

    assert bool(came) == (len(moments) > 1)
    if came:
        [found] = came.in_columns(columns).values()
        end = max(moments[-1].at, moments[0].at + timedelta(minutes=1))
        both = [
            list(thinned([*each, Moment(end, each[-1].stations)], moments[0].at, end, columns))
            for each in (found, moments)
        ]
        assert both[0] == both[1]
