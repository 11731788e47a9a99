"""The figures of a record as files for other programs: CSV, long and wide, with a package that describes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sverka.domain.counts import Unit
from sverka.formats.datapackage import ExportedFile, format_datapackage
from sverka.formats.exports import format_long_csv, format_wide_csv
from sverka.formats.nist_json import ResultsStatus, format_nist_json
from sverka.publish.legal import LEGAL
from sverka.publish.results import ContestResults, Results

PACKAGE = "datapackage.json"


def export_csv(results: Results) -> list[ExportedFile]:
    """All counts, long in one file and wide per contest, and the package; nothing where there is no count."""
    files = [*_long(results), *(file for of in results for file in _wide(of))]
    return [*files, _package(results, files)] if files else []


def export_nist_json(results: Results, *, generated_at: datetime) -> list[ExportedFile]:
    """Every count of every account in one NIST SP 1500-100 report."""
    tables = [table for of in results for table in (*of.tables.values(), *of.area_tables.values())]
    if not tables:
        return []
    status = ResultsStatus.UNOFFICIAL_PARTIAL if _missing(results) else ResultsStatus.UNOFFICIAL_COMPLETE
    data = format_nist_json(results.election, tables, generated_at=generated_at, status=status)
    return [ExportedFile(path=f"{results.election.id}.json", title="NIST SP 1500-100 v2", data=data)]


def _missing(results: Results) -> bool:
    """Whether the legal count of a station is missing anywhere."""
    totals = (of.totals[LEGAL].of() for of in results)
    return any(total is None or not total.stations.complete for total in totals)


def _long(results: Results) -> Iterator[ExportedFile]:
    stations = [table for of in results for table in of.tables.values()]
    areas = [table for of in results for table in of.area_tables.values()]
    if stations:
        yield ExportedFile(
            path="counts.csv",
            title="Every figure of every station, by account",
            data=format_long_csv(stations),
        )
    if areas:
        yield ExportedFile(
            path="counts-of-areas.csv",
            title="Figures that an account gives for a whole area",
            data=format_long_csv(areas),
        )


def _wide(of: ContestResults) -> Iterator[ExportedFile]:
    for unit, tables in ((Unit.STATION, of.tables), (Unit.AREA, of.area_tables)):
        if tables:
            name = of.id if unit is Unit.STATION else f"{of.id}-areas"
            yield ExportedFile(
                path=f"wide/{name}.csv",
                title=f"{of.contest.names.in_language('en')}: one {unit.value} and account to a row",
                data=format_wide_csv(list(tables.values())),
            )


def _package(results: Results, files: list[ExportedFile]) -> ExportedFile:
    election = results.election
    title = f"{election.names.in_language('en')}: counts as of {results.snapshot.size} facts"
    data = format_datapackage(
        files, name=election.id, title=title, licence=election.licence, source=election.source
    )
    return ExportedFile(path=PACKAGE, title="What the columns mean", data=data)
