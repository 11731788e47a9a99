"""Names in acts of the group: nobody passes for a member, and every name can be used on a page and in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.record.fact_shape import SCHEMA
from sverka.record.group_facts import ApplicationFact
from tests.group_town import NOON, act, group_town, step
from tests.town import files_of


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    return group_town(tmp_path / "town").folder


def asked(applicant: str = "a voters' union", number: str = "1") -> ApplicationFact:
    return ApplicationFact(
        schema=SCHEMA,
        received="",
        claimed=NOON,
        signatures=(),
        reason="our copies say otherwise",
        number=number,
        applicant=applicant,
        contest="council",
        stations=("0001",),
    )


@pytest.mark.parametrize("applicant", ["Pear", "PEAR", "реаr", "Pe ar", "pear."])
def test_nobody_applies_under_a_name_that_reads_like_a_member(folder: ElectionFolder, applicant: str) -> None:
    before = files_of(folder.path)
    with pytest.raises(Refused, match=r"R428: the applicant .* reads like the member pear"):
        act(folder, asked(applicant), "apple")

    assert files_of(folder.path) == before


def test_another_organisation_applies_under_its_own_name(folder: ElectionFolder) -> None:
    act(folder, asked("Pears of the north"), "apple")


def test_a_reason_has_a_word(folder: ElectionFolder) -> None:
    with pytest.raises(Fault, match="a reason without a word"):
        act(folder, step("0003", "opened", reason="\u200b"), "apple")


@pytest.mark.parametrize("number", ["", " ", "1 ", "1\n2", "1\u202e2", "\u200b", "9" * 5000])
def test_the_number_of_an_application_can_be_read_out(folder: ElectionFolder, number: str) -> None:
    with pytest.raises((Fault, Refused)):
        act(folder, asked(number=number), "apple")
