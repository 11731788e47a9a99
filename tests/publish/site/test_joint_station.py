"""A station whose scanner counts a neighbour's ballots too shows both added up, beside the paper's own figures."""

from __future__ import annotations

from dataclasses import replace

from sverka.domain.ids import StationId
from sverka.domain.places import Machine
from sverka.publish.results import Results
from sverka.publish.site.build import build_site
from sverka.record.replay import replay
from tests.publish.site.reading import read
from tests.publish.site.toytown import SAME, WAITING, record, town


def pages() -> dict[str, bytes]:
    """The English pages of the town, where the first station's scanner counts another's ballots."""
    election = town()
    guest = election.places.stations[StationId(WAITING)]
    guest = replace(guest, machine=Machine.ELSEWHERE, counted_at=StationId(SAME))
    stations = {**election.places.stations, guest.id: guest}
    election = replace(election, places=replace(election.places, stations=stations))
    entries = record()
    return dict(build_site(Results(election, replay(entries, election)), entries, languages=("en",)))


def test_the_host_shows_its_own_paper_and_both_together() -> None:
    text = read(pages()[f"en/station/{SAME}.html"]).text

    assert f"{SAME} + {WAITING}" in text
    assert "60 60 124 +64" in text  # machine, its own protocol, both protocols, the difference of both


def test_the_guest_points_to_its_host() -> None:
    text = read(pages()[f"en/station/{WAITING}.html"]).text

    assert f"counted by the scanner of another station. {SAME}" in text
    assert "Both are compared together, on that page." in text
