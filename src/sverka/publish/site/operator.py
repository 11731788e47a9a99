"""The page of those who run a night: one document, on their machine alone, that shows how everything stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sverka.domain.names import Names
from sverka.publish.language import N_, translator
from sverka.publish.site.frames import LANGUAGE_NAMES
from sverka.publish.site.templating import templates

TEMPLATE, STYLE = "operator.html", "operator.css"
TROUBLES = {"publication": N_("Publication"), "witnesses": N_("Witnesses")}
"""Where something can go wrong while the night goes on, by the word that the night uses for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderLine:
    """What came in from one sender, or by one way: counts by what became of them, and how many in the last minute."""

    name: str
    recorded: int = 0
    known: int = 0
    conflict: int = 0
    refused: int = 0
    last_minute: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """Figures that contradict the record and were not recorded."""

    received: str
    sender: str
    contest: str
    unit: str
    account: str
    entry: int
    differs: tuple[tuple[str, str, str], ...] = ()  # field, recorded, given
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """A check that failed: where, what would have been shown, what follows from the record."""

    code: str
    place: str
    shown: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """The stop in force."""

    since: str
    entry: int
    size: int
    failed: int
    checks: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLine:
    """A publication of this night."""

    received: str
    size: int
    entry: int
    files: int
    seconds: float
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessLine:
    """A witness: what it answered when it was last asked, and how old its signature is; `age` in seconds."""

    name: str
    answers: bool
    cosigned_at: str = ""
    age: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskLine:
    """The room where something lies."""

    place: str
    free: int
    is_low: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleLine:
    """Something that went wrong, in which part of the night."""

    at: str
    of: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorView:
    """Everything the page shows, as plain values; times as facts write them.

    `skew` : seconds by which the clocks of witnesses are ahead of this machine's; None where nobody tells
    `published_ahead` : when the last publication came, where this machine's clock says that it is yet to come
    `refused_files` : by their names, with the reason · `unknown_stations` : counts that are kept of such
    `publications` : the last ones, of the `publication_count` of this run
    """

    election: Names
    origin: str
    size: int
    began_at: str
    now: str
    process: int
    folder: str
    site: str
    ways: tuple[str, ...] = ()
    waiting: int = 0
    senders: tuple[SenderLine, ...] = ()
    conflicts: tuple[ConflictLine, ...] = ()
    refused_files: Mapping[str, str] = field(default_factory=dict)
    unknown_stations: int = 0
    stopped: StopLine | None = None
    publications: tuple[PublicationLine, ...] = ()
    publication_count: int = 0
    witnesses: tuple[WitnessLine, ...] = ()
    disks: tuple[DiskLine, ...] = ()
    skew: int | None = None
    published_ahead: str = ""
    troubles: tuple[TroubleLine, ...] = ()

    @property
    def last_minute(self) -> int:
        """Counts that came in within the last minute."""
        return sum(each.last_minute for each in self.senders)

    @property
    def low(self) -> tuple[DiskLine, ...]:
        """The disks that are nearly full."""
        return tuple(each for each in self.disks if each.is_low)


def operator_page(view: OperatorView, language: str) -> bytes:
    """The page in one language."""
    html = (
        templates(language)
        .get_template(TEMPLATE)
        .render(
            view=view,
            language=language,
            languages=LANGUAGE_NAMES.items(),
            election=translator(language).name(view.election),
            troubles=TROUBLES,
        )
    )
    return html.encode()
