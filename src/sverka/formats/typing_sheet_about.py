"""The hidden sheet of a workbook -> the typing sheet as it was handed out, before anything was typed in it.

::

    sverka typing sheet | 1
    election | kg-2021-11-28            account, holder, person, turn, language alike
    contest  | parties | parties        its id, and the name of its sheet
    rows     | 9 | 10 | 11
    selections | ishenim | …
    line     | 0001 |  | 39a4…bd81 | 0001-parties.jpg        station, fields asked for, pictures
"""

from __future__ import annotations

from collections.abc import Sequence

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId, ContestId, ElectionId, FieldId, RowId, SelectionId, StationId
from sverka.domain.typing_sheets import ContestSheet, Picture, SheetLine, TypingSheet, person_id
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.typing_sheet import MARK, VERSION

HANDED_OUT = "Give the workbook that `sverka typing-sheet` wrote, or make the sheet anew."

Row = Sequence[str]


def parse_about(rows: Sequence[Row], name: str) -> tuple[TypingSheet, dict[ContestId, str]]:
    """The empty typing sheet, and the name of each contest's sheet."""
    words = [list(row) for row in rows]
    if not words or words[0][:1] != [MARK]:
        raise Fault("not a typing sheet", place=name, cure=HANDED_OUT)
    if words[0][1:2] != [VERSION]:
        cure = "Use the version of Sverka that wrote it, or a newer one."
        raise Fault(
            f"a typing sheet of another version, {quoted(' '.join(words[0][1:]))}", place=name, cure=cure
        )
    try:
        return _sheet(words[1:])
    except (KeyError, ValueError, IndexError) as error:
        raise Fault("its hidden sheet is damaged", place=name, cure=HANDED_OUT) from error


def _sheet(rows: Sequence[Row]) -> tuple[TypingSheet, dict[ContestId, str]]:
    said = {row[0]: row[1] for row in rows if row[0] not in ("contest", "rows", "selections", "line")}
    starts = [at for at, row in enumerate(rows) if row[0] == "contest"]
    blocks = [rows[start:end] for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)]
    turn = int(said["turn"])
    if not person_id(said["person"]) or turn < 1:
        raise ValueError(said["person"])
    sheet = TypingSheet(
        election=ElectionId(said["election"]),
        source=Source(AccountId(said["account"]), said["holder"]),
        person=said["person"],
        language=said["language"],
        turn=turn,
        contests=tuple(map(_contest, blocks)),
    )
    return sheet, {ContestId(block[0][1]): block[0][2] for block in blocks}


def _contest(block: Sequence[Row]) -> ContestSheet:
    head, rows, selections, *lines = block
    if (rows[0], selections[0]) != ("rows", "selections"):
        raise ValueError(rows[0])
    row_ids = tuple(RowId(each) for each in rows[1:] if each)
    selection_ids = tuple(SelectionId(each) for each in selections[1:] if each)
    fields = (*map(FieldId, row_ids), *map(FieldId, selection_ids))
    return ContestSheet.empty(
        contest=ContestId(head[1]),
        rows=row_ids,
        selections=selection_ids,
        lines=tuple(_line(line, fields) for line in lines if line[0] == "line"),
    )


def _line(words: Row, fields: Sequence[FieldId]) -> SheetLine:
    asked = words[2]
    pictures = [each for each in words[3:] if each]
    return SheetLine(
        station=StationId(words[1]),
        asked=frozenset(f for f, mark in zip(fields, asked, strict=True) if mark == "1") if asked else None,
        pictures=tuple(
            Picture(sha256=sha256, name=name)
            for sha256, name in zip(pictures[::2], pictures[1::2], strict=True)
        ),
    )
