"""A fall that was let pass without two operators is named, by the verifier and by `fsck`, which share no line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.keys import signers_of
from sverka.record.defects import DefectCode
from sverka_verify import main
from tests.town import DEFINITION, town
from tests.verify.allowances import LIES, ONE, OTHER, REVOKED, allowance, operators
from tests.verify.forge import Forger
from tests.verify.group_story import last_definition
from tests.verify.scribe import Scribe


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> ElectionFolder:
    """The town."""
    return town(tmp_path_factory.mktemp("allowances") / "town").folder


@pytest.fixture
def forger(honest: ElectionFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Forger:
    monkeypatch.setenv("SVERKA_VERIFY_HOME", str(tmp_path / "memory"))
    return Forger(shutil.copytree(honest.path, tmp_path / "copy"))


def scribe_of(forger: Forger) -> Scribe:
    """The record of the town with operators in its definition: first with a key that the next version has no more."""
    scribe = Scribe(forger.entries)
    for version in (operators(REVOKED), operators()):
        definition = scribe.keep((DEFINITION + version).encode())
        scribe.link(replace(last_definition(scribe), definition=definition, reason="keys of operators"))
    return scribe


def write(forger: Forger, scribe: Scribe, honest: ElectionFolder) -> None:
    """Put all of it into the record, signed, with its files."""
    for sha256, content in scribe.evidence.items():
        forger.put(f"evidence/{sha256}", content)
    forger.put("election.toml", forger.read(f"evidence/{last_definition(scribe).definition}"))
    forger.rewrite(scribe.entries, signers_of(honest.origin)[0])


def named_by_fsck(folder: Path) -> list[str]:
    """What fsck says of allowances."""
    found = (each for each in fsck(folder).defects if each.code is DefectCode.ALLOWANCE_UNSIGNED)
    return [str(each.context["reason"]) for each in found]


def test_an_allowance_of_two_operators_is_verified(
    forger: Forger, honest: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    scribe = scribe_of(forger)
    scribe.put(allowance(scribe, ONE, OTHER))
    write(forger, scribe, honest)

    assert main([str(forger.where)]) == 0
    assert "allowances: 1 of 1 signed by two operators" in capsys.readouterr().out
    assert named_by_fsck(forger.where) == []


@pytest.mark.parametrize("name", LIES)
def test_it_refuses(
    name: str, forger: Forger, honest: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    scribe = scribe_of(forger)
    scribe.put(LIES[name].tell(scribe))
    write(forger, scribe, honest)

    assert main([str(forger.where)]) == 1
    assert LIES[name].said in capsys.readouterr().out
    assert len(named_by_fsck(forger.where)) == 1
