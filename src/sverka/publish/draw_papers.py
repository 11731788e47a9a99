"""The papers for the work on stations drawn: which papers to fetch, and a form for each station's count by hand.

What was reported stands on neither: whoever counts by hand must not know it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sverka.domain.accounts import Counted
from sverka.domain.election import Contest, Election, Row
from sverka.domain.group import Group
from sverka.domain.ids import ContestId, StationId
from sverka.domain.names import Language
from sverka.publish.language import Translator, translator
from sverka.publish.paper.typesetting import typeset

PULL_LIST, FORMS = "pull-list.typ", "hand-count.typ"
BEGINNING = 16  # of a hash, in the running foot


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnStations:
    """What a drawing drew, as far as its papers show it.

    `stations` : in the order drawn · `listed` : SHA-256 of their list · `drawn_at` : when the record received it
    """

    election: Election
    group: Group
    draw: str
    contest: ContestId
    stations: tuple[str, ...]
    seed: str
    listed: str
    drawn_at: str


def pull_list(drawn: DrawnStations, language: Language) -> bytes:
    """Which stations' papers to fetch, by area, and who takes and returns them, as a PDF."""
    t = translator(language)
    values = {
        **_common(t, drawn, t._("Papers to fetch")),
        "texts": [
            t._("Stations: {n}, in {areas} areas.", n=len(drawn.stations), areas=len(_by_area(t, drawn))),
            t._(
                "Of each station: the ballots of this contest and the protocol, sealed as they are. "
                "Nobody opens them before the count."
            ),
        ],
        "columns": [
            t._("Here"),
            t._("Station"),
            t._("Name"),
            t._("Taken: who, when"),
            t._("Returned: who, when"),
        ],
        "areas": [
            {"name": area, "stations": [[station, _name(t, drawn, station)] for station in stations]}
            for area, stations in _by_area(t, drawn).items()
        ],
    }
    return typeset(PULL_LIST, values, language=language, at=drawn.drawn_at)


def hand_count_forms(drawn: DrawnStations, language: Language) -> bytes:
    """A form per station, in the order drawn, as one PDF; each form counts its own pages."""
    t = translator(language)
    contest = drawn.election.contests[drawn.contest]
    values = {
        **_common(t, drawn, t._("Count by hand")),
        "contest": t.name(contest.names),
        "forms": list(_forms(t, drawn)),
        "texts": [
            t._(
                "Count twice, apart from each other. Write 0 where there is none, and a dash where it could not be "
                "counted or the sheet has no such line."
            ),
            t._("What was reported is not on this form, so that nobody counts towards it."),
        ],
        "columns": [t._("No."), t._("What is counted"), t._("First count"), t._("Second count")],
        **_lines(t, drawn),
        "remarks": t._("Remarks"),
        "signing": {
            "title": t._("Present at the count"),
            "head": [t._("Member of the group"), t._("Signature"), t._("Remark, or why not signed")],
            "members": [t.name(member.names) for member in drawn.group.members.values()],
        },
    }
    return typeset(FORMS, values, language=language, at=drawn.drawn_at)


def _common(t: Translator, drawn: DrawnStations, title: str) -> dict[str, Any]:
    """What every paper needs: title, running head and foot."""
    election = t.name(drawn.election.names)
    contest = t.name(drawn.election.contests[drawn.contest].names)
    drawing = t._("Drawing {draw}: {contest}", draw=drawn.draw, contest=contest)
    return {
        "title": title,
        "subtitle": f"{election}. {drawing}",
        "head": [f"{election}. {drawing}", title],
        "foot": [
            t._("Seed {seed}", seed=drawn.seed),
            t._("SHA-256 of the list drawn: {hash}…", hash=drawn.listed[:BEGINNING]),
        ],
        "page": t._("page {page} of {pages}"),
    }


def _lines(t: Translator, drawn: DrawnStations) -> dict[str, Any]:
    contest = drawn.election.contests[drawn.contest]
    return {
        "rows_title": t._("Lines of the form"),
        "rows": [[_number(row.id), t.name(row.names)] for row in _rows(drawn.election, contest)],
        "selections_title": t._("The votes"),
        "selections": [[each.number, t.name(each.names)] for each in contest.selections],
    }


def _rows(election: Election, contest: Contest) -> Iterator[Row]:
    """The rows of the form that a count by hand has; not what only a scanner says."""
    by_hand = [each for each in election.accounts.values() if each.counted is not Counted.MACHINE]
    for row in contest.rows:
        if not by_hand or any(account.rows is None or row.id in account.rows for account in by_hand):
            yield row


def _number(row: str) -> str:
    """The number of a row as the form prints it; a name that only we give it is not printed."""
    return row if row[:1].isdigit() else ""


def _forms(t: Translator, drawn: DrawnStations) -> Iterator[Mapping[str, Any]]:
    of = t.number(len(drawn.stations))
    for place, station in enumerate(drawn.stations, start=1):
        name = _name(t, drawn, station)
        yield {
            "place": place,
            "head": t._("Station {station}", station=station),
            "station": _called(t._("Station {station}", station=station), name, station),
            "where": ", ".join(
                filter(None, [_area(t, drawn, station), t._("drawn {place} of {of}", place=place, of=of)])
            ),
        }


def _called(number: str, name: str, station: str) -> str:
    """A station by its number and name, or by the name alone where that is a number too."""
    if not name or (len(station) > 2 and station in re.split(r"[\s№]+", name)):
        return name or number
    return f"{number}. {name}"


def _by_area(t: Translator, drawn: DrawnStations) -> dict[str, list[str]]:
    """The stations of each area, areas and stations in the order of the definition."""
    order = {station: place for place, station in enumerate(drawn.election.places.stations)}
    found: dict[str, list[str]] = {}
    for station in sorted(drawn.stations, key=lambda each: order.get(StationId(each), len(order))):
        found.setdefault(_area(t, drawn, station) or t._("Without an area"), []).append(station)
    return found


def _area(t: Translator, drawn: DrawnStations, station: str) -> str:
    """Where a station lies, the largest area first; the whole country is not said."""
    places = drawn.election.places
    known = places.stations.get(StationId(station))
    above: Sequence[str] = (
        [t.name(area.names) for area in places.above(known.area) if area.parent] if known else []
    )
    return ", ".join(reversed(above))


def _name(t: Translator, drawn: DrawnStations, station: str) -> str:
    known = drawn.election.places.stations.get(StationId(station))
    return t.name(known.names) if known else ""
