"""The folder of an export: written again at will, and nothing else is ever overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.errors import Refused
from sverka.formats.datapackage import ExportedFile
from sverka.office.export_folder import write_export
from sverka.office.folder import ElectionFolder
from sverka.publish.exports import export_csv
from sverka.publish.results import Results
from tests.town import HAND, MACHINE, add, files_of, town


def exported(folder: ElectionFolder) -> list[ExportedFile]:
    state = folder.open()
    return export_csv(Results(state.election, state.snapshot))


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    return folder


def test_an_export_may_be_written_again_when_counts_came_in(tmp_path: Path, folder: ElectionFolder) -> None:
    out = tmp_path / "out"
    write_export(exported(folder), out)
    add(folder, HAND, "hand")
    write_export(exported(folder), out)

    assert "hand" in (out / "counts.csv").read_text("utf-8")


@pytest.mark.parametrize("name", ["counts.csv", "datapackage.json"])
def test_a_file_of_somebody_else_is_never_overwritten(
    tmp_path: Path, folder: ElectionFolder, name: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("mine", "utf-8")

    with pytest.raises(Refused, match=name):
        write_export(exported(folder), out)
    assert set(files_of(out)) == {name}


def test_an_exported_file_that_was_worked_on_stays(tmp_path: Path, folder: ElectionFolder) -> None:
    out = tmp_path / "out"
    write_export(exported(folder), out)
    with (out / "counts.csv").open("a", encoding="utf-8") as file:
        file.write("a note of mine\n")
    add(folder, HAND, "hand")

    with pytest.raises(Refused, match=r"counts\.csv"):
        write_export(exported(folder), out)
    assert "a note of mine" in (out / "counts.csv").read_text("utf-8")
