"""What the group did is verified by two programs that share no line: both refuse every lie, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import group_state_of
from sverka_verify import main
from tests.verify.forge import Forger
from tests.verify.group_forgeries import OF_THE_GROUP
from tests.verify.group_story import Story, last_definition, story
from tests.verify.scribe import Scribe


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return story(tmp_path_factory.mktemp("story"))


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the verifier keeps checkpoints."""
    monkeypatch.setenv("SVERKA_VERIFY_HOME", str(tmp_path / "memory"))


@pytest.fixture
def forger(told: Story, tmp_path: Path) -> Forger:
    return Forger(shutil.copytree(told.folder.path, tmp_path / "town"))


def differences(folder: Path | str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the verifier says differs."""
    main([str(folder)])
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("DIFFERS")]


def forge(forger: Forger, told: Story, name: str) -> None:
    """Put a lie into the record, sign the whole, and lay its files beside it."""
    scribe = Scribe(forger.entries)
    OF_THE_GROUP[name].forge(scribe)
    for sha256, content in scribe.evidence.items():
        forger.put(f"evidence/{sha256}", content)
    forger.put("election.toml", forger.read(f"evidence/{last_definition(scribe).definition}"))
    forger.rewrite(scribe.entries, told.signer)


def test_an_honest_record_is_verified(told: Story, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(told.folder.path)]) == 0
    assert "group: 31 of 31 acts" in capsys.readouterr().out


def test_sverka_takes_the_same_record_for_honest(told: Story) -> None:
    assert group_state_of(told.folder.open()).wrong == []


@pytest.mark.parametrize("name", OF_THE_GROUP)
def test_it_refuses(name: str, forger: Forger, told: Story, capsys: pytest.CaptureFixture[str]) -> None:
    forge(forger, told, name)

    assert OF_THE_GROUP[name].said in "\n".join(differences(forger.where, capsys))


@pytest.mark.parametrize("name", [name for name, lie in OF_THE_GROUP.items() if lie.code])
def test_sverka_refuses_it_too(name: str, forger: Forger, told: Story) -> None:
    forge(forger, told, name)

    wrong = group_state_of(ElectionFolder(forger.where).open()).wrong
    assert OF_THE_GROUP[name].code in {each.refused.code for each in wrong}


@pytest.mark.parametrize("name", ["a station swapped", "a decision by one party", "a changed reason"])
def test_it_refuses_over_the_net(
    name: str,
    forger: Forger,
    told: Story,
    served: Callable[[Path], str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    forge(forger, told, name)

    assert OF_THE_GROUP[name].said in "\n".join(differences(served(forger.where), capsys))


def test_an_honest_record_is_verified_over_the_net(
    told: Story, served: Callable[[Path], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The definitions and the lists that were drawn from are fetched, since signatures and draws follow from them."""
    assert main([served(told.folder.path)]) == 0
    assert "group: 31 of 31 acts" in capsys.readouterr().out


def test_what_a_member_signed_before_it_left_stays_right(told: Story) -> None:
    """The commission recounted and rolled dice, and is no member any more."""
    state = group_state_of(told.folder.open())

    members = {member.id for case in state.cases.cases() for act in case.acts for member in act.members}
    assert "commission" in members
    assert "commission" not in told.folder.open().election.group.members  # type: ignore[union-attr]


def test_without_the_list_a_drawing_cannot_be_checked(
    forger: Forger, told: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    population = next(
        file for file in (forger.where / "evidence").iterdir() if b"left_out" in file.read_bytes()
    )
    population.unlink()

    assert any("commitment" in line and "is missing" in line for line in differences(forger.where, capsys))
