"""NIST SP 1500-100 v2 JSON from elsewhere: what it says without our codes, and every way in which it can be broken."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from sverka.domain.counts import State
from sverka.domain.ids import AccountId, ContestId, StationId
from sverka.errors import Fault
from sverka.formats.mappings import ColumnMapping
from sverka.formats.nist_json import election_of_nist_json, read_nist_json
from tests.formats.nist_election import cells_of
from tests.formats.nist_foreign import Json, device, encoded, foreign, text, votes
from tests.small_election import OBSERVER, small_election

CONTEST = "Election/0/Contest/0"
VOTES = f"{CONTEST}/ContestSelection/0/VoteCounts"
GONE = object()


def changed(*changes: tuple[str, Any]) -> Json:
    """The report with other values at some places; `GONE` takes one away, a place past the end adds one."""
    report = foreign()
    for place, value in changes:
        *way, last = place.split("/")
        here: Any = report
        for step in way:
            here = here[int(step) if isinstance(here, list) else step]
        if value is GONE:
            del here[int(last) if isinstance(here, list) else last]
        elif isinstance(here, list):
            here[int(last) : int(last) + 1] = [value]
        else:
            here[last] = value
    return report


def test_the_foreign_file_is_a_report_by_the_schema(data_dir: Path) -> None:
    schema = json.loads((data_dir / "schemas" / "NIST_V2_election_results_reporting.json").read_bytes())

    assert list(Draft4Validator(schema).iter_errors(foreign())) == []


def test_it_is_read_without_a_definition() -> None:
    reading = read_nist_json(encoded(foreign()), name="county.json")

    found = cells_of(each.table for each in reading.tables)
    assert found["c1", "opscan-precinct", "station", "gp1", "s1"] == (State.READ, 12)
    assert found["c1", "opscan-precinct", "station", "gp1", "s2"] == (State.READ, 0)
    assert found["c1", "opscan-precinct", "station", "gp2", "s2"] == (State.ABSENT, 0)
    assert found["c1", "manual-count", "station", "gp2", "s1"] == (State.READ, 4)
    assert found["c1", "opscan-precinct", "station", "gp1", "Overvotes"] == (State.READ, 1)


def test_it_describes_an_election() -> None:
    election = election_of_nist_json(encoded(foreign()), name="county.json")

    contest, south = election.contests[ContestId("c1")], election.places.stations[StationId("gp2")]
    assert [each.names.en for each in contest.selections] == ["Ata Meken", "Coat of arms"]
    assert contest.area is None
    assert (south.area, south.registered, south.names.en) == ("gp0", 77, "South")
    assert (election.policies.left, election.policies.right) == ("opscan-precinct", "manual-count")


def test_its_units_join_our_definition_by_identifiers_and_its_selections_by_names() -> None:
    report = changed((f"{CONTEST}/OtherCounts", GONE))

    reading = read_nist_json(encoded(report), name="county.json", election=small_election())

    found = cells_of(each.table for each in reading.tables)
    assert found["parties", "machine", "station", "1001", "ata"] == (State.READ, 12)
    assert found["parties", "hand", "station", "0002", "ata"] == (State.READ, 4)
    assert {each.code for each in reading.notices} == {"joined-by-alias", "nist-parts-left-out"}


def test_it_may_be_one_account_as_one_holder_has_it() -> None:
    one = {key: each for key, each in votes("gp1", 12).items() if key != "DeviceClass"}
    report = changed((VOTES, [one]), (f"{CONTEST}/ContestSelection/1", GONE))

    reading = read_nist_json(
        encoded(report), name="county.json", election=small_election(), account=OBSERVER, holder="A party"
    )

    assert [str(each.table.source) for each in reading.tables] == ["observer@A party"]
    assert [each.code for each in reading.notices] == ["joined-by-alias", "nist-figures-without-row"]


def test_the_only_kind_of_ballots_that_is_counted_is_taken_and_noticed() -> None:
    report = changed((VOTES, [votes("gp1", 3, "election-day")]), (f"{CONTEST}/ContestSelection/1", GONE))

    reading = read_nist_json(encoded(report), name="county.json")

    assert [each.table.values.tolist() for each in reading.tables] == [[[1, 3]]]
    assert [(each.code, dict(each.context)) for each in reading.notices] == [
        ("nist-type-taken", {"kind": "election-day"})
    ]


def test_a_figure_withheld_for_privacy_is_unread() -> None:
    report = changed((f"{VOTES}/0/IsSuppressedForPrivacy", True))

    reading = read_nist_json(encoded(report), name="county.json")

    found = cells_of(each.table for each in reading.tables)
    assert found["c1", "opscan-precinct", "station", "gp1", "s1"] == (State.UNREAD, 0)
    assert "nist-figures-withheld" in {each.code for each in reading.notices}


# --- broken files ---------------------------------------------------------------------------------------------------

Broken = tuple[list[tuple[str, Any]], str]  # what is changed, and what the fault then says

AT = r"\$\.Election\[0\]\.Contest\[0\]"
AT_VOTES = AT + r"\.ContestSelection\[0\]\.VoteCounts"
EARLY = [votes("gp1", 1, "early"), votes("gp1", 2, "absentee")]
A_DEVICE = {"@type": "ElectionResults.ReportingDevice", "@id": "d1"}
NO_SECOND = (f"{CONTEST}/ContestSelection/1", GONE)
BROKEN: dict[str, Broken] = {
    "a count in words": ([(f"{VOTES}/0/Count", "twelve")], AT_VOTES + r"\[0\]\.Count: 'twelve'"),
    "half a vote": ([(f"{VOTES}/2/Count", 5.5)], AT_VOTES + r"\[2\]\.Count: '5\.5'"),
    "less than nothing": ([(f"{VOTES}/2/Count", -1)], AT_VOTES + r"\[2\]\.Count: '-1'"),
    "true": ([(f"{VOTES}/0/Count", True)], AT_VOTES + r"\[0\]\.Count: 'True'"),
    "null": ([(f"{VOTES}/0/Count", None)], AT_VOTES + r"\[0\]\.Count: 'None'"),
    "more than anyone": ([(f"{VOTES}/0/Count", 10**30)], AT_VOTES + r"\[0\]\.Count: '1"),
    "no count": ([(f"{VOTES}/1/Count", GONE)], r"`Count`.*|" + AT_VOTES + r"\[1\]: .*`Count`"),
    "the same count twice": (
        [(f"{VOTES}/4", votes("gp2", 6))],
        AT_VOTES + r"\[4\]\.Count: a second figure of 's1' .* at " + AT_VOTES + r"\[2\]",
    ),
    "a unit that is not there": ([(f"{VOTES}/2/GpUnitId", "gp9")], AT_VOTES + r"\[2\]: 'gp9' is no unit"),
    "no totals": ([(VOTES, EARLY), NO_SECOND], "only parts are counted: early, absentee"),
    "a unit within itself": (
        [("GpUnit/1/ComposingGpUnitIds", ["gp0"])],
        r"the unit 'gp\d' lies within itself",
    ),
    "one id twice": ([("GpUnit/1/@id", "gp0")], "two GpUnits have the @id 'gp0'"),
    "two elections": ([("Election/1", foreign()["Election"][0])], "holds 2 elections"),
    "no election": ([("Election", GONE)], "holds 0 elections"),
    "a contest without a name": ([(f"{CONTEST}/Name", GONE)], AT + ": .*`Name`"),
    "an unknown class": ([(f"{CONTEST}/@type", "ElectionResults.Race")], AT + r"\.@type"),
    "another format": ([("@type", "CVR.CastVoteRecordReport")], r"\$\.@type"),
    "no date": (
        [("Election/0/StartDate", "8 November")],
        r"\$\.Election\[0\]\.StartDate: '8 November' is no date",
    ),
    "no counts": (
        [(VOTES, []), NO_SECOND, (f"{CONTEST}/OtherCounts", [])],
        "no count says by which DeviceClass",
    ),
    "an unknown device": (
        [(f"{VOTES}/2/DeviceClass", device("unknown"))],
        AT_VOTES + r"\[2\]: the file does not say how this was counted",
    ),
    "a device of its own": (
        [("GpUnit/3", A_DEVICE), (f"{VOTES}/2/GpUnitId", "d1")],
        AT_VOTES + r"\[2\]: a count of one device \('d1'\)",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_report_is_refused_where_it_breaks(name: str) -> None:
    changes, expected = BROKEN[name]

    with pytest.raises(Fault) as caught:
        read_nist_json(encoded(changed(*changes)), name="county.json")

    assert re.search(expected, str(caught.value)), str(caught.value)
    assert "county.json" in str(caught.value)
    assert caught.value.cure


@pytest.mark.parametrize("data", [b"{", b"[]", b"", b"null", b"\xff", b'{"a": 1,}', b"station,votes\n1,2\n"])
def test_bytes_that_are_no_report_are_refused(data: bytes) -> None:
    with pytest.raises(Fault, match="report-7"):
        read_nist_json(data, name="report-7")


def test_all_faults_of_a_report_come_together() -> None:
    report = changed((f"{VOTES}/0/Count", "x"), (f"{VOTES}/2/Count", -5), (f"{VOTES}/3/GpUnitId", "gp9"))

    with pytest.raises(Fault, match="3 faults, nothing was taken"):
        read_nist_json(encoded(report), name="county.json")


UNKNOWN: dict[str, Broken] = {
    "a station": ([("GpUnit/2/Number", "9999")], r"\$\.GpUnit\[2\]: '9999' is no station"),
    "the name of a station": (
        [("GpUnit/2/Number", GONE), ("GpUnit/2/Name", text("School 2"))],
        r"\$\.GpUnit\[2\]: 'gp2' is no station",
    ),
    "a contest": ([(f"{CONTEST}/Name", "Sheriff")], AT + ": 'Sheriff' is no contest"),
    "a party": (
        [("Party/1/Name/Text/0/Content", "Roses")],
        AT + r"\.ContestSelection\[1\]: 'Roses' is no selection",
    ),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_our_definition_does_not_know_is_named_with_a_cure(name: str) -> None:
    changes, expected = UNKNOWN[name]

    with pytest.raises(Fault, match=expected) as caught:
        read_nist_json(encoded(changed(*changes)), name="county.json", election=small_election())

    assert caught.value.cure
    assert caught.value.place.startswith("county.json, $.")


def test_an_account_that_the_definition_does_not_know_is_refused() -> None:
    with pytest.raises(Fault, match="there is no account 'robot'"):
        read_nist_json(encoded(foreign()), name="r", election=small_election(), account=AccountId("robot"))


def test_a_mapping_of_columns_is_refused() -> None:
    with pytest.raises(Fault, match="Leave the mapping out") as caught:
        read_nist_json(encoded(foreign()), name="r", mapping=ColumnMapping(station="precinct"))

    assert "names its figures itself" in caught.value.what
