"""Where each page of the site lies.

::

    index.html  404.html  static/
    ky/  ru/  en/       index.html  contests.html  areas.html  stations.html  method.html  data.html  language.html
                        contest/ID.html  differences/ID.html  area/ID.html  station/ID.html
    where a list is long:    area/ID/2.html  stations/1.html  differences/CONTEST/AREA.html  (listings.py)
    where there is a group:  group.html  case/CONTEST-STATION.html  drawing/ID.html  document.html
    where papers are listed:  papers.html  papers/AREA.html

All links are relative, so that the site works from any folder of any host and from a disk.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sverka.domain.election import Election

LONGEST, BEGINNING = (
    100,
    60,
)  # letters of a name; of a longer one its beginning, and the beginning of its hash
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The path of every page, from the folder of its language."""

    contests: Mapping[str, str]
    differences: Mapping[str, str]
    areas: Mapping[str, str]
    stations: Mapping[str, str]
    cases: Mapping[tuple[str, str], str] = field(default_factory=dict)
    drawings: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, election: Election, stations: Iterable[str]) -> Addresses:
        """The pages of an election."""
        contests, areas = file_names(election.contests), file_names(election.places.areas)
        return cls(
            contests={id_: f"contest/{name}.html" for id_, name in contests.items()},
            differences={id_: f"differences/{name}.html" for id_, name in contests.items()},
            areas={id_: f"area/{name}.html" for id_, name in areas.items()},
            stations={id_: f"station/{name}.html" for id_, name in file_names(stations).items()},
            papers={id_: f"papers/{name}.html" for id_, name in areas.items()} | {"": "papers/-.html"},
        )

    def with_group(self, cases: Iterable[tuple[str, str]], drawings: Iterable[str]) -> Addresses:
        """The same, and the pages of the group; `cases` are pairs of contest and station."""
        pairs = list(dict.fromkeys(cases))
        names = _apart(f"{_plain(contest)}-{_plain(station)}" for contest, station in pairs)
        return replace(
            self,
            cases={pair: f"case/{name}.html" for pair, name in zip(pairs, names, strict=True)},
            drawings={id_: f"drawing/{name}.html" for id_, name in file_names(drawings).items()},
        )

    def listed(self, area: str, number: int) -> str:
        """The page with the n-th part of an area's stations; the first is on the page of the area itself."""
        if not area:
            return f"stations/{number}.html"
        return _part(self.areas[area], number)

    def differences_in(self, contest: str, area: str, number: int = 1) -> str:
        """The page with the differences of a contest among the n-th part of an area's stations."""
        folder, place = self.differences[contest].removesuffix(".html"), self.areas.get(area, "/-.html")
        return _part(f"{folder}/{place.partition('/')[2]}", number)


def _part(page: str, number: int) -> str:
    """The n-th part of a page: beside it, in a folder of its name."""
    return page if number == 1 else f"{page.removesuffix('.html')}/{number}.html"


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """A file name for each id, safe in an address and on every file system.

    >>> file_names(["0001", "7/3", "a", "A"])
    {'0001': '0001', '7/3': '7~2f3', 'a': 'a', 'A': 'A~2'}
    """
    each_once = list(dict.fromkeys(ids))
    return dict(zip(each_once, _apart(map(_plain, each_once)), strict=True))


def _apart(names: Iterable[str]) -> list[str]:
    """The names in turn, no two of them alike on any file system."""
    apart: list[str] = []
    taken: dict[str, int] = {}
    for name in names:
        met = taken[name.casefold()] = taken.get(name.casefold(), 0) + 1
        apart.append(name if met == 1 else f"{name}~{met}")
    return apart


def _plain(id_: str) -> str:
    name = id_ if PLAIN.fullmatch(id_) else _escaped(id_)
    if len(name) <= LONGEST:
        return name
    return f"{name[:BEGINNING]}~{hashlib.sha256(id_.encode()).hexdigest()[:16]}"


def _escaped(id_: str) -> str:
    """The id with every letter that is not plain as ~ and its bytes in hex."""
    return "".join(
        letter
        if letter.isascii() and letter.isalnum()
        else "".join(f"~{byte:02x}" for byte in letter.encode())
        for letter in id_
    )


def way_up(path: str) -> str:
    """From a page back to the folder of its language: "" or "../"."""
    return "../" * path.count("/")
