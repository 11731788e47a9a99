"""What stands around every page: its title, the way to other pages and languages, and the remarks of the election."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sverka import __version__
from sverka.domain.election import Election, Provenance
from sverka.publish.language import N_, Translator
from sverka.publish.site.addresses import way_up
from sverka.publish.site.legal_force import LegalForce, legal_force
from sverka.publish.site.provenance import legend
from sverka.publish.words.saying import Said
from sverka.record.night_facts import DecisionFact

LANGUAGE_NAMES = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}

MENU = (
    ("index.html", N_("Overview")),
    ("history.html", N_("History")),
    ("contests.html", N_("Contests")),
    ("areas.html", N_("Places")),
    ("stations.html", N_("Stations")),
    ("method.html", N_("Method")),
    ("data.html", N_("Data")),
)
OF_THE_GROUP = (("group.html", N_("Group")), ("papers.html", N_("Papers")))  # before what explains the rest

SECTIONS = {
    "contest": "contests.html",
    "differences": "contests.html",
    "area": "areas.html",
    "station": "stations.html",
    "stations": "stations.html",
    "case": "group.html",
    "drawing": "group.html",
    "document.html": "group.html",
    "papers": "papers.html",
    "watched.html": "data.html",
    "history": "history.html",
    "why.html": "history.html",
}

DATA = {  # the published figures that a page shows, by the folder or the name of the page
    "index.html": "data/results.json",
    "screen.html": "data/results.json",
    "contests.html": "data/results.json",
    "contest": "data/results.json",
    "area": "data/areas/{name}.json",
    "station": "data/stations/{name}.json",
    "watched.html": "data/watched.json",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page, relative to the folder of the language."""

    text: str
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One page and the way from it to the others.

    `changed_at` : how many facts the record held when what the page shows last changed; 0 where it shows none
    """

    path: str
    title: str
    changed_at: int
    trail: tuple[Link, ...] = field(default=())

    @property
    def section(self) -> str:
        """The page of the menu under which this one lies."""
        return SECTIONS.get(self.path.partition("/")[0], self.path)

    @property
    def data(self) -> str:
        """The file of the published figures behind the page, from the folder of the site; "" where there is none."""
        folder, _, name = self.path.partition("/")
        return DATA.get(folder, "").format(name=name.removesuffix(".html").partition("/")[0])

    @property
    def up(self) -> str:
        """The way to the folder of the language."""
        return way_up(self.path)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is the same on all pages of one language."""

    language: str
    languages: tuple[tuple[str, str], ...]
    election_name: str
    remarks: tuple[str, ...]
    origins: tuple[tuple[Provenance, Said], ...]
    menu: tuple[Link, ...]
    licence: str
    version: str
    force: LegalForce


def surroundings(
    t: Translator,
    election: Election,
    languages: tuple[str, ...],
    decisions: Mapping[int, DecisionFact] | None = None,
) -> Surroundings:
    """What stands around the pages of one language; `decisions` : all that the record has, by index."""
    return Surroundings(
        language=str(t.language),
        languages=tuple((each, LANGUAGE_NAMES[each]) for each in languages),
        election_name=t.name(election.names),
        remarks=tuple(t.name(remark) for remark in election.remarks),
        origins=legend(t, election),
        menu=tuple(Link(t._(text), path) for path, text in _menu(election)),
        licence=election.licence,
        version=__version__,
        force=legal_force(t, election, decisions or {}),
    )


def _menu(election: Election) -> tuple[tuple[str, str], ...]:
    """The pages of the menu; it depends on the definition alone, so that a fact does not change every page."""
    return MENU if election.group is None else (*MENU[:5], *OF_THE_GROUP, *MENU[5:])
