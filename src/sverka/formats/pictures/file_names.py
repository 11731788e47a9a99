"""The name of a picture -> the station and contest that it surely means, or nothing.

Taken: `0001.jpg`, `IMG_УИК-7133 (2).JPG`, `1107_p1.jpg`, `0001-parties-2.jpg`, `УИК №12.pdf` (of 0012, if that is one).
Never taken: the running number of a camera or a scanner (`IMG_1107.jpg`), a date and the time behind it
(`20211128_2014.jpg`), a number without the zeros of an id (`12.jpg`), and any name that fits two stations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sverka.domain.counts import Unit
from sverka.domain.election import Election
from sverka.formats.station_join import Register, register_of

WIDEST = 4  # words of a name that one id is made of: KG-1001-a
COPY = re.compile(r"\(\d{1,3}\)|\b(copy|копия|көчүрмө)\b( ?\d{1,2}$)?", re.IGNORECASE)
CAMERA = re.compile(
    r"(?<![^\W\d_])(?:img|dsc[nf]?|dcim|pxl|mvimg|p|sam|wa|screenshot|photo|image|scan|doc|фото|скан|сүрөт)[-_ ]*\d+",
    re.IGNORECASE,
)
CLOCK = r"(?:[-_T. ]+(?:at )?\d{2}[-_.:h]?\d{2}(?:[-_.:m]?\d{2,5}s?)?)?"
DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-_. ]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|[12]\d|3[01])([-_. ])(?:0[1-9]|1[0-2])\2(?:19|20)\d\d)" + CLOCK + r"(?!\d)"
)
MARKED = re.compile(
    r"(?:уик|ушк|уч(?:асток|астка|астог\w*|\.)|uik|ushk|station|precinct|polling)[\W_]*(?:no|n)?[\W_]*(\d+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NameReader:
    """Reads names of pictures of one election."""

    election: Election

    def station(self, name: str) -> str:
        """The one station that a name, without its ending, means; "" where it means none or several."""
        bare = DATE.sub(" ", self._without_contest(name)[0])
        marked = MARKED.findall(bare)
        found = {known for digits in marked for known in self._certain(digits) or [""]}
        if not marked:
            found = set(self._written_out(CAMERA.sub(" ", COPY.sub(" ", bare))))
        return found.pop() if len(found) == 1 else ""

    def contest(self, name: str) -> str:
        """The one contest whose id stands in a name; "" where none does, or several."""
        return self._without_contest(name)[1]

    @cached_property
    def _register(self) -> Register:
        register = register_of(self.election, Unit.STATION)
        return Register(register.places, is_open=False, word=register.word)

    @cached_property
    def _contests(self) -> re.Pattern[str]:
        ids = sorted((re.escape(each) for each in self.election.contests), key=len, reverse=True)
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(ids)})(?![^\W_])")

    def _without_contest(self, stem: str) -> tuple[str, str]:
        """The name without ids of contests, and the one that it has."""
        found = set(self._contests.findall(stem))
        return self._contests.sub(" ", stem), found.pop() if len(found) == 1 else ""

    def _certain(self, text: str) -> list[str]:
        ids, _ = self._register.find(text)
        return ids if len(ids) == 1 else []

    def _written_out(self, stem: str) -> Iterator[str]:
        """Stations whose whole id, or reviewed other name, stands in the name; of two that overlap, the longer."""
        words = [(each.start(), each.end()) for each in re.finditer(r"[^\W_]+", stem)]
        used: set[int] = set()
        for width in range(min(WIDEST, len(words)), 0, -1):
            for first in range(len(words) - width + 1):
                span = range(first, first + width)
                if used.isdisjoint(span):
                    ids = self._by_its_own(stem[words[first][0] : words[first + width - 1][1]])
                    used.update(span if ids else ())
                    yield from ids

    def _by_its_own(self, text: str) -> list[str]:
        """As `_certain`, but no zeros are put in front of a bare number."""
        ids = self._certain(text)
        return [] if ids and text.isdecimal() and ids[0].lstrip("0") == text and ids[0] != text else ids
