"""A page names the size of the record at which what it shows last changed, and keeps its bytes until it changes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from msgspec import structs

from sverka.domain.election import Election
from sverka.domain.ids import AccountId, StationId
from sverka.domain.places import Machine
from sverka.publish.results import Results
from sverka.publish.site.build import LanguageSite, edition_of
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import (
    AnnulmentFact,
    AnyFact,
    CountFact,
    DocumentFact,
    ReinstatementFact,
    Scope,
    canonical_bytes,
    parse_fact,
)
from sverka.record.group_facts import ApplicationDecisionFact
from sverka.record.replay import replay
from tests.publish.site.grouptown import PHOTO, edition_of_group, group_town, whole_town
from tests.publish.site.toytown import BY_ONE, HAND_FILE, REVERSED, SAME, WAITING, record, town

Pages = dict[str, bytes]
RECEIVED = "2020-02-06T10:00:00+06:00"
SAID = re.compile(rb"last changed (?:when the record held (\d+) facts|with the first fact of the record)")


def joint_town() -> Election:
    """The town, where the first station's scanner counts another's ballots."""
    election = town()
    guest = replace(
        election.places.stations[StationId(WAITING)], machine=Machine.ELSEWHERE, counted_at=StationId(SAME)
    )
    places = replace(election.places, stations={**election.places.stations, guest.id: guest})
    return replace(election, places=places)


def pages(election: Election, entries: list[bytes]) -> Pages:
    """The English pages."""
    results = Results(election, replay(entries, election))
    group = edition_of_group(election, entries, FILES) if election.group else None
    return dict(LanguageSite(edition_of(results, entries, group=group), "en", ["en"]).pages())


def html(made: Pages) -> Pages:
    return {path: page for path, page in made.items() if path.endswith(".html")}


def size_said(page: bytes) -> int:
    """The size that a page names, 0 for none."""
    found = SAID.search(page)
    return 0 if found is None else int(found[1] or 1)


def decisions() -> list[bytes]:
    """Annulments of every kind of scope, and one reversed."""
    scopes = (
        Scope(area="left-bank"),
        Scope(contest="mayor-right-bank"),
        Scope(contest="lists", selection="bread"),
        Scope(station=BY_ONE, box="mobile"),
    )
    word = {"schema": SCHEMA, "received": RECEIVED, "authority": "court", "number": "1", "reason": "a seal"}
    facts: list[AnyFact] = [AnnulmentFact(scope=scope, **word) for scope in scopes]  # type: ignore[arg-type]
    back = ReinstatementFact(scope=scopes[0], **word)  # type: ignore[arg-type]
    return [canonical_bytes(fact) for fact in (*facts, back)]


def withheld() -> bytes:
    fact = DocumentFact(
        schema=SCHEMA,
        received=RECEIVED,
        sha256=HAND_FILE,
        bytes=4321,
        media_type="text/csv",
        withheld="a name",
    )
    return canonical_bytes(fact)


def held(entry: bytes) -> bytes:
    """The same fact, where a commission holds the counts by hand."""
    fact = parse_fact(entry)
    return (
        canonical_bytes(structs.replace(fact, holder="CEC"))
        if isinstance(fact, CountFact) and fact.account == "hand"
        else entry
    )


def later(order: int) -> list[bytes]:
    """The facts of the town and more, in an order of their own; the definition stays the first."""
    facts = [*record()[1:], *decisions(), withheld()]
    random.Random(order).shuffle(facts)
    return facts


def plain(order: int) -> tuple[Election, list[bytes]]:
    """The town as it is."""
    return town(), later(order)


def together(order: int) -> tuple[Election, list[bytes]]:
    """Two stations counted by one scanner, of which one is late."""
    late = f'"station":"{WAITING}"'.encode()
    return joint_town(), sorted(later(order), key=lambda entry: late in entry)


def with_holder(order: int) -> tuple[Election, list[bytes]]:
    """One account is held by an organisation, whose name pages show once it is known."""
    return joint_town(), list(map(held, later(order)))


def of_areas(order: int) -> tuple[Election, list[bytes]]:
    """The left account counts whole areas, and corrects itself."""
    election = town()
    policies = replace(election.policies, left=AccountId("page"))
    again = CountFact(
        schema=SCHEMA, received=RECEIVED, account="page", contest="lists", area="town", selections={"fish": 1}
    )
    return replace(election, policies=policies), [*later(order), canonical_bytes(again)]


def after_the_counts() -> list[bytes]:
    """A group at work, in the order in which it signed; then counts and papers of stations that it has cases of."""
    after = {"schema": SCHEMA, "received": "2020-03-02T10:00:00+06:00", "account": "hand", "contest": "lists"}
    late: list[AnyFact] = [
        CountFact(**after, station=station, selections={"fish": 70}, reason="counted again")  # type: ignore[arg-type]
        for station in (BY_ONE, WAITING)
    ]
    taken_back = DocumentFact(
        schema=SCHEMA,
        received="2020-03-02T11:00:00+06:00",
        sha256=PHOTO,
        bytes=1,
        media_type="image/jpeg",
        withdrawn="not ours",
    )
    here = whole_town()
    here.act(ApplicationDecisionFact(**here.said, number="18", granted=(REVERSED,)), "apple", "pear")
    at_work = here.entries[len(record()) :]
    return [*at_work, *decisions(), withheld(), *(canonical_bytes(each) for each in (*late, taken_back))]


FILES = whole_town().files


@pytest.mark.parametrize("told", [plain, together, with_holder, of_areas])
def test_a_page_whose_bytes_change_names_the_fact_that_changed_it(
    told: Callable[[int], tuple[Election, list[bytes]]],
) -> None:
    election, facts = told(1)

    check_every_step(election, record()[:1], facts)


def test_a_page_of_the_group_names_the_fact_that_changed_it() -> None:
    check_every_step(group_town(), record(), after_the_counts())


def check_every_step(election: Election, entries: list[bytes], facts: list[bytes]) -> None:
    """Add fact after fact and look at every page."""
    before = html(pages(election, entries))
    for fact in facts:
        entries = [*entries, fact]
        after = html(pages(election, entries))
        changed = [path for path, page in after.items() if page != before.get(path)]

        assert [path for path in changed if size_said(after[path]) != len(entries)] == [], parse_fact(fact)
        before = after


@pytest.mark.parametrize("order", range(2))
def test_a_count_of_one_station_leaves_the_pages_of_all_others_as_they_are(order: int) -> None:
    election, entries = town(), [record()[0], *later(order)]
    before = html(pages(election, entries))
    count = CountFact(
        schema=SCHEMA,
        received=RECEIVED,
        account="hand",
        contest="lists",
        station=BY_ONE,
        selections={"fish": 70},
        reason="counted again",
    )
    after = html(pages(election, [*entries, canonical_bytes(count)]))
    changed = {path for path, page in after.items() if page != before[path]}

    assert changed == {
        "en/index.html",
        "en/contests.html",
        "en/screen.html",
        "en/history.html",
        "en/history/lists.html",
        "en/why.html",
        "en/data.html",
        "en/contest/lists.html",
        "en/differences/lists.html",
        "en/area/town.html",
        "en/area/left-bank.html",
        f"en/station/{BY_ONE}.html",
    }


def test_a_fact_that_no_figure_stands_on_changes_the_page_on_data_alone() -> None:
    election, entries = town(), record()
    unknown = b'{"kind":"weather","received":"2020-02-06T10:00:00+06:00","schema":1}'
    before, after = pages(election, entries), pages(election, [*entries, unknown])

    assert {path for path, page in after.items() if page != before[path]} == {"en/data.html"}


def test_every_page_names_its_size(site: Pages) -> None:
    for path, page in site.items():
        if path.startswith("en/") and not path.endswith(("language.html", "status.html", "corrections.html")):
            assert size_said(page) > 0, path
