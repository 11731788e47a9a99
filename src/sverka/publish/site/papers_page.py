"""The inventory of papers: by holder, every refused copy, what is not published; then place by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sverka.domain.counts import Source
from sverka.domain.ids import AreaId
from sverka.publish.inventory import Held, held_of
from sverka.publish.language import Translator
from sverka.publish.site.edition import Download, Edition
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.naming import area_name, source_name
from sverka.publish.site.papers import Paper, paper_of
from sverka.publish.site.place_lines import top_areas
from sverka.publish.words.papers import HELD
from sverka.record.facts import DocumentFact

INVENTORY_FILE = "data/inventory.csv"
ELSEWHERE = AreaId("")  # stations that lie in no area


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderLine:
    """One source: at how many stations there is what, and what its papers bear."""

    name: str
    stations: tuple[int, ...]
    of: int
    papers: int
    signed: int
    stamped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalLine:
    """One copy that was refused; `key` tells its source in the filter."""

    station: str
    path: str
    key: str
    source: str
    through: str
    claimed: str
    received: str
    reason: str


def _earliest_first(line: RefusalLine) -> tuple[str, str]:
    return line.claimed or line.received, line.station


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPublished:
    """One paper that is not published, and why."""

    station: str
    path: str
    held: str
    paper: Paper


@dataclass(frozen=True, kw_only=True)
class PapersPage:
    """Everything the page shows."""

    frame: Frame
    held: tuple[tuple[str, str], ...]
    holders: tuple[HolderLine, ...]
    refusals: tuple[RefusalLine, ...]
    sources: tuple[tuple[str, str], ...]
    not_published: tuple[NotPublished, ...]
    places: tuple[tuple[Link, int], ...]
    download: Download | None


@dataclass(frozen=True, slots=True)
class HeldCell:
    """What there is of one source at one station: the code, its word, and what is to add."""

    code: str
    word: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One station."""

    station: str
    path: str
    cells: tuple[HeldCell, ...]

    @property
    def codes(self) -> str:
        """What there is of any source, for the filter."""
        return " ".join(dict.fromkeys(cell.code for cell in self.cells))


@dataclass(frozen=True, kw_only=True)
class PlacePapersPage:
    """Everything the page of one place shows."""

    frame: Frame
    name: str
    sources: tuple[str, ...]
    lines: tuple[HeldLine, ...]
    held: tuple[tuple[str, str], ...] = field(default=())


class Inventories:
    """The pages of the inventory in one language."""

    def __init__(self, t: Translator, edition: Edition) -> None:
        self.t, self.edition, self.inventory = t, edition, edition.inventory
        self.words = {held: t._(words.title) for held, words in HELD.items()}
        self.names = [source_name(t, edition.election, source) for source in self.inventory.sources]

    @cached_property
    def places(self) -> Mapping[AreaId, tuple[str, ...]]:
        """The stations of every place that has any, and those that lie in none."""
        stations = set(self.inventory.stations)
        found: dict[AreaId, tuple[str, ...]] = {}
        for area in top_areas(self.edition):
            inside = tuple(s for s in self.edition.stations_in.get(area.id, ()) if s in stations)
            stations -= set(inside)
            if inside:
                found[area.id] = inside
        rest = tuple(station for station in self.inventory.stations if station in stations)
        return found | ({ELSEWHERE: rest} if rest else {})

    def page(self) -> PapersPage:
        """The page on all of it."""
        t, edition = self.t, self.edition
        sources = self.inventory.sources
        return PapersPage(
            frame=Frame(path="papers.html", title=t._("Papers"), changed_at=edition.changes.papers),
            held=tuple((self.words[held], t._(words.meaning)) for held, words in HELD.items()),
            holders=tuple(self._holders()),
            refusals=tuple(sorted(self._refusals(), key=_earliest_first)),
            sources=tuple(
                (str(at), self.names[at]) for at in range(len(sources)) if self._was_refused(sources[at])
            ),
            not_published=tuple(self._not_published()),
            places=tuple(
                (Link(self._name(area), edition.addresses.papers[area]), len(inside))
                for area, inside in self.places.items()
            ),
            download=edition.download(INVENTORY_FILE),
        )

    def page_of(self, area: AreaId) -> PlacePapersPage:
        """The page of one place."""
        return PlacePapersPage(
            frame=Frame(
                path=self.edition.addresses.papers[area],
                title=self.t._("Papers: {place}", place=self._name(area)),
                changed_at=self.edition.changes.papers,
                trail=(Link(self.t._("Papers"), "papers.html"),),
            ),
            name=self._name(area),
            sources=tuple(self.names),
            lines=tuple(self._line(station) for station in self.places[area]),
            held=tuple((held.code, self.words[held]) for held in HELD),
        )

    def _name(self, area: AreaId) -> str:
        if area != ELSEWHERE:
            return area_name(self.t, self.edition.election, area)
        return self.t._("Stations that lie in no area") if len(self.places) > 1 else self.t._("All stations")

    def _holders(self) -> Iterator[HolderLine]:
        for name, held in zip(self.names, self.inventory.sums, strict=True):
            yield HolderLine(
                name=name,
                stations=tuple(held.stations[each] for each in HELD),
                of=held.of,
                papers=held.papers,
                signed=held.signed,
                stamped=held.stamped,
            )

    def _was_refused(self, source: Source) -> bool:
        return any(cell[1] == source for cell in self.inventory.refusals)

    def _refusals(self) -> Iterator[RefusalLine]:
        at = {source: place for place, source in enumerate(self.inventory.sources)}
        for (station, source), facts in self.inventory.refusals.items():
            for fact in facts:
                yield RefusalLine(
                    station=station,
                    path=self._path(station),
                    key=str(at[source]),
                    source=self.names[at[source]],
                    through=fact.through,
                    claimed=fact.claimed,
                    received=fact.received,
                    reason=fact.reason,
                )

    def _not_published(self) -> Iterator[NotPublished]:
        for (station, _), facts in self.inventory.papers.items():
            for fact in facts:
                if held_of(fact) is not Held.PRESENT:
                    yield NotPublished(
                        station=station,
                        path=self._path(station),
                        held=self.words[held_of(fact)],
                        paper=paper_of(self.t, self.edition, fact.sha256),
                    )

    def _path(self, station: str) -> str:
        return self.edition.addresses.stations.get(station, "")

    def _line(self, station: str) -> HeldLine:
        held = self.inventory.held[self._lines[station]].tolist()
        cells = (
            self._cell(station, source, Held(code))
            for source, code in zip(self.inventory.sources, held, strict=True)
        )
        return HeldLine(station, self._path(station), tuple(cells))

    @cached_property
    def _lines(self) -> Mapping[str, int]:
        return {station: line for line, station in enumerate(self.inventory.stations)}

    def _cell(self, station: str, source: Source, held: Held) -> HeldCell:
        papers = self.inventory.papers.get((station, source), ())
        refusals = self.inventory.refusals.get((station, source), ())
        more = (*self._borne(papers), *(fact.reason for fact in refusals))
        return HeldCell(held.code, self.words[held], tuple(dict.fromkeys(more)))

    def _borne(self, papers: Iterable[DocumentFact]) -> Iterator[str]:
        """What papers bear, as far as somebody has looked."""
        for paper in papers:
            if paper.withdrawn or paper.withheld:
                yield paper.withdrawn or paper.withheld
            if paper.signed:
                yield self.t._("signed") if paper.signed == "yes" else self.t._("not signed")
            if paper.stamped:
                yield self.t._("stamped") if paper.stamped == "yes" else self.t._("not stamped")
