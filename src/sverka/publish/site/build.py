"""The whole site as paths and bytes; whoever calls writes them.

The same results and the same record give the same bytes: no clock, no chance, nothing of the machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any, TypeVar

from jinja2 import Template

from sverka import __version__
from sverka.publish.group.cases import Case
from sverka.publish.language import N_, Translator, translator
from sverka.publish.results import Results
from sverka.publish.site.area import Areas
from sverka.publish.site.case import Cases
from sverka.publish.site.contest import contest_page
from sverka.publish.site.data import data_page, language_page
from sverka.publish.site.differences import Differences
from sverka.publish.site.document import document_page
from sverka.publish.site.drawing import drawing_page
from sverka.publish.site.edition import Download, Edition
from sverka.publish.site.follower import Follower
from sverka.publish.site.frames import LANGUAGE_NAMES, Frame, surroundings
from sverka.publish.site.group import group_page
from sverka.publish.site.group_edition import GroupEdition
from sverka.publish.site.history_contest import ContestHistory
from sverka.publish.site.history_file import history_files
from sverka.publish.site.history_page import Histories, why_page
from sverka.publish.site.hosting import hosting_files
from sverka.publish.site.listings import NO_AREA
from sverka.publish.site.lists import contests_page, places_page
from sverka.publish.site.method import method_page
from sverka.publish.site.overview import overview_page
from sverka.publish.site.papers_page import Inventories
from sverka.publish.site.pictures import Picture
from sverka.publish.site.renewed import Renewed
from sverka.publish.site.screen import screen_page
from sverka.publish.site.search import search_index
from sverka.publish.site.static_files import static_files
from sverka.publish.site.station import Stations
from sverka.publish.site.station_lists import stations_page, stations_part_page
from sverka.publish.site.templating import templates
from sverka.publish.site.watched import watched_page
from sverka.publish.watching.report import WatchReport

Page = tuple[str, bytes]
T = TypeVar("T")

LANGUAGES = ("ky", "ru", "en")
MARK = "site.json"  # says of a folder that it is a site of ours

Job = Callable[[], list[Page]]
Spread = Callable[[Sequence[Job]], Iterable[list[Page]]]
"""Has jobs done that do not look at each other, in any order."""

AT_ONCE = 40  # pages of one job

MISSING = N_("There is no page at this address. The start page lies at the beginning of the site's address.")


def build_site(  # noqa: PLR0913 - each is a part of what a site is made from
    results: Results,
    entries: Iterable[bytes],
    *,
    languages: Sequence[str] = LANGUAGES,
    downloads: Sequence[Download] = (),
    group: GroupEdition | None = None,
    since: int | None = None,
    follower: Follower | None = None,
    watched: WatchReport | None = None,
    spread: Spread | None = None,
) -> Iterator[Page]:
    """The files of the site, from results and the entries of the record that they were made from.

    `since` : only the files that may differ from those of the site of so many facts, in the same languages
    `follower` : what was kept from an earlier edition; `entries` are then those that it has not read
    `spread` : how the pages of single stations and cases are made, by more than one process
    """
    follower = follower or Follower()
    follower.read(entries)
    edition = follower.edition(results, downloads=downloads, group=group, watched=watched)
    yield from fixed_files(edition, languages, since=since)
    yield from history_files(edition, Renewed(edition, since))
    sites = [LanguageSite(edition, language, languages, since=since) for language in languages]
    for pages in (spread or _in_turn)([job for site in sites for job in site.jobs()]):
        yield from pages
    for site in sites:
        yield from site.pages_above()


def _in_turn(jobs: Sequence[Job]) -> Iterator[list[Page]]:
    return (job() for job in jobs)


def edition_of(
    results: Results,
    entries: Iterable[bytes],
    *,
    downloads: Sequence[Download] = (),
    group: GroupEdition | None = None,
) -> Edition:
    """What all pages share; reads the record once."""
    follower = Follower()
    follower.read(entries)
    return follower.edition(results, downloads=downloads, group=group)


def fixed_files(edition: Edition, languages: Sequence[str], *, since: int | None = None) -> Iterator[Page]:
    """What no language owns: style, fonts, the door, the page for what is not there, and the mark of a site."""
    if since is None:
        yield from static_files()
        yield from hosting_files()
    if Renewed(edition, since).everything:
        yield from _doors(edition, languages)
    yield MARK, _mark(edition, languages)


def _doors(edition: Edition, languages: Sequence[str]) -> Iterator[Page]:
    environment = templates(languages[0])
    names = [
        (each, LANGUAGE_NAMES[each], translator(each).name(edition.election.names)) for each in languages
    ]
    yield "index.html", environment.get_template("root.html").render(languages=names).encode()
    texts = [(each, translator(each)._(MISSING)) for each in languages]
    yield "404.html", environment.get_template("missing.html").render(texts=texts).encode()


def _mark(edition: Edition, languages: Sequence[str]) -> bytes:
    fact = edition.results.snapshot.definition
    said = {
        "sverka": __version__,
        "election": edition.election.id,
        "record_size": edition.results.snapshot.size,
        "definition": fact.definition if fact else "",
        "languages": list(languages),
    }
    return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()


class LanguageSite:
    """The pages of one language: all of them, or those that may have changed `since` the record held so many facts."""

    def __init__(
        self, edition: Edition, language: str, languages: Sequence[str], *, since: int | None = None
    ) -> None:
        self.edition, self.language, self.languages = edition, language, tuple(languages)
        self.renewed = Renewed(edition, since)
        self.t: Translator = translator(language)
        decisions = edition.results.snapshot.decisions
        self.around = surroundings(self.t, edition.election, self.languages, decisions)
        self.environment = templates(language)
        self.specs: list[tuple[str, Picture]] = []

    def pages(self) -> Iterator[Page]:
        """All of them, a page after those that it sums up."""
        for job in self.jobs():
            yield from job()
        yield from self.pages_above()

    def jobs(self) -> Iterator[Job]:
        """Some at a time, the pages of single stations and of single cases."""
        for stations in _some(self.renewed.stations):
            yield partial(_made, self.station_pages, stations)
        for cases in _some(self._cases):
            yield partial(_made, self.case_pages, cases)

    def pages_above(self) -> Iterator[Page]:
        """Those that sum up others, each after those that it sums up."""
        yield from self.paper_pages()
        yield from self.group_pages()
        yield from self.watched_pages()
        yield from self.area_pages()
        yield from self.contest_pages()
        yield from self.history_pages()
        yield from self.single_pages()

    def single_pages(self) -> Iterator[Page]:
        """The pages of which there is one, the overview last; before them what the search loads."""
        t, edition = self.t, self.edition
        if self.renewed.everything:
            yield from search_index(t, edition.election, edition.addresses).files.items()
        overview = overview_page(t, edition)
        for contest in overview.contests:
            for picture in contest.charts:
                yield from self._specs(contest.name, picture)
        specs = tuple((title, picture.spec_path) for title, picture in self.specs)
        makers: dict[str, Callable[[], Any]] = {
            "contests": lambda: contests_page(t, edition),
            "data": lambda: data_page(t, edition, specs),
            "screen": lambda: screen_page(t, edition),
            "overview": lambda: overview,
        }
        for name, make in (self._lasting | makers).items():
            yield from self._rendered(name, make())

    @property
    def _lasting(self) -> dict[str, Callable[[], Any]]:
        """The pages that another definition changes, and no count; but counts that name stations."""
        t, edition = self.t, self.edition
        makers: dict[str, Callable[[], Any]] = {
            "areas": lambda: places_page(t, edition),
            "method": lambda: method_page(t, edition),
            "language": lambda: language_page(t, edition, self.languages),
        }
        stations = {"stations": lambda: stations_page(t, edition)}
        if self.renewed.everything:
            return makers | stations
        return stations if edition.election.open_stations else {}

    def contest_pages(self) -> Iterator[Page]:
        """Each contest and its differences, which have pages by place where they can be many."""
        for figures in self.edition.contests.values():
            lists = Differences(self.t, self.edition, figures)
            for part in filter(self.renewed.lists, lists.parts()):
                yield from self._rendered("differences_in_place", lists.part_page(part))
            if self.renewed.after(self.edition.changes.contest(figures)):
                yield from self._rendered("differences", lists.page())
                yield from self._rendered("contest", contest_page(self.t, self.edition, figures))

    def area_pages(self) -> Iterator[Page]:
        """Each area, and further parts of its stations; then the stations that lie in none."""
        areas = Areas(self.t, self.edition)
        for area in self.renewed.areas():
            for part in filter(self.renewed.lists, areas.parts(area)):
                yield from self._rendered("area_part", areas.part_page(area, part))
            yield from self._rendered("area", areas.page(area))
        for part in filter(self.renewed.lists, self.edition.listings.of(NO_AREA)):
            yield from self._rendered("stations_part", stations_part_page(self.t, self.edition, part))

    def history_pages(self) -> Iterator[Page]:
        """Every publication, contest by contest and place by place, and why figures moved since the last one."""
        history = self.edition.history
        if history is None:
            return
        for figures in self.edition.contests.values():
            contest = ContestHistory(self.t, self.edition, figures, history)
            for area in filter(lambda area: self.renewed.after(contest.since(area)), contest.places):
                yield from self._rendered("history_contest", contest.area_page(area))
            for part in filter(lambda part: self.renewed.after(contest.since_part(part)), contest.parts):
                yield from self._rendered("history_contest", contest.earlier_page(part))
            if self.renewed.after(contest.since_all):
                page = contest.page()
                yield from self._rendered("history_contest", page)
                if page.chart:
                    self.specs.append((f"{page.frame.title}: {page.chart.caption}", page.chart))
                    yield page.chart.spec_path, page.chart.spec.encode()
        yield from self._whole_history(Histories(self.t, self.edition, history))

    def _whole_history(self, histories: Histories) -> Iterator[Page]:
        """What tells of all contests."""
        for part in range(1, histories.blocks.full + 1):
            yield from self._rendered("history", histories.earlier_page(part))
        yield from self._rendered("why", why_page(self.t, self.edition, histories.history))
        yield from self._rendered("history", histories.page())

    def paper_pages(self) -> Iterator[Page]:
        """The inventory of papers, and place by place; none where there is nothing to list."""
        if self.renewed.after(self.edition.changes.papers) and self.edition.lists_papers:
            inventories = Inventories(self.t, self.edition)
            for area in inventories.places:
                yield from self._rendered("papers_of_place", inventories.page_of(area))
            yield from self._rendered("papers", inventories.page())

    def group_pages(self) -> Iterator[Page]:
        """The group, its drawings and its final document; none where there is no group."""
        group = self.edition.group
        if group is None:
            return
        for drawing in group.state.drawings.by_id.values():
            yield from self._rendered("drawing", drawing_page(self.t, self.edition, group, drawing))
        if group.state.documents.made:
            yield from self._rendered("document", document_page(self.t, self.edition, group))
        yield from self._rendered("group", group_page(self.t, self.edition, group))

    def watched_pages(self) -> Iterator[Page]:
        """What pages of others showed; none where none was watched."""
        if self.edition.watched is not None:
            yield from self._rendered("watched", watched_page(self.t, self.edition, self.edition.watched))

    def station_pages(self, stations: Iterable[str]) -> Iterator[Page]:
        """Some stations."""
        for station in stations:
            yield from self._rendered("station", self._stations.page(station))

    @cached_property
    def _stations(self) -> Stations:
        return Stations(self.t, self.edition)

    def case_pages(self, cases: Iterable[Case]) -> Iterator[Page]:
        """Some cases of the group."""
        for case in cases:
            yield from self._rendered("case", self._case_pages.page(case))

    @cached_property
    def _case_pages(self) -> Cases:
        return Cases(self.t, self.edition)

    @property
    def _cases(self) -> Sequence[Case]:
        """The cases of the group whose pages may change; none where there is no group."""
        group = self.edition.group
        return () if group is None else tuple(self.renewed.cases(group.state.cases.by_key.values()))

    def _template(self, name: str) -> Template:
        return self.environment.get_template(f"{name}.html")

    def _rendered(self, name: str, page: Any) -> Iterator[Page]:
        frame: Frame = page.frame
        if self.renewed.after(frame.changed_at):
            around = {"frame": frame, "around": self.around, "edition": self.edition}
            yield f"{self.language}/{frame.path}", self._template(name).render(page=page, **around).encode()

    def _specs(self, title: str, picture: Picture) -> Iterator[Page]:
        self.specs.append((f"{title}: {picture.caption}", picture))
        if self.renewed.after(self.edition.changes.whole):
            yield picture.spec_path, picture.spec.encode()


def _made(pages: Callable[[Sequence[T]], Iterator[Page]], items: Sequence[T]) -> list[Page]:
    return list(pages(items))


def _some(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as one job makes."""
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
