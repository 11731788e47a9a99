"""The page of a bundle: one station, for people who have nothing but the unpacked zip and a printer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId, ContestId
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.frames import LANGUAGE_NAMES
from sverka.publish.site.naming import source_name
from sverka.publish.site.station import StationPage, Stations
from sverka.publish.site.templating import templates
from sverka.publish.words.bundles import (
    DOES_NOT_PROVE,
    FILES,
    KINDS,
    PROVES,
    RECORD_STEP,
    STAMP_STEP,
    STEPS,
    Step,
)
from sverka.publish.words.group import CASE_STEPS
from sverka.record.facts import (
    AnchorFact,
    AnnulmentFact,
    AnyFact,
    CountFact,
    DocumentFact,
    KeyFact,
    RefusedCopyFact,
    ReinstatementFact,
    kind_of,
    why_withdrawn,
    why_withheld,
)
from sverka.record.group_facts import CaseFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A time stamp over the facts: who, when, over how many facts, and the command that checks it."""

    authority: str
    time: str
    record_size: int
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What stands behind the facts: the signed checkpoint, who signed it, and time stamps.

    `witnesses` : name and time (RFC 3339) · `of` : how many the policy knows
    """

    origin: str
    size: int
    root: str
    vkey: str
    witnesses: Sequence[tuple[str, str]] = ()
    of: int = 0
    stamps: Sequence[Stamped] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePaper:
    """A file that the facts name: where it lies in the bundle, or why it does not."""

    sha256: str
    file: str = ""
    name: str = ""
    size: str = ""
    withheld: str = ""
    withdrawn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact in the list of facts."""

    entry: int
    file: str
    kind: str
    about: str
    received: str
    supersedes: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Material:
    """What a bundle holds: facts by their index with the paths of their files, papers, and what stands behind."""

    station: str
    facts: Mapping[int, AnyFact]
    hashes: Mapping[int, str]  # of the facts' bytes
    paths: Mapping[int, str]
    papers: Sequence[tuple[str, str, str]]  # hash, name, and path, "" where the file is not in the bundle
    seal: Seal


@dataclass(frozen=True, kw_only=True)
class BundlePage:
    """Everything the page shows."""

    station: StationPage
    election: str
    held_on: date
    seal: Seal
    facts: tuple[FactLine, ...]
    papers: tuple[BundlePaper, ...]
    files: tuple[tuple[str, str], ...]
    proves: tuple[str, ...]
    does_not_prove: tuple[str, ...]
    steps: tuple[Step, ...]


def page_file(language: str) -> str:
    """The name of the page in a language."""
    return f"station.{language}.html"


def bundle_html(t: Translator, edition: Edition, material: Material, languages: Sequence[str]) -> bytes:
    """The page in one language; everything it needs is in it."""
    template = templates(t.language).get_template("bundle.html")
    others = [(code, LANGUAGE_NAMES[code], page_file(code)) for code in languages]
    return template.render(
        page=bundle_page(t, edition, material), language=t.language, languages=others, style=_style()
    ).encode()


def bundle_page(t: Translator, edition: Edition, material: Material) -> BundlePage:
    """What the page says."""
    election = edition.election
    return BundlePage(
        station=Stations(t, edition).page(material.station),
        election=t.name(election.names),
        held_on=election.held_on,
        seal=material.seal,
        facts=tuple(_facts(t, edition, material)),
        papers=tuple(_paper(t, material, *paper) for paper in material.papers),
        files=tuple((path, t._(words)) for path, words in FILES),
        proves=tuple(map(t._, PROVES)),
        does_not_prove=tuple(map(t._, DOES_NOT_PROVE)),
        steps=steps_of(t, material.seal),
    )


def steps_of(t: Translator, seal: Seal) -> tuple[Step, ...]:
    """How to check a bundle, in one language."""
    first = (Step(t._(step.text), step.command) for step in STEPS)
    stamps = (Step(t._(STAMP_STEP, authority=each.authority), each.command) for each in seal.stamps)
    return (*first, *stamps, Step(t._(RECORD_STEP.text), RECORD_STEP.command))


def _facts(t: Translator, edition: Edition, material: Material) -> list[FactLine]:
    index_of = {sha256: index for index, sha256 in material.hashes.items()}
    return [
        FactLine(
            entry=entry,
            file=material.paths[entry],
            kind=t._(KINDS[kind_of(fact)]),
            about=_about(t, edition, fact),
            received=fact.received,
            supersedes=index_of.get(fact.supersedes),
            reason=_reason(fact),
        )
        for entry, fact in material.facts.items()
    ]


def _reason(fact: AnyFact) -> str:
    """Why a fact says what it says, where it says so."""
    if isinstance(fact, DocumentFact):
        return fact.withdrawn or fact.withheld or fact.reason
    return getattr(fact, "reason", "")


def _about(t: Translator, edition: Edition, fact: AnyFact) -> str:  # noqa: PLR0911 - one line for every kind
    """What a fact is about, in a few words."""
    match fact:
        case CountFact() | RefusedCopyFact():
            contest = edition.election.contests.get(ContestId(fact.contest))
            source = source_name(t, edition.election, Source(AccountId(fact.account), fact.holder))
            named = t.name(contest.names) if contest else fact.contest
            return f"{source}: {named}" if named else source
        case DocumentFact():
            return fact.file or fact.sha256[:16]
        case AnnulmentFact() | ReinstatementFact():
            return f"{fact.authority}, {fact.number}"
        case CaseFact():
            return t._(CASE_STEPS[fact.step].title)
        case AnchorFact():
            return fact.authority
        case KeyFact():
            return fact.vkey.rpartition("+")[0]
        case _:
            return ""


def _paper(t: Translator, material: Material, sha256: str, name: str, path: str) -> BundlePaper:
    papers = [fact for fact in material.facts.values() if isinstance(fact, DocumentFact)]
    last = next((fact for fact in reversed(papers) if fact.sha256 == sha256), None)
    if last is None:
        return BundlePaper(sha256=sha256, file=path, name=name)
    return BundlePaper(
        sha256=sha256,
        file=path,
        name=name,
        size=t.size(last.bytes),
        withheld=why_withheld(last),
        withdrawn=why_withdrawn(last),
    )


def _style() -> str:
    """The style of the site, without the fonts that lie beside it."""
    static = files("sverka.publish.site").joinpath("static")
    text = static.joinpath("site.css").read_text("utf-8")
    while "@font-face" in text:
        before, _, rest = text.partition("@font-face")
        text = before + rest.partition("}")[2]
    return text + static.joinpath("bundle.css").read_text("utf-8")
