"""The tree and the growth of a record, against the roots of RFC 6962's own code and a log that another program made."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sverka.tlog.checkpoint import Checkpoint, format_checkpoint
from sverka.tlog.keys import ED25519, format_vkey, new_signer
from sverka.tlog.note import format_note, sign_note
from sverka_verify import WIDTH, Log, Place, Report, Tree, path_of

SIGNER = new_signer("example.org/log", ED25519, b"\7" * 32)
TESSERA = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"

# The inputs and roots of the reference implementation of RFC 6962.
INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the verifier keeps checkpoints."""
    monkeypatch.setenv("SVERKA_VERIFY_HOME", str(tmp_path / "memory"))
    return tmp_path / "memory"


@pytest.mark.parametrize("size", range(9))
def test_it_has_the_roots_of_rfc_6962(size: int) -> None:
    tree = Tree(b"".join(leaf(bytes.fromhex(each)) for each in INPUTS))

    assert tree.root(size).hex() == ROOTS[size]


@pytest.mark.parametrize("index, path", [(0, "000"), (999, "999"), (1_234_067, "x001/x234/067")])
def test_paths_are_those_of_tlog_tiles(index: int, path: str) -> None:
    assert path_of(0, index) == f"record/tile/0/{path}"
    assert path_of("entries", index, 7) == f"record/tile/entries/{path}.p/7"


@pytest.mark.parametrize("size", range(16))
def test_it_reads_a_log_that_another_program_made(size: int, data_dir: Path, tmp_path: Path) -> None:
    made = data_dir / "tlog-vectors" / "tessera-log"
    shutil.copytree(made / "tile", tmp_path / "record" / "tile")
    shutil.copyfile(made / f"checkpoint.{size}", tmp_path / "record" / "checkpoint")

    said = checked(tmp_path, TESSERA)

    assert said["DIFFERS"] == []
    assert len(said["ok"]) == 2


def record(place: Path, entries: Sequence[bytes]) -> Path:
    """A signed record of these entries."""
    tree = Tree(b"".join(map(leaf, entries)))
    shutil.rmtree(place, ignore_errors=True)
    for level in range(0, len(entries).bit_length(), 8):
        count = len(entries) >> level
        for first in range(0, count, WIDTH):
            width = min(WIDTH, count - first)
            put(
                place / path_of(level // 8, first // WIDTH, width),
                tree.levels[level][32 * first :][: 32 * width],
            )
    for first in range(0, len(entries), WIDTH):
        bundle = entries[first : first + WIDTH]
        content = b"".join(len(each).to_bytes(2, "big") + each for each in bundle)
        put(place / path_of("entries", first // WIDTH, len(bundle)), content)
    text = format_checkpoint(Checkpoint(SIGNER.name, len(entries), tree.root(len(entries))))
    put(place / "record" / "checkpoint", format_note(sign_note(text, [SIGNER])))
    return place


def put(file: Path, content: bytes | bytearray) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def checked(place: Path, vkey: str = "", since: str = "") -> dict[str, list[str]]:
    """What is said of the signature, the tree and the growth."""
    log = Log(Place(str(place)), Report(quiet=True, progress=False), vkey or format_vkey(SIGNER.verifier))
    assert all(isinstance(entry, bytes) for entry in log.entries(log.tree))
    log.check_tree()
    if not vkey:
        log.check_growth(since)
    return log.report.said


def numbered(size: int, of: Callable[[int], int] = lambda number: number) -> list[bytes]:
    return [str(of(number)).encode() for number in range(size)]


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 700, 65_536 + 3])
def test_every_width_of_the_last_tile_is_read(size: int, tmp_path: Path) -> None:
    assert checked(record(tmp_path / "log", numbered(size)))["DIFFERS"] == []


def test_it_names_the_one_tile_that_was_changed(tmp_path: Path) -> None:
    place = record(tmp_path / "log", numbered(70_000))
    tile = place / path_of(0, 5)
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])

    assert checked(place)["DIFFERS"] == [
        "record/tile/0/005: missing, or not the tile of record/tile/entries/005"
    ]


def test_it_names_the_bundle_in_which_an_entry_was_changed(tmp_path: Path) -> None:
    place = record(tmp_path / "log", numbered(70_000))
    bundle = place / path_of("entries", 3)
    bundle.write_bytes(bundle.read_bytes().replace(b"\0\x03800", b"\0\x03801"))

    differs = checked(place)["DIFFERS"]

    assert "do NOT give the signed root" in differs[0]
    assert differs[1] == "record/tile/0/003: missing, or not the tile of record/tile/entries/003"


def test_a_record_that_grew_is_remembered(tmp_path: Path, memory: Path) -> None:
    for size in (300, 600, 600):
        said = checked(record(tmp_path / "log", numbered(size)))

        assert said["DIFFERS"] == []
    assert any("growth: the first 600 entries" in each for each in said["ok"])
    assert [file.read_bytes() for file in memory.iterdir()] == [
        (tmp_path / "log/record/checkpoint").read_bytes()
    ]


def test_a_record_that_shrank_is_told_with_both_checkpoints(tmp_path: Path) -> None:
    checked(record(tmp_path / "log", numbered(600)))

    differs = checked(record(tmp_path / "log", numbered(300)))["DIFFERS"]

    assert "the record shrank" in differs[0]
    assert [each.splitlines()[2] for each in differs[1:]] == ["600", "300"]


def test_a_rewritten_past_is_told_and_not_remembered(tmp_path: Path, memory: Path) -> None:
    checked(record(tmp_path / "log", numbered(600)))
    kept = [file.read_bytes() for file in memory.iterdir()]

    differs = checked(record(tmp_path / "log", numbered(900, lambda number: number + (number == 17))))[
        "DIFFERS"
    ]

    assert "history was changed" in differs[0]
    assert "one key signed both" in differs[0]
    assert [file.read_bytes() for file in memory.iterdir()] == kept


def test_a_checkpoint_that_somebody_else_kept_is_held_against_the_record(tmp_path: Path) -> None:
    fork = record(tmp_path / "fork", numbered(10, lambda number: number + 1)) / "record" / "checkpoint"

    differs = checked(record(tmp_path / "log", numbered(600)), since=str(fork))["DIFFERS"]

    assert "history was changed" in differs[0]
