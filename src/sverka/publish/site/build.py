"""The whole site as paths and bytes; whoever calls writes them.

The same results and the same record give the same bytes: no clock, no chance, nothing of the machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from jinja2 import Template

from sverka import __version__
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
from sverka.publish.site.frames import LANGUAGE_NAMES, Frame, surroundings
from sverka.publish.site.group import group_page
from sverka.publish.site.group_edition import GroupEdition
from sverka.publish.site.listings import NO_AREA
from sverka.publish.site.lists import contests_page, places_page
from sverka.publish.site.method import method_page
from sverka.publish.site.overview import overview_page
from sverka.publish.site.papers_page import Inventories
from sverka.publish.site.pictures import Picture
from sverka.publish.site.sayings import read_sayings
from sverka.publish.site.static_files import static_files
from sverka.publish.site.station import Stations
from sverka.publish.site.station_lists import stations_page, stations_part_page
from sverka.publish.site.templating import templates

Page = tuple[str, bytes]

LANGUAGES = ("ky", "ru", "en")
MARK = "site.json"  # says of a folder that it is a site of ours

MISSING = N_("There is no page at this address. The start page lies at the beginning of the site's address.")


def build_site(
    results: Results,
    entries: Iterable[bytes],
    *,
    languages: Sequence[str] = LANGUAGES,
    downloads: Sequence[Download] = (),
    group: GroupEdition | None = None,
) -> Iterator[Page]:
    """Every file of the site, from results and the entries of the record that they were made from."""
    edition = edition_of(results, entries, downloads=downloads, group=group)
    yield from fixed_files(edition, languages)
    for language in languages:
        yield from LanguageSite(edition, language, languages).pages()


def edition_of(
    results: Results,
    entries: Iterable[bytes],
    *,
    downloads: Sequence[Download] = (),
    group: GroupEdition | None = None,
) -> Edition:
    """What all pages share; reads the record once."""
    return Edition(results, read_sayings(entries), tuple(downloads), group)


def fixed_files(edition: Edition, languages: Sequence[str]) -> Iterator[Page]:
    """What no language owns: style, fonts, the door, the page for what is not there, and the mark of a site."""
    yield from static_files()
    environment = templates(languages[0])
    names = [
        (each, LANGUAGE_NAMES[each], translator(each).name(edition.election.names)) for each in languages
    ]
    yield "index.html", environment.get_template("root.html").render(languages=names).encode()
    texts = [(each, translator(each)._(MISSING)) for each in languages]
    yield "404.html", environment.get_template("missing.html").render(texts=texts).encode()
    yield MARK, _mark(edition, languages)


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
    """All pages of one language."""

    def __init__(self, edition: Edition, language: str, languages: Sequence[str]) -> None:
        self.edition, self.language, self.languages = edition, language, tuple(languages)
        self.t: Translator = translator(language)
        self.around = surroundings(self.t, edition.election, self.languages)
        self.environment = templates(language)
        self.specs: list[tuple[str, Picture]] = []

    def pages(self) -> Iterator[Page]:
        """Every page, stations last."""
        yield from self.contest_pages()
        yield from self.area_pages()
        yield from self.single_pages()
        yield from self.paper_pages()
        yield from self.group_pages()
        yield from self.station_pages(self.edition.stations)

    def single_pages(self) -> Iterator[Page]:
        """The pages of which there is one."""
        t, edition = self.t, self.edition
        overview = overview_page(t, edition)
        for contest in overview.contests:
            for picture in contest.charts:
                yield from self._specs(contest.name, picture)
        specs = tuple((title, picture.spec_path) for title, picture in self.specs)
        makers: dict[str, Callable[[], Any]] = {
            "overview": lambda: overview,
            "contests": lambda: contests_page(t, edition),
            "areas": lambda: places_page(t, edition),
            "stations": lambda: stations_page(t, edition),
            "method": lambda: method_page(t, edition),
            "data": lambda: data_page(t, edition, specs),
            "language": lambda: language_page(t, self.languages),
        }
        for name, make in makers.items():
            yield self._rendered(self._template(name), make())

    def contest_pages(self) -> Iterator[Page]:
        """Each contest and its differences, which have pages by place where they can be many."""
        contest, differences = self._template("contest"), self._template("differences")
        in_place = self._template("differences_in_place")
        for figures in self.edition.contests.values():
            yield self._rendered(contest, contest_page(self.t, self.edition, figures))
            lists = Differences(self.t, self.edition, figures)
            yield self._rendered(differences, lists.page())
            for part in lists.parts():
                yield self._rendered(in_place, lists.part_page(part))

    def area_pages(self) -> Iterator[Page]:
        """Each area, and further parts of its stations; then the stations that lie in none."""
        areas, template, further = (
            Areas(self.t, self.edition),
            self._template("area"),
            self._template("area_part"),
        )
        for area in self.edition.election.places.areas.values():
            yield self._rendered(template, areas.page(area))
            for part in areas.parts(area):
                yield self._rendered(further, areas.part_page(area, part))
        for part in self.edition.listings.of(NO_AREA):
            page = stations_part_page(self.t, self.edition, part)
            yield self._rendered(self._template("stations_part"), page)

    def paper_pages(self) -> Iterator[Page]:
        """The inventory of papers, and place by place; none where there is nothing to list."""
        if self.edition.lists_papers:
            inventories, place = Inventories(self.t, self.edition), self._template("papers_of_place")
            yield self._rendered(self._template("papers"), inventories.page())
            for area in inventories.places:
                yield self._rendered(place, inventories.page_of(area))

    def group_pages(self) -> Iterator[Page]:
        """The group, its cases, its drawings and its final document; none where there is no group."""
        group = self.edition.group
        if group is None:
            return
        yield self._rendered(self._template("group"), group_page(self.t, self.edition, group))
        cases, template = Cases(self.t, self.edition), self._template("case")
        for case in group.state.cases.by_key.values():
            yield self._rendered(template, cases.page(case))
        for drawing in group.state.drawings.by_id.values():
            page = drawing_page(self.t, self.edition, group, drawing)
            yield self._rendered(self._template("drawing"), page)
        if group.state.documents.made:
            yield self._rendered(self._template("document"), document_page(self.t, self.edition, group))

    def station_pages(self, stations: Iterable[str]) -> Iterator[Page]:
        """Some stations; the pages of a country can be made by several workers."""
        pages, template = Stations(self.t, self.edition), self._template("station")
        for station in stations:
            yield self._rendered(template, pages.page(station))

    def _template(self, name: str) -> Template:
        return self.environment.get_template(f"{name}.html")

    def _rendered(self, template: Template, page: Any) -> Page:
        frame: Frame = page.frame
        html = template.render(page=page, frame=frame, around=self.around, edition=self.edition)
        return f"{self.language}/{frame.path}", html.encode()

    def _specs(self, title: str, picture: Picture) -> Iterator[Page]:
        self.specs.append((f"{title}: {picture.caption}", picture))
        yield picture.spec_path, picture.spec.encode()
