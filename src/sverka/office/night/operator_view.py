"""How a night stands, gathered for the page of those who run it."""

from __future__ import annotations

import os
import shutil
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sverka.domain.election import Election
from sverka.errors import SverkaError
from sverka.office.asking import Reply
from sverka.office.cosigning import Standing, standing_of
from sverka.office.home import home
from sverka.office.night.doors import Incoming
from sverka.office.night.night import Night
from sverka.office.night.outcomes import Stopped
from sverka.publish.site.operator import (
    CheckLine,
    DiskLine,
    OperatorView,
    PublicationLine,
    SenderLine,
    StopLine,
    TroubleLine,
    WitnessLine,
)

LOW = 10**9  # bytes; a night of a country takes less, but not much less
A_MINUTE = 60.0  # seconds


@dataclass
class Rates:
    """How much came in within the last minute, by sender, from totals that are looked at now and then."""

    seen: deque[tuple[float, dict[str, int]]] = field(default_factory=deque)

    def look(self, totals: Mapping[str, int], now: float) -> None:
        """Remember the totals of this moment, and forget those before the last minute but one look."""
        self.seen.append((now, dict(totals)))
        while len(self.seen) > 1 and self.seen[1][0] <= now - A_MINUTE:
            self.seen.popleft()

    def last_minute(self, sender: str) -> int:
        """How many more than a minute ago."""
        return self.seen[-1][1].get(sender, 0) - self.seen[0][1].get(sender, 0) if self.seen else 0


@dataclass
class Gathering:
    """Gathers the view of one night; `election` is as the folder had it when the night began."""

    night: Night
    election: Election
    rates: Rates = field(default_factory=Rates)

    def look(self) -> None:
        """Look at the totals, for what came in within a minute."""
        totals = {each.name: _total(each) for each in self._senders()}
        self.rates.look(totals, time.time())

    def view(self) -> OperatorView:
        """Everything, as it is now."""
        self.look()
        board, plan = self.night.board, self.night.plan
        standing = self._standing()
        incoming = self._incoming()
        return OperatorView(
            election=self.election.names,
            origin=plan.folder.origin,
            size=plan.folder.store.size if standing is None else standing.size,
            began_at=self._moment(board.started),
            now=self._moment(time.time()),
            process=os.getpid(),
            folder=str(plan.folder.path.resolve()),
            site=str(plan.out.resolve()),
            ways=tuple(each.way for each in incoming),
            waiting=sum(each.waiting for each in incoming),
            senders=tuple(self._with_rate(each) for each in self._senders()),
            conflicts=tuple(line for each in incoming for line in each.conflicts),
            refused_files={name: why for each in incoming for name, why in each.refused_files.items()},
            unknown_stations=sum(each.unknown_stations for each in incoming),
            stopped=None if board.stopped is None else _stop_line(board.stopped),
            publications=tuple(
                PublicationLine(
                    received=each.received,
                    size=each.size,
                    entry=each.entry,
                    files=each.files,
                    seconds=each.seconds,
                    changed=each.changed,
                )
                for each in list(board.published)
            ),
            publication_count=board.publications,
            witnesses=tuple(self._witnesses(standing)),
            disks=tuple(_disks(plan.folder.path, plan.out, home())),
            skew=self._skew(),
            published_ahead=self._published_ahead(),
            troubles=tuple(
                TroubleLine(at=self._moment(each.at), of=each.of, what=each.what)
                for each in list(board.troubles)
            ),
        )

    def _incoming(self) -> list[Incoming]:
        """What came in by each way; nothing before the doors are open."""
        return [door.incoming() for door in self.night.doors] if self.night.board.begun else []

    def _senders(self) -> list[SenderLine]:
        return [line for each in self._incoming() for line in each.senders]

    def _with_rate(self, line: SenderLine) -> SenderLine:
        rate = self.rates.last_minute(line.name)
        return SenderLine(
            name=line.name,
            recorded=line.recorded,
            known=line.known,
            conflict=line.conflict,
            refused=line.refused,
            last_minute=rate,
        )

    def _standing(self) -> Standing | None:
        try:
            return standing_of(self.night.plan.folder.path)
        except (SverkaError, OSError):  # it is said among the troubles when witnesses are asked
            return None

    def _witnesses(self, standing: Standing | None) -> Iterator[WitnessLine]:
        """Every witness of the policy: its last answer, and its signature under the checkpoint that lies there."""
        asked = self.night.board.asked
        answers = {each.witness: each for each in asked.answers} if asked else {}
        for witness in standing.witnesses if standing else ():
            answer = answers.get(witness.name)
            signed = witness.cosigned_at or (answer.cosigned_at if answer else 0)
            yield WitnessLine(
                name=witness.name,
                answers=answer is not None and answer.reply is Reply.COSIGNED,
                cosigned_at=self._moment(signed) if signed else "",
                age=max(0, round(time.time() - signed)) if signed else None,
                why=answer.why if answer else "",
            )

    def _skew(self) -> int | None:
        """By how much the clocks of the witnesses are ahead, in the middle of those that signed last."""
        asked = self.night.board.asked
        ahead = (
            sorted(each.cosigned_at - asked.at for each in asked.answers if each.cosigned_at) if asked else []
        )
        return round(ahead[len(ahead) // 2]) if ahead else None

    def _published_ahead(self) -> str:
        """When the last publication came, if the clock was set back since; "" where it was not."""
        last = self.night.publisher.last
        received = "" if last is None else last[1].received
        ahead = received and datetime.fromisoformat(received).timestamp() > time.time() + A_MINUTE
        return received if ahead else ""

    def _moment(self, seconds: float) -> str:
        zone = ZoneInfo(self.election.timezone)
        return datetime.fromtimestamp(seconds, zone).replace(microsecond=0).isoformat()


def _stop_line(stopped: Stopped) -> StopLine:
    return StopLine(
        since=stopped.since,
        entry=stopped.entry,
        size=stopped.size,
        failed=stopped.failed,
        checks=tuple(
            CheckLine(code=each.code, place=each.place, shown=each.shown, expected=each.expected)
            for each in stopped.checks
        ),
    )


def _disks(*places: Path) -> Iterator[DiskLine]:
    """The disks on which these places lie, each once."""
    seen = set[int]()
    for place in places:
        there = next(each for each in (place, *place.resolve().parents) if each.exists())
        device = there.stat().st_dev
        if device not in seen:
            seen.add(device)
            free = shutil.disk_usage(there).free
            yield DiskLine(place=str(there), free=free, is_low=free < LOW)


def _total(line: SenderLine) -> int:
    return line.recorded + line.known + line.conflict + line.refused
