"""What the Python packages aics-witness and aics-tlog say of cosignatures; run in their environment.

python with_aics_witness.py feed RECORD WITNESS-ADDRESS WITNESS-VKEY CHECKPOINT ...
python with_aics_witness.py count CHECKPOINT LOG-VKEY WITNESS-VKEY ...
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from aics_tlog import (
    FileSystemTileReader,
    VerifiedTileReader,
    WitnessPolicy,
    consistency_proof_from_tiles,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    verify_checkpoint,
)
from aics_witness.feeder import WitnessClient, WitnessRejected, merge_cosignatures


def feed(record: str, address: str, vkey: str, *checkpoints: str) -> list[str]:
    """Each checkpoint with the cosignature of a witness, or why its client could get none."""
    last = parse_checkpoint(parse_note((Path(record) / "checkpoint").read_bytes()).text)
    reader = VerifiedTileReader(FileSystemTileReader(record), last.size, last.root)
    given = []
    with WitnessClient(address, vkey) as client:
        for file in checkpoints:
            note = Path(file).read_bytes()
            try:
                lines = client.submit(
                    note, lambda old, new: consistency_proof_from_tiles(reader, old, new) if old else []
                )
                given.append(merge_cosignatures(note, lines).decode())
            except WitnessRejected as refused:
                given.append(str(refused))
    return given


def count(checkpoint: str, log_vkey: str, *witnesses: str) -> list[str]:
    """The witnesses whose cosignatures it finds good and fresh; all must be."""
    keys = tuple(parse_vkey(vkey) for vkey in witnesses)
    log = parse_vkey(log_vkey)
    policy = WitnessPolicy(quorum=len(keys), witnesses=keys, max_age_seconds=600)
    said = verify_checkpoint(
        parse_note(Path(checkpoint).read_bytes()), log, expected_origin=log.name, policy=policy
    )
    if not said.ok:
        raise ValueError(said.error)
    return sorted(said.witnesses)


TASKS: dict[str, Callable[..., list[str]]] = {"feed": feed, "count": count}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
