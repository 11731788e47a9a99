"""A report as another program writes it: its own ids, parts beside totals, one language."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]


def element(name: str, **fields: Any) -> Json:
    """An element of a class of the schema; `id_` is its `@id`."""
    return {
        "@type": f"ElectionResults.{name}",
        **{"@id" if key == "id_" else key: each for key, each in fields.items()},
    }


def text(content: str, language: str = "en-US") -> Json:
    return element(
        "InternationalizedText", Text=[element("LanguageString", Content=content, Language=language)]
    )


def device(word: str) -> Json:
    return element("DeviceClass", Type=word)


def votes(unit: str, count: float, type_: str = "total", by: str = "opscan-precinct") -> Json:
    return element("VoteCounts", GpUnitId=unit, Count=count, Type=type_, DeviceClass=device(by))


def units() -> list[Json]:
    code = element("ExternalIdentifier", Type="local-level", Value="KG-1001")
    north = element(
        "ReportingUnit", id_="gp1", Type="precinct", Name=text("North"), ExternalIdentifier=[code]
    )
    south = element("ReportingUnit", id_="gp2", Type="precinct", Name=text("South"), Number="0002")
    county = element(
        "ReportingUnit", id_="gp0", Type="county", Name=text("A county"), ComposingGpUnitIds=["gp1", "gp2"]
    )
    return [county, north, {**south, "VotersRegistered": 77}]


def contest() -> Json:
    ata = [votes("gp1", 12.0), votes("gp1", 2, "early"), votes("gp2", 5), votes("gp2", 4, by="manual-count")]
    return element(
        "PartyContest",
        id_="c1",
        Name="Party lists",
        ElectionDistrictId="gp0",
        ContestSelection=[
            element("PartySelection", id_="s1", PartyIds=["p1"], VoteCounts=ata),
            element("PartySelection", id_="s2", PartyIds=["p2"], VoteCounts=[votes("gp1", 0)]),
        ],
        OtherCounts=[
            element("OtherCounts", GpUnitId="gp1", Overvotes=1, DeviceClass=device("opscan-precinct"))
        ],
    )


def foreign() -> Json:
    """The report."""
    election = element(
        "Election",
        Name=text("General election"),
        StartDate="2022-11-08",
        EndDate="2022-11-08",
        Type="general",
        ElectionScopeId="gp0",
        Contest=[contest()],
    )
    return element(
        "ElectionReport",
        Format="precinct-level",
        GeneratedDate="2022-11-08T22:00:00-05:00",
        Issuer="A county",
        IssuerAbbreviation="AC",
        SequenceStart=1,
        SequenceEnd=1,
        Status="unofficial-partial",
        VendorApplicationId="another program",
        Office=[element("Office", id_="o1", Name=text("Sheriff"))],
        GpUnit=units(),
        Party=[
            element("Party", id_="p1", Name=text("Ata Meken")),
            element("Party", id_="p2", Name=text("Coat of arms")),
        ],
        Election=[election],
    )


def encoded(report: Json) -> bytes:
    """The report as bytes."""
    return json.dumps(report).encode()
