"""Where counts came in: as if someone went through the record fact by fact."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable, Source
from sverka.domain.ids import AccountId, ContestId, SelectionId
from sverka.record.arrivals import Arrivals
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import CountFact, canonical_bytes
from sverka.record.replay import gather

STATIONS = ("0001", "0002", "0003")
ACCOUNTS = ("hand", "machine")
FIELDS = ("apple", "pear")


def fact(station: str, account: str, fields: tuple[str, ...]) -> CountFact:
    selections = dict.fromkeys(sorted(fields), 1)
    return CountFact(
        schema=SCHEMA, received="", contest="council", station=station, account=account, selections=selections
    )


facts = st.builds(
    fact,
    st.sampled_from(STATIONS),
    st.sampled_from(ACCOUNTS),
    st.sets(st.sampled_from(FIELDS), min_size=1).map(tuple),
)


@given(st.lists(facts, max_size=30), st.sampled_from(ACCOUNTS))
def test_the_entries_of_a_station_are_all_its_facts_in_order(said: list[CountFact], account: str) -> None:
    table = CountTable.empty(
        contest=ContestId("council"),
        source=Source(AccountId(account)),
        units=STATIONS,
        rows=(),
        selections=tuple(map(SelectionId, FIELDS)),
    )
    arrivals = Arrivals(gather(map(canonical_bytes, said)), table)

    for station in STATIONS:
        expected = [at for at, each in enumerate(said) if (each.station, each.account) == (station, account)]
        assert list(arrivals.of(station)) == expected
