"""Facts: what the record holds, and the one form in which each is written.

A fact is a small JSON document in the canonical form of RFC 8785 (sorted keys, no white space),
limited to integers and strings so that every language writes the same bytes. Every kind carries
its schema version. docs/record.md shows one of each as bytes, and a test reads that page.

Times are RFC 3339 with a zone: `received` is when it came to us, `claimed` when its source says it was.
Nothing in a fact names a person: who entered is a role and an organisation.

Facts of one *subject* (a station's count in one account, one paper, one scope of annulment) form a chain:
each names the one before it by its hash. Who holds the last holds them all to what they said.

What members of the group do is a `GroupFact`: those who do it sign it (`record/group_facts.py`, `record/signing.py`).
"""

from __future__ import annotations

import hashlib
from typing import Any, Literal, assert_never

import msgspec
from msgspec.structs import astuple

from sverka.errors import Fault
from sverka.record.fact_shape import LARGEST_INTEGER, SCHEMA, EnteredBy, Fact, Figure, YesOrNo
from sverka.record.group_facts import AnyGroupFact, GroupFact, group_subject_of
from sverka.record.night_facts import AllowanceFact, DecisionFact, StopFact
from sverka.tlog.bundles import MAX_ENTRY_BYTES


class DefinitionFact(Fact, frozen=True, kw_only=True, tag="definition"):
    """The definition of the election, its station table and its alias table, by their hashes in `evidence/`."""

    election: str
    definition: str
    stations: str = ""
    aliases: str = ""
    reason: str = ""


class CountFact(Fact, frozen=True, kw_only=True, tag="count"):
    """One account's count of one contest at one station, or, in `area`, for one whole area.

    It states the figures it carries and no others: a later fact of the same key adds figures, and
    replaces those it states anew, with a `reason`.
    `unread` : fields on the sheet that nobody could read; `absent` : fields not on this station's sheet
    """

    account: str
    contest: str
    station: str = ""
    area: str = ""
    holder: str = ""
    rows: dict[str, Figure] = msgspec.field(default_factory=dict)
    selections: dict[str, Figure] = msgspec.field(default_factory=dict)
    unread: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    claimed: str = ""
    documents: tuple[str, ...] = ()
    entered_by: EnteredBy | None = None
    reason: str = ""


class DocumentFact(Fact, frozen=True, kw_only=True, tag="document"):
    """A paper or file by the SHA-256 of its bytes; who holds it is an organisation.

    `through` : the organisation that its holder was accredited through, where that is another
    `original` : SHA-256 of the file as its holder has it, where what is published is a copy without its metadata
    `signed`, `stamped` : what the paper bears; "" where nobody has looked
    `withheld` : why it is not published, from this fact on; a later fact without it publishes it
    `withdrawn` : why its holder took it back: not published either, and it stands behind nothing any more
    `entered_by` : who decided that, or who entered it
    `reason` : why it says something else of the paper than the fact before, another station for instance
    """

    sha256: str
    bytes: Figure
    media_type: str
    account: str = ""
    holder: str = ""
    station: str = ""
    file: str = ""
    claimed: str = ""
    through: str = ""
    contest: str = ""
    original: str = ""
    signed: YesOrNo | Literal[""] = ""
    stamped: YesOrNo | Literal[""] = ""
    withheld: str = ""
    withdrawn: str = ""
    entered_by: EnteredBy | None = None
    reason: str = ""

    @property
    def is_published(self) -> bool:
        """Whether its file is for everyone."""
        return not self.withheld and not self.withdrawn


class RefusedCopyFact(Fact, frozen=True, kw_only=True, tag="copy-refused"):
    """A copy of a station's protocol that an organisation asked for and was refused, with the reason given to it.

    `holder` : who would hold it · `through` : who it was accredited through · `claimed` : when it was refused
    """

    account: str
    holder: str
    station: str
    reason: str
    contest: str = ""
    through: str = ""
    claimed: str = ""
    entered_by: EnteredBy | None = None


class Scope(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What an annulment hits: a station, one box of it, an area, a contest, a selection."""

    station: str = ""
    area: str = ""
    contest: str = ""
    selection: str = ""
    box: str = ""


class AnnulmentFact(Fact, frozen=True, kw_only=True, tag="annulment"):
    """A decision that results are invalid; an event, which a reinstatement can reverse."""

    scope: Scope
    authority: str
    number: str
    reason: str
    claimed: str = ""


class ReinstatementFact(Fact, frozen=True, kw_only=True, tag="reinstatement"):
    """A decision that annulled results count again."""

    scope: Scope
    authority: str
    number: str
    reason: str
    claimed: str = ""


class Standings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"summed": "in"}):
    """How many pairs of station and contest are in a total, missing, annulled, set aside."""

    summed: Figure
    missing: Figure
    annulled: Figure
    set_aside: Figure


class PublicationFact(Fact, frozen=True, kw_only=True, tag="publication"):
    """What was published: figures made from the first `record_size` facts, whose tree has this `root`.

    `figures`, `files` : SHA-256 of data/results.json, and of files.sha256, which names every file of the site
    `code` : of the wheel that published · `stations_list` : of the list of stations and where each stands
    `reason` : why figures changed that had been published · `changed` : which
    `list_says` : where it is "changes", the list has only the lines that differ from the one of the publication before
    """

    record_size: Figure
    root: str
    figures: str
    files: str
    code: str
    stations: Standings
    stations_list: str
    reason: str = ""
    changed: str = ""
    list_says: Literal["", "changes"] = ""


class AnchorFact(Fact, frozen=True, kw_only=True, tag="anchor"):
    """A time-stamp token (RFC 3161) over the text of a checkpoint, by an authority outside.

    `token`, `certificates` : hashes of files in `evidence/` · `stamped` : the time that the token states
    """

    record_size: Figure
    root: str
    authority: str
    token: str
    stamped: str
    certificates: tuple[str, ...] = ()


class Predecessor(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The log that this one goes on from, and its last checkpoint, whose note lies in `evidence/`."""

    origin: str
    vkey: str
    size: Figure
    root: str
    checkpoint: str


class KeyFact(Fact, frozen=True, kw_only=True, tag="key"):
    """A key of the log, from this fact on `in-force` or `retired`, and why.

    `predecessor` : where the key of an earlier log was lost or stolen, and its facts go on under this one
    """

    vkey: str
    state: Literal["in-force", "retired"]
    reason: str
    predecessor: Predecessor | None = None


AnyFact = (
    DefinitionFact
    | CountFact
    | DocumentFact
    | RefusedCopyFact
    | AnnulmentFact
    | ReinstatementFact
    | PublicationFact
    | AnchorFact
    | KeyFact
    | StopFact
    | AllowanceFact
    | DecisionFact
    | AnyGroupFact
)

Subject = tuple[str, ...]
"""What a fact is about; facts of one subject form a chain."""

_encoder = msgspec.json.Encoder(order="sorted")
decoder = msgspec.json.Decoder(AnyFact)


NOT_A_FACT = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding says of bytes that are no fact."""


class _Kind(msgspec.Struct):
    """Just enough of a fact of a kind this version does not know."""

    kind: str = ""
    schema: int = 0


_kind_decoder = msgspec.json.Decoder(_Kind)


class UnknownFact(msgspec.Struct, frozen=True):
    """A fact of a kind or a schema that this version does not know: reported, never skipped in silence."""

    kind: str
    schema: int


def canonical_bytes(fact: AnyFact) -> bytes:
    """The one form in which a fact is hashed and stored."""
    written = _encoder.encode(fact)
    if len(written) > MAX_ENTRY_BYTES:
        raise Fault(
            f"a fact of {len(written)} bytes; the record holds facts of at most {MAX_ENTRY_BYTES}",
            cure="put long lists into a file of evidence",
        )
    return written


def parse_fact(entry: bytes) -> AnyFact | UnknownFact:
    """A fact from its bytes; a kind or schema unknown to this version is returned as such."""
    try:
        fact = decoder.decode(entry)
    except msgspec.ValidationError:
        known = _kind_decoder.decode(entry)
        if known.schema == SCHEMA and known.kind in KNOWN_KINDS:
            raise
        return UnknownFact(known.kind, known.schema)
    return fact if fact.schema == SCHEMA else UnknownFact(kind_of(fact), fact.schema)


def kind_of(fact: AnyFact) -> str:
    """The word under `kind`."""
    return str(fact.__struct_config__.tag)


def why_withheld(fact: DocumentFact) -> str:
    """Why a paper is withheld and, in brackets, who decided; "" where it is not."""
    return "" if fact.withdrawn else _by_whom(fact.withheld, fact)


def why_withdrawn(fact: DocumentFact) -> str:
    """Why its holder took a paper back and, in brackets, who said so; "" where it did not."""
    return _by_whom(fact.withdrawn, fact)


def _by_whom(why: str, fact: DocumentFact) -> str:
    who = fact.entered_by.organisation if why and fact.entered_by else ""
    return f"{why} ({who})" if who else why


def subject_of(fact: AnyFact) -> Subject:  # noqa: PLR0911 - one line for every kind
    """What a fact is about; a fact `supersedes` the one before it of the same subject."""
    match fact:
        case CountFact():
            return "count", fact.contest, fact.account, fact.holder, fact.station, fact.area
        case DocumentFact():
            return "document", fact.sha256
        case AnnulmentFact() | ReinstatementFact():
            return "annulment", *astuple(fact.scope)
        case AnchorFact():
            return "anchor", str(fact.record_size), fact.authority
        case RefusedCopyFact():
            return "copy-refused", fact.account, fact.holder, fact.station, fact.contest
        case GroupFact():
            return group_subject_of(fact)
        case DecisionFact():
            return "decision", fact.contest
        case DefinitionFact() | PublicationFact() | KeyFact() | StopFact() | AllowanceFact():
            return (kind_of(fact),)
        case _:
            assert_never(fact)


KNOWN_KINDS = frozenset(str(kind.__struct_config__.tag) for kind in AnyFact.__args__)


def hash_of(entry: bytes) -> str:
    """SHA-256 of a fact's bytes, in hex: how one fact names another."""
    return hashlib.sha256(entry).hexdigest()


def is_canonical(entry: bytes) -> bool:
    """Whether the bytes are the canonical form of what they say."""
    try:
        document: Any = msgspec.json.decode(entry)
    except NOT_A_FACT:
        return False
    return _only_integers_and_strings(document) and _encoder.encode(document) == entry


def is_its_form(fact: AnyFact | UnknownFact, entry: bytes) -> bool:
    """Whether the bytes are the one form of the fact that they say: canonical, and no key that holds nothing."""
    if not isinstance(fact, UnknownFact) and canonical_bytes(fact) != entry:
        return False
    return (entry.isascii() and not isinstance(fact, UnknownFact)) or is_canonical(entry)


def _only_integers_and_strings(document: Any) -> bool:
    match document:
        case bool():
            return False
        case str():
            return True
        case int():
            return abs(document) <= LARGEST_INTEGER
        case dict():
            return all(key.isascii() and _only_integers_and_strings(value) for key, value in document.items())
        case list():
            return all(map(_only_integers_and_strings, document))
        case _:
            return False
