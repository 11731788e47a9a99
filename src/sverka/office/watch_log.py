"""The log of a watch: one line for every look, also for those that found nothing new and are not in the record.

::

    {"at":"2021-11-28T21:22:05+06:00","page":"https://results.example/…","outcome":"figures","kept":"3c1f…"}
    {"at":"2021-11-28T21:23:05+06:00","page":"https://results.example/…","outcome":"figures"}

It lies in the election folder as `watch.log` and proves nothing; how often a page answered the same, and when last,
is said by the next look that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from sverka.formats.captures import Same

NAME = "watch.log"


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One look."""

    at: str
    page: str
    outcome: str
    kept: str = ""


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Line).decode


@dataclass(frozen=True, slots=True)
class WatchLog:
    """The log of one election folder."""

    folder: Path

    def write(self, line: Line) -> None:
        """Add a look."""
        with (self.folder / NAME).open("ab") as file:
            file.write(_encode(line) + b"\n")

    def same_since_kept(self) -> dict[str, Same]:
        """By page, the looks after the last that was kept; a line that broke off says nothing."""
        found: dict[str, Same] = {}
        for line in self._lines():
            before = found.get(line.page, Same())
            found[line.page] = Same() if line.kept else Same(times=before.times + 1, last=line.at)
        return found

    def _lines(self) -> list[Line]:
        path = self.folder / NAME
        lines = []
        for raw in path.read_bytes().splitlines() if path.is_file() else ():
            try:
                lines.append(_decode(raw))
            except msgspec.MsgspecError:
                continue
        return lines
