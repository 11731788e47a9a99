"""The pages and files of a group, out of an election folder: everything its facts name is in the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.domain.ids import ContestId
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import perform
from sverka.office.group_cases import Said
from sverka.office.group_draw import commitment
from sverka.office.group_edition import group_edition_of
from sverka.office.site_files import site_files
from sverka.publish.group.draw_population import Frame
from sverka.publish.results import Results
from tests.group_town import AFTERNOON, NOON, act, group_town, keys, step
from tests.town import town


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town whose group has opened a case and committed a drawing."""
    folder = group_town(tmp_path / "town").folder
    act(folder, step("0002", "opened", reason="the accounts differ"), "observers")
    state = folder.open()
    fact, listed = commitment(state, "1", Frame(contest=ContestId("council")), 2, Said(claimed=NOON))
    perform(state, [fact], keys("apple", "observers"), received=AFTERNOON, evidence=[listed])
    return folder


def files(folder: ElectionFolder, size: int | None = None) -> dict[str, bytes]:
    state = folder.open(size=size)
    return dict(site_files(state, Results(state.election, state.snapshot), languages=["en"]))


def test_the_site_has_the_pages_of_the_group_and_what_they_lead_to(folder: ElectionFolder) -> None:
    made = files(folder)
    (drawing,) = group_edition_of(folder.open()).state.drawings.by_id.values()  # type: ignore[union-attr]

    assert {"en/group.html", "en/case/council-0002.html", "en/drawing/1.html"} <= made.keys()
    assert made[f"evidence/{drawing.committed.fact.population}"].startswith(b"station,equal,left_out\n")
    assert b"../data/cases.csv" in made["en/group.html"]
    assert b"council,0002,opened," in made["data/cases.csv"]
    assert b"../data/cases.csv" in made["en/data.html"]


def test_the_site_of_an_earlier_size_knows_nothing_of_later_acts(folder: ElectionFolder) -> None:
    made = files(folder, folder.open().snapshot.size - 2)

    assert "en/group.html" in made
    assert "en/case/council-0002.html" not in made
    assert "data/cases.csv" not in made


def test_a_key_counts_since_the_definition_that_first_had_it(folder: ElectionFolder) -> None:
    state = folder.open()
    group = group_edition_of(state)
    (definition,) = state.snapshot.definitions.values()

    assert group is not None
    assert len(group.enrolled) == 5
    assert set(group.enrolled.values()) == {definition.received}


def test_an_election_without_a_group_has_none_of_it(tmp_path: Path) -> None:
    folder = town(tmp_path / "town").folder

    assert group_edition_of(folder.open()) is None
    assert not any(path.startswith(("en/group", "en/case", "data/cases")) for path in files(folder))
