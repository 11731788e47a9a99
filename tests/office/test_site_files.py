"""Which files of evidence a site has: those that its facts name, none that is withheld, and none missing in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.errors import Fault
from sverka.office.folder import ElectionFolder
from sverka.office.live_files import renew_live_files
from sverka.office.publication import Words
from sverka.office.publish import publish
from sverka.office.site_files import site_files
from sverka.office.withholding import paper_named, publish_again, withhold
from sverka.publish.manifest import MANIFEST
from sverka.publish.results import Results
from sverka.record.fact_shape import EnteredBy
from tests.town import MACHINE, MORNING, add, town

BY = EnteredBy(organisation="CEC", role="operator")


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """A town with one paper."""
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    return folder


def files(folder: ElectionFolder, size: int | None = None) -> dict[str, bytes]:
    state = folder.open(size=size)
    return dict(site_files(state, Results(state.election, state.snapshot)))


def paper(folder: ElectionFolder) -> str:
    """The hash of the one paper."""
    (fact,) = {fact.sha256 for fact in folder.open().snapshot.documents.values()}
    return fact


def hide(folder: ElectionFolder) -> None:
    state = folder.open()
    withhold(
        state, paper_named(state.snapshot, paper(folder)), reason="a name on it", by=BY, received=MORNING
    )


def test_a_paper_is_in_the_site_and_in_the_list_of_its_files(folder: ElectionFolder) -> None:
    made, named = files(folder), f"evidence/{paper(folder)}"

    assert made[named] == MACHINE.encode()
    assert f"{paper(folder)}  {named}\n".encode() in made[MANIFEST]


def test_a_withheld_paper_is_in_neither_until_it_is_published_again(folder: ElectionFolder) -> None:
    hide(folder)
    made, named = files(folder), f"evidence/{paper(folder)}"

    assert named not in made
    assert named.encode() not in made[MANIFEST]
    state = folder.open()
    publish_again(state, paper_named(state.snapshot, paper(folder)), by=BY, received=MORNING)
    assert named in files(folder)


@pytest.mark.parametrize("gone", [False, True])
def test_a_paper_that_was_withheld_later_stays_in_the_list_alone(folder: ElectionFolder, gone: bool) -> None:
    size, before = folder.store.size, files(folder)
    hide(folder)
    if gone:
        folder.evidence.path(paper(folder)).unlink()
    after = files(folder, size)

    assert before.keys() - after.keys() == {f"evidence/{paper(folder)}"}
    assert after == {path: before[path] for path in after}


def test_a_paper_that_is_missing_is_a_fault(folder: ElectionFolder) -> None:
    folder.evidence.path(paper(folder)).unlink()
    with pytest.raises(Fault, match="a file of evidence is missing"):
        files(folder)


def test_renewing_the_live_part_takes_a_withheld_paper_off_the_site(folder: ElectionFolder) -> None:
    publish(folder.open(), folder.public, Words(received=MORNING))
    published = folder.public / "evidence" / paper(folder)
    assert published.is_file()
    hide(folder)
    renew_live_files(folder.public, folder)

    assert not published.exists()
