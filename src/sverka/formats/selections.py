"""What a foreign file calls a line of the ballot or a row of the form -> the id that the definition gives it."""

from __future__ import annotations

from collections.abc import Iterator

from sverka.domain.election import Contest
from sverka.domain.ids import FieldId
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.nearest import nearest
from sverka.formats.spellings import spelled


class Ballot:
    """The fields of one contest by every word that may stand for them.

    An id goes before a number, and a number before a name. Rows of the form are written `row:10` or `[10]`:
    a bare number is a line of the ballot.
    """

    def __init__(self, contest: Contest) -> None:
        self.contest = contest
        self.rows = {str(row): FieldId(row) for row in contest.row_ids}
        self.levels: tuple[dict[str, list[FieldId]], ...] = ({}, {}, {})
        for level, word, field in _words(contest):
            fields = self.levels[level].setdefault(word, [])
            if field not in fields:
                fields.append(field)

    def find(self, word: str, place: str = "") -> FieldId | None:
        """The field a word stands for; None if it is not known, a fault if it fits several."""
        row = _row_id(word)
        if row is not None:
            return self.rows.get(row)
        for level, key in ((0, word.strip()), (1, word.strip()), (2, spelled(word))):
            fields = self.levels[level].get(key, [])
            if len(fields) > 1:
                what = f"{quoted(word)} fits {' and '.join(fields)} of contest {self.contest.id}"
                raise Fault(what, place=place, cure="Name them in a mapping: selections = {…}.")
            if fields:
                return fields[0]
        return None

    def field(self, ours: str) -> FieldId | None:
        """The field with exactly this id, as a mapping names it: a selection, else a row."""
        return FieldId(ours) if ours in self.levels[0] or ours in self.rows else None

    def unknown(self, word: str, place: str) -> Fault:
        """The fault for a word that stands for nothing on this ballot."""
        ids = [str(each.id) for each in self.contest.selections]
        names = [*ids, *(name for each in self.contest.selections for name in (*each.names, *each.aliases))]
        known = list(dict.fromkeys([*names, *(f"row:{row}" for row in self.rows)]))
        what = f"{quoted(word)} is no selection of contest {self.contest.id}"
        return Fault(what, place=place, cure=nearest(word, known))


def _words(contest: Contest) -> Iterator[tuple[int, str, FieldId]]:
    for each in contest.selections:
        field = FieldId(each.id)
        yield 0, str(each.id), field
        if each.number:
            yield 1, each.number, field
        for name in (*each.names, *each.aliases):
            yield 2, spelled(name), field


def _row_id(word: str) -> str | None:
    """The row that `row:10` or `[10]` names."""
    word = word.strip()
    if word.casefold().startswith("row:"):
        return word[4:].strip()
    return word[1:-1].strip() if word.startswith("[") and word.endswith("]") else None
