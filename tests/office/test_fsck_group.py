"""`fsck` says which act of the group breaks a rule, and which list or document does not follow from the record."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.group_acts import perform
from sverka.office.group_document import make_document
from sverka.record.defects import DefectCode as Code
from tests.group_town import AFTERNOON, NOON, act, group_town, keys, step
from tests.verify.forge import Forger
from tests.verify.group_forgeries import OF_THE_GROUP
from tests.verify.group_story import Story, last_definition, story
from tests.verify.scribe import Scribe


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return story(tmp_path_factory.mktemp("story"))


def found(folder: Path) -> set[Code]:
    """What is wrong."""
    return {each.code for each in fsck(folder).defects if not each.harmless}


def test_acts_by_the_rules_and_drawings_that_follow_are_sound(told: Story) -> None:
    """The document of the story is made up, and all else is as it should be."""
    assert found(told.folder.path) == {Code.DOCUMENT_OTHER}


@pytest.mark.parametrize("name", [name for name, lie in OF_THE_GROUP.items() if lie.code])
def test_an_act_that_breaks_a_rule_is_named(name: str, told: Story, tmp_path: Path) -> None:
    forger = Forger(shutil.copytree(told.folder.path, tmp_path / "town"))
    scribe = Scribe(forger.entries)
    OF_THE_GROUP[name].forge(scribe)
    for sha256, content in scribe.evidence.items():
        forger.put(f"evidence/{sha256}", content)
    forger.put("election.toml", forger.read(f"evidence/{last_definition(scribe).definition}"))
    forger.rewrite(scribe.entries, told.signer)

    reasons = [
        str(each.context["reason"])
        for each in fsck(forger.where).defects
        if each.code is Code.ACT_NOT_ALLOWED
    ]
    assert any(reason.startswith(OF_THE_GROUP[name].code) for reason in reasons), reasons


@pytest.mark.parametrize("name", ["a station swapped", "a station more", "a commitment over another root"])
def test_a_drawing_that_does_not_follow_is_named(name: str, told: Story, tmp_path: Path) -> None:
    before = entries_of(told.folder.path, Code.DRAWING_OTHER)
    forger = Forger(shutil.copytree(told.folder.path, tmp_path / "town"))
    scribe = Scribe(forger.entries)
    OF_THE_GROUP[name].forge(scribe)
    for sha256, content in scribe.evidence.items():
        forger.put(f"evidence/{sha256}", content)
    forger.rewrite(scribe.entries, told.signer)

    assert entries_of(forger.where, Code.DRAWING_OTHER) > before


def entries_of(folder: Path, code: Code) -> set[int | str]:
    """The entries that are said to be wrong in some way."""
    return {each.context["entry"] for each in fsck(folder).defects if each.code is code}


def test_a_document_that_says_something_else_is_named(told: Story) -> None:
    assert entries_of(told.folder.path, Code.DOCUMENT_OTHER)


def test_a_document_that_the_record_gives_is_sound(tmp_path: Path) -> None:
    assert found(documented(tmp_path).path) == set()


def documented(place: Path) -> ElectionFolder:
    """A town whose group opened a case and made its final document."""
    folder = group_town(place / "town").folder
    act(folder, step("0002", "opened", reason="the accounts differ"), "observers")
    made = make_document(folder.open(), made=NOON, deadline="2026-06-01T18:00:00+06:00")
    perform(folder.open(), [made.fact], keys("apple"), received=AFTERNOON, evidence=made.evidence)
    return folder
