"""The live part of a site: the record as it is now, whoever signed it, and a page that says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sverka.cli.app import run
from sverka.errors import Fault
from sverka.office.folder import ElectionFolder
from sverka.office.live_files import renew_live_files
from sverka.office.publication import Words, size_to_publish
from sverka.office.publish import publish, reproduce
from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.note import parse_note
from sverka.tlog.tiles import tiles_of
from tests.town import HAND, MACHINE, MORNING, add, files_of, town


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """A town that was published once."""
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    publish(folder.open(size=size_to_publish(folder)), folder.public, Words(received=MORNING))
    return folder


def status(site: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads((site / "status.json").read_bytes())
    return said


def size_signed(site: Path) -> int:
    return parse_checkpoint(parse_note((site / "record/checkpoint").read_bytes()).text).size


def test_the_site_is_a_mirror_of_the_record(folder: ElectionFolder) -> None:
    site = folder.public

    assert size_signed(site) == folder.store.size
    assert all((site / "record" / tile.path).is_file() for tile in tiles_of(folder.store.size))
    assert {file.name for file in (site / "evidence").iterdir()} == {
        file.name for file in (folder.path / "evidence").iterdir()
    }
    assert (site / "log.vkey").read_bytes() == (folder.path / "log.vkey").read_bytes()


def test_the_page_on_the_record_names_its_publication_and_its_key(folder: ElectionFolder) -> None:
    said, page = status(folder.public), (folder.public / "en/status.html").read_text("utf-8")

    assert said["pages"] == {"record_size": 6, "root": folder.store.root(6).hex()}
    assert [each["entry"] for each in said["publications"]] == [6]  # type: ignore[attr-defined]
    assert (folder.path / "log.vkey").read_text("utf-8").strip() in page.replace("&#43;", "+")
    assert "No witnesses are named yet." in page


def test_renewed_it_follows_the_record_and_leaves_the_pages_as_they_are(folder: ElectionFolder) -> None:
    before = files_of(folder.public)
    add(folder, HAND, "hand")
    renew_live_files(folder.public, folder)
    after = files_of(folder.public)

    assert size_signed(folder.public) == folder.store.size
    assert status(folder.public)["pages"] == {"record_size": 6, "root": folder.store.root(6).hex()}
    changed = {path for path in before if after[path] != before[path]}
    assert changed <= {
        "record/checkpoint",
        "status.json",
        *(f"{each}/status.html" for each in ("ky", "ru", "en")),
    }
    assert not any(path.endswith(".tmp") for path in after)


def test_asking_the_witnesses_renews_it(folder: ElectionFolder) -> None:
    add(folder, HAND, "hand")

    assert run(["cosign", str(folder.path)]) == 0
    assert size_signed(folder.public) == folder.store.size


def test_only_a_site_is_renewed(folder: ElectionFolder, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="no site of Sverka"):
        renew_live_files(tmp_path, folder)


def test_in_a_copy_made_again_the_page_on_the_record_claims_no_signature(
    folder: ElectionFolder, tmp_path: Path
) -> None:
    reproduce(folder.open(size=6), tmp_path / "copy")

    assert status(tmp_path / "copy")["checkpoint"] is None
    assert "en/status.html" not in (tmp_path / "copy/files.sha256").read_text("utf-8")
