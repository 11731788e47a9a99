"""What a typing sheet looks like: one workbook a person, one sheet a contest, one line a protocol.

::

    sheet "How to type"      what to do, in the person's language
    sheet "parties"
         A                 B        C           D                    E          …
    1    Party lists · Observer's copy (North) · typist 1
    2                                           9                    ishenim        the fields' ids
    3    Picture           Station  Line         9 · Ballots in …     Ishenim
    4    0001-parties.jpg  0001     3f9a1c07d2   405                  131
    5    0002-parties.jpg  0002     88d01be4aa   ?                    -
    sheet "sverka" (hidden)  whose sheet it is, and of each line: station, pictures, fields asked for

An empty cell is not typed yet, `?` cannot be read, `-` is not on the sheet. A line is known by its *check* in column C,
the first digits of a hash over what the line is about: lines may be sorted, and a line whose station was changed, that
is missing or there twice is found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sverka.domain.counts import State
from sverka.domain.ids import ContestId, ElectionId
from sverka.domain.typing_sheets import SheetLine

ABOUT = "sverka"
MARK, VERSION = "sverka typing sheet", "1"
IDS_ROW, TITLES_ROW, FIRST_ROW = 1, 2, 3  # from 0
PICTURE, STATION, CHECK, FIRST_FIELD = 0, 1, 2, 3  # columns, from 0
UNREAD, NOT_ON_SHEET = "?", "-"
DASHES = ("-", "–", "—", "−")
WORDS: Mapping[int, str] = {State.UNREAD: UNREAD, State.ABSENT: NOT_ON_SHEET}
LONGEST_TITLE = 31  # of a sheet's name, in every spreadsheet


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWords:
    """What a sheet says in the person's language.

    `how` : the name of the instruction sheet · `instructions` : its paragraphs · `heading` : of a contest's sheet
    `wrong`, `cure` : what the spreadsheet says where a cell is no count
    """

    how: str
    instructions: tuple[str, ...]
    headings: Mapping[ContestId, str]
    titles: Mapping[ContestId, tuple[str, ...]]
    picture: str
    station: str
    check: str
    wrong: str
    cure: str


def check_of(election: ElectionId, contest: ContestId, line: SheetLine) -> str:
    """The check digits of a line: what it is about, and nothing that is typed."""
    about = "\n".join((election, contest, line.station, *(each.sha256 for each in line.pictures)))
    return hashlib.sha256(about.encode()).hexdigest()[:10]


def title_of(contest: ContestId, number: int) -> str:
    """The name of a contest's sheet: its id, or as much of it as fits."""
    return contest if len(contest) <= LONGEST_TITLE else f"{contest[: LONGEST_TITLE - 5]} {number}"
