"""An honest election, published twice and witnessed: what the forgers begin with.

150 stations of the town of `tests.town`, counted by machine and by hand; after the first publication a figure is
corrected and a station annulled, and the second publication says so. Two witnesses have co-signed each time.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sverka.cli.app import run
from sverka.office.keys import signers_of
from sverka.record.store import Store
from sverka.tlog.cosignature import cosign
from sverka.tlog.keys import COSIGNATURE, Signer, format_vkey, new_signer
from sverka.tlog.note import Note, format_note, parse_note
from tests.town import DEFINITION

STATIONS = 150
ONE_WITNESS, OTHER_WITNESS, STRANGER = (
    new_signer(f"witness.example/{name}", COSIGNATURE, hashlib.sha256(name.encode()).digest())
    for name in ("party", "newspaper", "stranger")
)
WITNESSES = (ONE_WITNESS, OTHER_WITNESS)
FIRST_NIGHT, NEXT_DAY = 1_778_990_000, 1_778_999_000  # when they co-signed


@dataclass(frozen=True, slots=True)
class Honest:
    """The election folder, the key of its record, and the site as it was on the first night."""

    folder: Path
    signer: Signer
    first_night: Path

    @property
    def site(self) -> Path:
        return self.folder / "public"

    @property
    def first_checkpoint(self) -> Path:
        """What somebody kept who looked on the first night."""
        return self.first_night / "record" / "checkpoint"

    @property
    def last_checkpoint(self) -> Path:
        """What somebody kept who looked on the next day."""
        return self.site / "record" / "checkpoint"

    @property
    def vkey(self) -> str:
        return format_vkey(self.signer.verifier)

    @property
    def policy(self) -> Path:
        return self.folder / "policy.txt"


def honest(place: Path, *, swing: int = 0) -> Honest:
    """The election; `swing` votes at one station go from one list to another, on both papers."""
    folder = place / "election"
    _write(place, swing)
    _sverka("new", folder, "--definition", place / "election.toml", "--stations", place / "stations.csv")
    _sverka("add", folder, place / "machine.csv", "--account", "machine")
    _sverka("add", folder, place / "hand.csv", "--account", "hand")
    origin = _name_witnesses(folder)
    _sverka("publish", folder)
    _cosign(folder, FIRST_NIGHT)
    first_night = shutil.copytree(folder / "public", place / "first-night")
    _sverka("add", folder, place / "corrected.csv", "--account", "hand", "--reason", "the paper says so")
    _sverka("annul", folder, "0149", "--authority", "Court", "--number", "7", "--reason", "flooded")
    _sverka("publish", folder, "--reason", "a corrected protocol, a station annulled")
    _cosign(folder, NEXT_DAY)
    return Honest(folder, signers_of(origin)[0], first_night)


def hand_counts(station: int, swing: int = 0) -> tuple[int, int, int, int]:
    """The votes of apple, pear, quince and "against all" at one station."""
    moved = swing if station == 7 else 0
    return 30 + station % 17 - moved, 20 + station % 11 + moved, 5 + station % 7, 3


def _write(place: Path, swing: int) -> None:
    """The files that the election is made of."""
    places = [f"{n:04d},School {n},{'north' if n < 75 else 'south'},{300 + n}" for n in range(STATIONS)]
    machine = [_machine(n, swing) for n in range(STATIONS)]
    hand = [_hand(n, hand_counts(n, swing)) for n in range(STATIONS - 2)]
    apple, *others = hand_counts(20)
    files = {
        "election.toml": DEFINITION,
        "stations.csv": _csv("id,name,area,registered", places),
        "machine.csv": _csv("station,row:2,row:3,apple,pear,quince,against", machine),
        "hand.csv": _csv("station,row:1,row:2,row:3,apple,pear,quince,against", hand),
        "corrected.csv": _csv(
            "station,row:1,row:2,row:3,apple,pear,quince,against", [_hand(20, (apple + 1, *others))]
        ),
    }
    place.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (place / name).write_text(text, "utf-8")


def _machine(station: int, swing: int) -> str:
    """What the scanner says: at every fifth station one vote less for pear."""
    apple, pear, quince, against = hand_counts(station, swing)
    votes = apple, pear - (station % 5 == 0), quince, against
    return f"{station:04d},{sum(votes) + station % 3},{station % 3},{','.join(map(str, votes))}"


def _hand(station: int, votes: Sequence[int]) -> str:
    in_box = sum(votes) + station % 3
    return f"{station:04d},{300 + station},{in_box},{station % 3},{','.join(map(str, votes))}"


def _csv(header: str, lines: Sequence[str]) -> str:
    return "\n".join([header, *lines, ""])


def _name_witnesses(folder: Path) -> str:
    """Both must co-sign: two of two; gives the origin of the record."""
    policy = folder / "policy.txt"
    log = policy.read_text("utf-8").splitlines()[0]
    lines = [f"witness {each.name.split('/')[1]} {format_vkey(each.verifier)}" for each in WITNESSES]
    policy.write_text("\n".join([log, *lines, "group both all party newspaper", "quorum both", ""]), "utf-8")
    return log.removeprefix("log ").split("+")[0]


def _cosign(folder: Path, at: int) -> None:
    """What the witnesses do once they have seen the checkpoint grow, in the folder and on the site."""
    note = parse_note(Store(folder / "record").note() or b"")
    cosignatures = [cosign(note.text, each, timestamp=at) for each in WITNESSES]
    signed = format_note(Note(note.text, (*note.signatures[:1], *cosignatures)))
    for checkpoint in (folder / "record/checkpoint", folder / "public/record/checkpoint"):
        checkpoint.write_bytes(signed)


def _sverka(*arguments: str | Path) -> None:
    code = run([str(each) for each in arguments])
    assert code == 0, f"sverka {arguments[0]} ended with {code}"
