"""The page on the record itself: who signed it, who watches it, when, and how a reader checks that.

It lies beside the reproducible pages and not among them, for it changes without a new fact: it has a clock, and
the signatures of witnesses come when they come. Whoever makes it gives everything that it shows as plain values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import msgspec

from sverka.domain.election import Election
from sverka.publish.language import Translator, translator
from sverka.publish.site.frames import Frame, surroundings
from sverka.publish.site.templating import templates
from sverka.record.facts import PublicationFact
from sverka.record.night_facts import DecisionFact

STATUS_PAGE, STATUS_FILE = "status.html", "status.json"

GROUP, GROUPS = 4, 4  # digits of a root that people read to each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The checkpoint of the record as it is now, and the key that signed it; `root` in hex, `note` as it lies there."""

    origin: str
    size: int
    root: str
    note: str
    vkey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessSaid:
    """A witness of the policy; `cosigned_at` is when it signed this checkpoint, "" where it has not."""

    name: str
    cosigned_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A time stamp that an authority outside has given to a state of the record."""

    record_size: int
    authority: str
    stamped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An authority that was asked for a time stamp and has given none yet."""

    authority: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationSaid:
    """A publication, and where in the record it stands."""

    entry: int
    fact: PublicationFact


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatus:
    """How the record of a site stands.

    `pages_size`, `pages_root` : the facts from which the pages were made
    `signed` : None in a copy that someone made again, which has no signatures
    `quorum_met` : None where the policy asks for none
    `publications` : the last first
    `verifier` : SHA-256 of the verifier beside the pages, "" where there is none
    `decisions` : of the law's body, all that the record has, by index
    """

    pages_size: int
    pages_root: str
    made_at: str = ""
    signed: Signed | None = None
    witnesses: tuple[WitnessSaid, ...] = ()
    quorum_met: bool | None = None
    stamps: tuple[Stamped, ...] = ()
    owed: tuple[Owed, ...] = ()
    publications: tuple[PublicationSaid, ...] = field(default=())
    verifier: str = ""
    decisions: Mapping[int, DecisionFact] = field(default_factory=dict)

    @property
    def cosigned(self) -> int:
        """How many witnesses have signed: k of n."""
        return sum(bool(each.cosigned_at) for each in self.witnesses)

    @property
    def last_cosigned_at(self) -> str:
        """The last sign of life of a witness."""
        return max((each.cosigned_at for each in self.witnesses), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage:
    """Everything the page shows."""

    frame: Frame
    status: RecordStatus
    root_read_aloud: str


def status_files(
    election: Election, status: RecordStatus, languages: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """The page in each language, and the same for programs."""
    yield STATUS_FILE, msgspec.json.format(msgspec.json.encode(status_answer(status)), indent=1) + b"\n"
    for language in languages:
        t = translator(language)
        page = status_page(t, status)
        around = surroundings(t, election, tuple(languages), status.decisions)
        html = (
            templates(language).get_template(STATUS_PAGE).render(page=page, frame=page.frame, around=around)
        )
        yield f"{language}/{STATUS_PAGE}", html.encode()


def status_page(t: Translator, status: RecordStatus) -> StatusPage:
    """The page in one language."""
    root = status.signed.root if status.signed else status.pages_root
    return StatusPage(
        frame=Frame(path=STATUS_PAGE, title=t._("Record, signatures and witnesses"), changed_at=0),
        status=status,
        root_read_aloud=read_aloud(root),
    )


def read_aloud(root: str) -> str:
    """The beginning of a root in groups, as people read it to each other.

    >>> read_aloud("5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9")
    '5fec eb66 ffc8 6f38'
    """
    return " ".join(root[at : at + GROUP] for at in range(0, GROUP * GROUPS, GROUP))


def status_answer(status: RecordStatus) -> dict[str, Any]:
    """What `status.json` says; other programs rely on its names (docs/published-files.md)."""
    return {
        "made_at": status.made_at,
        "pages": {"record_size": status.pages_size, "root": status.pages_root},
        "checkpoint": None if status.signed is None else asdict(status.signed),
        "witnesses": [asdict(each) for each in status.witnesses],
        "quorum_met": status.quorum_met,
        "stamps": [asdict(each) for each in status.stamps],
        "owed": [asdict(each) for each in status.owed],
        "publications": [
            {"entry": each.entry, **msgspec.to_builtins(each.fact)} for each in status.publications
        ],
        "verifier": status.verifier,
    }
