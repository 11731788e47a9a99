"""The group's work as files for others."""

from __future__ import annotations

import csv
import io

from sverka.publish.group.files import export_group
from tests.publish.site.grouptown import Town, edition_of, results_of, whole_town
from tests.publish.site.toytown import BY_ONE, REVISED


def lines(path: str) -> list[dict[str, str]]:
    here = whole_town()
    files = {file.path: file.data for file in export_group(results_of(here), edition_of(here).state)}
    return list(csv.DictReader(io.StringIO(files[path].decode())))


def test_a_case_says_what_stands_by_whom_and_who_dissents() -> None:
    case = next(line for line in lines("data/cases.csv") if line["station"] == BY_ONE)

    assert case["state"] == "decided"
    assert (case["stands"], case["fields"]) == ("recount", "against=hand")
    assert (case["decided_by"], case["dissents"]) == ("apple pear", "quince")
    assert (case["application"], case["place"], case["gross"]) == ("17", "", "")


def test_an_open_case_has_its_place_in_the_order_of_work() -> None:
    open_ones = [line for line in lines("data/cases.csv") if line["place"]]

    assert sorted(int(line["place"]) for line in open_ones) == list(range(1, len(open_ones) + 1))
    assert REVISED in {line["station"] for line in open_ones}


def test_an_application_has_a_line_for_each_station() -> None:
    found = {
        line["station"]: line["outcome"] for line in lines("data/applications.csv") if line["number"] == "17"
    }

    assert found == {"0001": "withdrawn", "0002": "granted", "0101": "declined"}


def test_a_group_that_did_nothing_has_no_file() -> None:
    here = Town()

    assert list(export_group(results_of(here), edition_of(here).state)) == []
