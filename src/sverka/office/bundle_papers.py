"""The files that the facts of a bundle name: what they are called, and where they lie in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from sverka.office.bundle_facts import StationFacts
from sverka.office.papers import ALIASES, DEFINITION, STATIONS
from sverka.record.evidence import Evidence
from sverka.record.facts import AnchorFact, AnyFact, DefinitionFact, DocumentFact

ENDINGS = {
    "application/gzip": ".gz",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "text/csv": ".csv",
    "text/plain": ".txt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file that facts name; `path` is its place in the bundle, "" where it is not in it."""

    sha256: str
    name: str
    path: str
    withheld: bool = False


def papers_of(found: StationFacts, evidence: Evidence) -> Iterator[Paper]:
    """Every file that the facts name, each once. What is withheld, withdrawn or missing is in no bundle."""
    names = {sha256: pair for fact in found.facts.values() for sha256, *pair in _named(fact)}
    withheld = found.withheld()
    for sha256 in found.evidence():
        name, ending = names.get(sha256, ["", ""])
        there = sha256 not in withheld and evidence.path(sha256).exists()
        path = f"evidence/{sha256}{ending}" if there else ""
        yield Paper(sha256=sha256, name=name, path=path, withheld=sha256 in withheld)


def _named(fact: AnyFact) -> Iterator[tuple[str, str, str]]:
    """Hash, name, and the ending by which a machine knows what to do with a file: never one that someone handed in."""
    match fact:
        case DocumentFact():
            yield fact.sha256, fact.file, ENDINGS.get(fact.media_type, "")
        case DefinitionFact():
            for sha256, name in (
                (fact.definition, DEFINITION),
                (fact.stations, STATIONS),
                (fact.aliases, ALIASES),
            ):
                if sha256:
                    yield sha256, name, PurePath(name).suffix
        case AnchorFact():
            yield fact.token, f"{fact.authority} (RFC 3161)", ".tsr"
            yield from ((each, f"{fact.authority} (X.509)", ".pem") for each in fact.certificates)
        case _:
            return
