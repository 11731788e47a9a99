"""Anchors that are owed: authorities that gave no time stamp when they were asked.

They lie in Sverka's home and not in the election folder, `anchors/<origin with / as ~>.json`, a list: a mirror owes
nothing. An authority that is owed stamps the checkpoint of the moment at which it answers, for a larger record
holds the smaller one.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from sverka.errors import Fault
from sverka.office.home import home


class Queued(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An authority that is to be asked again, since when, over what, and what went wrong last.

    `trusted` : the certificates it is held against, PEM
    """

    authority: str
    trusted: str
    since: str
    record_size: int
    tries: int
    reason: str


_decoder = msgspec.json.Decoder(tuple[Queued, ...])


def queued_of(origin: str) -> tuple[Queued, ...]:
    """What is owed to the record of an origin on this machine."""
    path = _path(origin)
    try:
        return _decoder.decode(path.read_bytes())
    except FileNotFoundError:
        return ()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Fault(
            "not a list of anchors that are owed",
            place=str(path),
            cure="move it away, and anchor again: `sverka anchor DIR --tsa URL`",
        ) from error


def keep_queue(origin: str, queue: tuple[Queued, ...]) -> None:
    """What is owed from now on."""
    path = _path(origin)
    if not queue:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(queue), indent=1))
    temporary.replace(path)


def _path(origin: str) -> Path:
    return home() / "anchors" / f"{origin.replace('/', '~')}.json"
