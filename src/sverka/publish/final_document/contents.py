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

SCHEMA = 1

Translated = dict[str, str]
"""Language -> name; "" as data where nobody has translated it."""


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the document: every key is written, zero and empty ones too."""


class Named(Said, frozen=True, kw_only=True):
    """Something of the definition, and what it is called."""

    id: str
    names: Translated


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


class FieldPart(Named, frozen=True, kw_only=True):
    """A selection or a row: its sums over the figures compared; `net` is right minus left."""

    left: int
    right: int
    gross: int
    net: int


class StationsPart(Said, frozen=True, kw_only=True):
    """Stations of a contest: both = identical + different + not_comparable.

    `all` : stations that vote in it · `none` : of which neither account has a count
    `joined` : counted by a neighbour's scanner and compared together with it
    `within_tolerance` : of those called identical, that differ by no more than is tolerated
    """

    all: int
    left: int
    right: int
    both: int
    identical: int
    different: int
    not_comparable: int
    only_left: int
    only_right: int
    none: int
    joined: int
    sum_kept: int
    within_tolerance: int


class TolerancePart(Said, frozen=True, kw_only=True):
    """From when on two figures count as different; `share` is a fraction, "0" or "1/200"."""

    votes: int
    share: str
    source: str


class SizePart(Said, frozen=True, kw_only=True):
    """How many stations differ by so many votes, from `least` to `most`; `most` is 0 where there is no upper end."""

    least: int
    most: int
    stations: int


class TotalPart(Said, frozen=True, kw_only=True):
    """The sum of one account over all its stations: `stations` as `sverka totals --json` says them."""

    account: str
    stations: dict[str, int]
    selections: dict[str, int]


class PairPart(Said, frozen=True, kw_only=True):
    """Two other accounts of the same contest, held against each other."""

    left: str
    right: str
    both: int
    identical: int
    different: int
    not_comparable: int
    gross: int
    net: int


class NotComparedPart(Said, frozen=True, kw_only=True):
    """Stations that were not compared, or not on their own, and why: a word of docs/final-document.md."""

    why: str
    stations: tuple[str, ...]


class ContestPart(Named, frozen=True, kw_only=True):
    """One contest: `left` held against `right`.

    `kinds` : stations by kind of difference (docs/checks.md) · `differences` : SHA-256 of data/differences-ID.csv
    `selections`, `rows` : over the stations that both accounts have; `totals` : of each account over all it has
    """

    left: str
    right: str
    stations: StationsPart
    tolerance: TolerancePart
    kinds: dict[str, int]
    sizes: tuple[SizePart, ...]
    largest: int
    gross: int
    net: int
    selections: tuple[FieldPart, ...]
    rows: tuple[FieldPart, ...]
    totals: tuple[TotalPart, ...]
    pairs: tuple[PairPart, ...]
    not_compared: tuple[NotComparedPart, ...]
    differences: str


class VoicePart(Said, frozen=True, kw_only=True):
    """Members who did something, with the reason they give."""

    members: tuple[str, ...]
    reason: str
    claimed: str


class DecisionPart(VoicePart, frozen=True, kw_only=True):
    """Which account stands, and where a field has another; `parties` are those whose members decided."""

    stands: str
    fields: dict[str, str]
    parties: tuple[str, ...]


class CasePart(Said, frozen=True, kw_only=True):
    """One contest at one station: where the case stands, and what was decided.

    `application`, `draw` : what it was opened or its recount asked for, "" where for a difference alone
    `decided` : the decision in force, at most one · `last` : its last step
    """

    contest: str
    station: str
    state: str
    application: str
    draw: str
    decided: tuple[DecisionPart, ...]
    dissents: tuple[VoicePart, ...]
    last: VoicePart


class ApplicationPart(Said, frozen=True, kw_only=True):
    """Someone asked for a recount; `cases` counts the cases that followed, by where they stand."""

    number: str
    applicant: str
    names: Translated
    contest: str
    reason: str
    claimed: str
    stations: int
    withdrawn: int
    granted: int
    declined: int
    waiting: int
    decisions: tuple[VoicePart, ...]
    cases: dict[str, int]


class DrawingPart(Said, frozen=True, kw_only=True):
    """A drawing by public dice; `drawn` is the hash of the list, "" while nothing is drawn."""

    draw: str
    contest: str
    method: str
    population_size: int
    population: str
    sample_size: int
    seed: str
    drawn: str
    members: tuple[str, ...]
    cases: dict[str, int]


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
