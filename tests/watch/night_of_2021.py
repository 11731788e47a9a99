"""The commission's site on the night of 28 November 2021 and the morning after, re-enacted on loopback.

What is known of it (figures invented where nothing is said):

=================  =====================================================================================================
after 20:00        results of the scanners as they come (kloop.kg 2021/11/28)
at 70 to 80 %      ten parties above 5 %, shares over 150 % together (kloop.kg; one press count: 161 %);
                   Ата-Мекен 6.17 (rferl.org), 71,000 votes (kloop.kg)
about 40 minutes   the screen is blank (kloop.kg 2021/11/28; rferl.org 2021/11/29)
afterwards         lower numbers: Ата-Мекен 3.48 (kabar.kg), 41,000 votes (kloop.kg)
29.11              the page gives 1,276,014 voters; its votes and shares imply about 1,190,000
=================  =====================================================================================================
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sverka.domain.election import Contest, SelectionKind
from sverka.domain.ids import AreaId, ContestId
from sverka.elections import text_of
from sverka.formats.definition import parse_definition
from sverka.office.folder import ElectionFolder
from sverka.office.founding import create
from sverka.office.papers import Papers

OPEN = "\n[stations]\nopen = true\n"  # who watches a site has no table of stations
BISHKEK = ZoneInfo("Asia/Bishkek")
NAME = "kg-2021-11-28"
KG = parse_definition(text_of(NAME), name=NAME)
LISTS: Contest = KG.contests[ContestId("parties")]
PERCENT = (  # of the scanners' page at 90.10 % of the stations, in the order of the page (kabar.kg)
    *(3.48, 6.74, 8.23, 0.62, 6.01, 0.62, 0.95, 10.81, 13.50, 4.01, 1.54),
    *(0.41, 0.44, 3.21, 0.46, 0.96, 2.48, 4.46, 0.46, 0.71, 16.86, 2.17),
)
TOOK_PART = 1_182_291  # on that page
REGIONS: list[str] = [area.id for area in KG.places.areas.values() if area.parent == AreaId("kg")]
MARKED = (
    0.8  # of the ballots of a party have a mark for a candidate: 6.17 / 3.48 is 1.77, 4.47 / 2.48 is 1.80
)


def moment(text: str) -> datetime:
    """A time of that night and morning: `28T22:05`."""
    return datetime.fromisoformat(f"2021-11-{text}").replace(tzinfo=BISHKEK)


@dataclass(frozen=True)
class Showing:
    """What the page answers from a moment on."""

    status: int
    body: bytes
    since: str = ""


def figures(voters: int, *, formula: str = "votes", base: int = 0, said: int = 0) -> Showing:
    """The page with this many voters; `base`: of what its shares are, `said`: how many voters it states."""
    regions: dict[str, dict[str, int]] = {area: _votes(voters // len(REGIONS), formula) for area in REGIONS}
    whole: dict[str, int] = {
        each.id: sum(votes[each.id] for votes in regions.values()) for each in LISTS.selections
    }
    voters -= voters % len(REGIONS)
    bases: dict[str, int] = {"kg": base or voters, **dict.fromkeys(REGIONS, (base or voters) // len(REGIONS))}
    areas: dict[str, dict[str, int]] = {"kg": whole, **regions}
    page = {
        "overview": {"pcos": {"p3": said or voters}},
        "ballots": [
            {"position": at, "name_ky": each.names.ky, "name_ru": each.names.ru}
            for at, each in enumerate(LISTS.selections, start=1)
        ],
        "ballotCounts": [
            {"division": {"id": area}, "ballotCounts": [*_counts(votes, bases[area])]}
            for area, votes in areas.items()
        ],
    }
    return Showing(200, json.dumps(page, ensure_ascii=False).encode())


def _votes(voters: int, formula: str) -> dict[str, int]:
    votes: dict[str, int] = {
        each.id: round(share * voters / 100) for each, share in zip(LISTS.selections, PERCENT, strict=True)
    }
    if formula == "votes":
        return votes
    lists = {str(each.id) for each in LISTS.selections if each.kind is SelectionKind.PARTY}
    return {key: value + round(MARKED * value) * (key in lists) for key, value in votes.items()}


def _counts(votes: Mapping[str, int], base: int) -> Iterator[dict[str, Any]]:
    for at, count in enumerate(votes.values(), start=1):
        yield {"position": at, "pcosCount": count, "pcosPercent": round(100 * count / base, 2)}


BLANK = Showing(200, b"")

NIGHT: Mapping[str, Showing] = {
    "28T20:10": figures(210_000),
    "28T21:00": figures(640_000),
    "28T21:40": figures(1_132_150, formula="votes-and-marks"),
    "28T22:05": BLANK,
    "28T22:44": figures(TOOK_PART),
    "29T01:30": Showing(502, b"<html>502 Bad Gateway</html>"),
    "29T01:34": figures(TOOK_PART),
    "29T10:00": figures(1_190_000, said=1_276_014),
}

WATCHED = """
[[pages]]
name = "country"
url = "{address}/api/election/91/ballot-count?type=1&id=0"
format = "pcos"
contest = "parties"
mapping = {{ unit = {{ area = "kg" }}, rows = {{ p3 = "6" }} }}
"""


@dataclass
class Site:
    """The site; `now` is set by whoever watches."""

    address: str
    showings: Mapping[str, Showing]
    now: datetime = field(default_factory=lambda: moment("28T20:00"))
    asked: int = 0
    step: timedelta = timedelta(0)  # that the clock goes on with every request

    def showing(self) -> Showing:
        """What is on the page now."""
        self.asked += 1
        past = [showing for since, showing in self.showings.items() if moment(since) <= self.now]
        self.now += self.step
        return past[-1] if past else Showing(404, b"not yet")


@contextmanager
def site(showings: Mapping[str, Showing] = NIGHT) -> Iterator[Site]:
    """The site while it is served on loopback."""
    held: list[Site] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            showing = held[0].showing()
            self.send_response(showing.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(showing.body)))
            self.end_headers()
            self.wfile.write(showing.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.append(Site(f"http://127.0.0.1:{server.server_port}", showings))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield held[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def observers_folder(path: Path) -> ElectionFolder:
    """An observer's own election folder, nothing in it but the definition."""
    papers = Papers(definition=(text_of(NAME) + OPEN).encode())
    return create(path, papers, received=lambda _: "2021-11-28T19:00:00+06:00").folder
