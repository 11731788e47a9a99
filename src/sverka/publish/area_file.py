"""`data/areas/NAME.json`: the figures of one area, which depend on nothing outside of it.

::

    {"area":"talas","contests":{"parties":{"comparison":{"both":96,"different":2,"gross":4,"identical":94,"net":0},
     "totals":{"asu":{"bases":{…},"rows":{…},"selections":{…},"shares":{…},"stations":{…}},…}}}}

In the form of `data/results.json`, which has its hash. Of a contest in which no station of the area votes there is
nothing; `comparison` is null where the contest has none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from sverka.domain.ids import AreaId
from sverka.publish.answers import Answer, published_total
from sverka.publish.differences import Compared, compared_by_area
from sverka.publish.differences_file import any_counted
from sverka.publish.results import ContestResults, Results
from sverka.publish.site.addresses import file_names

AREAS_FOLDER = "data/areas"

_encoder = msgspec.json.Encoder(order="sorted")


class AreaFiles:
    """The files of the areas of some results."""

    def __init__(self, results: Results) -> None:
        self.results = results
        names = file_names(results.election.places.areas)
        self.paths = {area: f"{AREAS_FOLDER}/{names[area]}.json" for area in results.election.places.areas}
        self.compared = {of.id: _compared(of) for of in results}

    def format(self, area: AreaId) -> bytes:
        """The file of one area."""
        every = {of.id: self._contest(of, area) for of in self.results}
        contests = {id_: said for id_, said in every.items() if said["totals"]}
        return _encoder.encode({"area": area, "contests": contests})

    def _contest(self, of: ContestResults, area: AreaId) -> Answer:
        found = {str(source): totals.of(area) for source, totals in of.totals.items()}
        totals = {
            source: published_total(of.contest, total) for source, total in found.items() if total is not None
        }
        return {"totals": totals, "comparison": _comparison(self.compared[of.id].get(area))}


def _compared(of: ContestResults) -> Mapping[AreaId, Compared]:
    """The comparison of a contest by area; nothing where it has none."""
    return compared_by_area(of.comparison, of.membership) if any_counted(of.comparison) else {}


def area_hashes(results: Results) -> dict[AreaId, str]:
    """The SHA-256 of the file of every area."""
    files = AreaFiles(results)
    return {area: hashlib.sha256(files.format(area)).hexdigest() for area in files.paths}


def _comparison(compared: Compared | None) -> Answer | None:
    if compared is None:
        return None
    return {name: getattr(compared, name) for name in ("both", "identical", "different", "gross", "net")}
