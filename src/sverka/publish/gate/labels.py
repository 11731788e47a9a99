"""G3: the base that the label of a share names is the base that the share is computed of.

::

    <th … data-base="valid">%<small>of the valid ballots</small></th>  …  <td data-is="parties/legal//shares/pear">

The head of a column names its base twice: for programs, and in the words of the definition for people. Both must be the
base under whose name the shares in the column stand among the published figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sverka.domain.ids import BaseId, ContestId
from sverka.publish.gate.candidate import Candidate, Stop
from sverka.publish.gate.marked import Cell, Mark, Row, Table

CODE = "G3"


def check_labels(candidate: Candidate, table: Table, path: str) -> Iterator[Stop]:
    """The columns of a table whose head names another base than the shares beneath are of."""
    labels = dict(_labels([row for row in table.rows if row.in_head]))
    language = path[:2]
    met: set[tuple[int, str, str]] = set()
    for row in (row for row in table.rows if not row.in_head):
        for column, cell in enumerate(row.cells):
            base = _base_of(candidate, cell.mark) if cell.mark else None
            if base is None or cell.mark is None or (column, cell.mark.name[0], base) in met:
                continue
            met.add((column, cell.mark.name[0], base))
            yield from _unlike(
                candidate, labels.get(column), cell.mark, base, f"{path} {cell.mark.place}", language
            )


def _unlike(
    candidate: Candidate, label: Cell | None, mark: Mark, base: str, where: str, language: str
) -> Iterator[Stop]:
    if label is None or label.attributes.get("data-base") != base:
        said = "a share without the name of its base" if label is None else label.attributes["data-base"]
        yield Stop(CODE, where, said, base)
        return
    named = candidate.results.election.contests[ContestId(mark.name[0])].bases.get(BaseId(base))
    if named is not None and (words := named.names.in_language(language)) not in label.text:
        yield Stop(CODE, where, label.text, words)


def _labels(heads: Sequence[Row]) -> Iterator[tuple[int, Cell]]:
    """The heads that name a base by their column; the first of two rows of heads has one that reaches down."""
    for row in heads:
        shift = 1 if len(heads) > 1 and row is heads[-1] else 0
        yield from ((at + shift, cell) for at, cell in enumerate(row.cells) if "data-base" in cell.attributes)


def _base_of(candidate: Candidate, mark: Mark) -> str | None:
    """The base of a share, by the name under which it stands; None for what is no share of a base."""
    contest = candidate.results.election.contests.get(ContestId(mark.name[0]))
    kind, what = mark.name[3], mark.name[4] if len(mark.name) > 4 else ""
    if contest is None:
        return None
    if kind == "turnout" and what == "share":
        return None if contest.turnout is None else str(contest.turnout[1])
    word, _, base = kind.partition(":")
    return (base or str(contest.share_base)) if word == "shares" else None
