"""What a final document says, as one file whose hash the members sign.

::

    {"accounts":[{"counted":"machine","holder":"","id":"asu","names":{"en":"Scanner",…},"seen_in":"server"},…],
     "annulments":[],"applications":[…],"contests":[{"differences":"5feceb…","gross":231,"id":"parties",…}],
     "deadline":"2021-12-15T18:00:00+06:00",…,"record_size":2381,"root":"4813…","schema":1,"title":""}

In the form of facts: keys sorted, no white space, integers and strings, arrays and objects of them. Everything that
the papers in three languages show is in it: whoever has the file sets them again without the record, and whoever has
the record makes the file again (docs/final-document.md says what each key is).
"""

from __future__ import annotations

import msgspec

from sverka.errors import Fault
from sverka.publish.final_document.contest_contents import ContestPart
from sverka.publish.final_document.said import Named, Said
from sverka.publish.final_document.work_contents import ApplicationPart, CasePart, DrawingPart

SCHEMA = 1


class MemberPart(Named, frozen=True, kw_only=True):
    """A member of the group; `party` is the one it speaks for, "" where none."""

    kind: str
    party: str


class AccountPart(Named, frozen=True, kw_only=True):
    """An account as one holder has it: `id` is its source, `asu` or `observer-copy@ORG`.

    `station_counts`, `area_counts` : how many counts there are of it, all contests together
    """

    holder: str
    counted: str
    seen_in: str
    station_counts: int
    area_counts: int


class RefusedCopyPart(Said, frozen=True, kw_only=True):
    """A copy of a protocol that was refused, and the reason that was given."""

    account: str
    holder: str
    through: str
    station: str
    contest: str
    reason: str
    claimed: str


class AnnulmentPart(Said, frozen=True, kw_only=True):
    """A decision in force that results are invalid; empty parts of the scope mean all of it."""

    station: str
    area: str
    contest: str
    selection: str
    box: str
    authority: str
    number: str
    reason: str
    claimed: str


class PapersPart(Said, frozen=True, kw_only=True):
    """The papers of one account as one holder has it: stations by what there is of each (docs/papers.md)."""

    account: str
    stations: dict[str, int]
    papers: int
    signed: int
    stamped: int


class Contents(Said, frozen=True, kw_only=True):
    """The whole document.

    `title` : as the group calls it, "" for the usual one · `made` : when, as those who made it say
    `origin`, `record_size`, `root` : the record it is over, as its checkpoint names them
    `stations` : of the election · `wrong` : acts of the group that its rules do not allow, by their index
    """

    schema: int
    title: str
    made: str
    deadline: str
    origin: str
    record_size: int
    root: str
    election: Named
    held_on: str
    group: Named
    members: tuple[MemberPart, ...]
    parties_needed: int
    stations: int
    accounts: tuple[AccountPart, ...]
    contests: tuple[ContestPart, ...]
    cases: tuple[CasePart, ...]
    applications: tuple[ApplicationPart, ...]
    drawings: tuple[DrawingPart, ...]
    copies_refused: tuple[RefusedCopyPart, ...]
    annulments: tuple[AnnulmentPart, ...]
    papers: tuple[PapersPart, ...]
    wrong: tuple[int, ...]


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Contents)


def format_contents(contents: Contents) -> bytes:
    """The one form of a final document."""
    return _encoder.encode(contents)


def parse_contents(content: bytes) -> Contents:
    """A final document from its bytes, which must be its one form."""
    try:
        contents = _decoder.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Fault(
            f"not a final document: {error}", cure="use the version of Sverka that made it"
        ) from error
    if contents.schema != SCHEMA or format_contents(contents) != content:
        raise Fault("not the one form of a final document", cure="use the version of Sverka that made it")
    return contents
