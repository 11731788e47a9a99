"""Records of ours with one thing wrong, which no program may accept: a name, and how it is spoilt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sverka.tlog.bundles import parse_bundle
from tests.foreign.grown_record import SIGNER, GrownRecord, grown_record

Spoil = Callable[[GrownRecord], None]


def _flip(file: Path, at: int) -> None:
    """One bit of one byte."""
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)


def _wrong_signature(record: GrownRecord) -> None:
    """The signature of an earlier checkpoint under the text of the last."""
    text = (record.folder / "checkpoint").read_text("utf-8").split("\n\n")[0]
    signature = record.checkpoints[min(record.checkpoints)].read_text("utf-8").split("\n\n")[1]
    (record.folder / "checkpoint").write_text(f"{text}\n\n{signature}", "utf-8")


def _changed_tile(record: GrownRecord) -> None:
    _flip(record.folder / "tile/0/000", 32 * 7)


def _changed_entry(record: GrownRecord) -> None:
    bundle = record.folder / "tile/entries/000"
    _flip(bundle, 2 + len(parse_bundle(bundle.read_bytes())[0]) // 2)


def _another_history(record: GrownRecord) -> None:
    """The kept checkpoint is of a record that begins otherwise, signed with the same key."""
    other = grown_record(record.folder.parent / "other", [300], SIGNER, begin=1)
    record.checkpoints[300].write_bytes(other.checkpoints[300].read_bytes())


SPOILT: dict[str, Spoil] = {
    "a signature of another text": _wrong_signature,
    "a changed tile": _changed_tile,
    "a changed entry": _changed_entry,
    "another history before": _another_history,
}
