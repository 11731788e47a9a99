"""The cells of figure tables as HTML: markup that is written outside the templates, since there are so many.

A number, "unread", "not on the sheet" and "no count" look different and say it in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from sverka.domain.counts import State
from sverka.publish.language import NOTHING, Translator
from sverka.publish.words.states import STATES

STATE_CLASSES = {State.UNREAD: "unread", State.ABSENT: "absent", State.NO_COUNT: "none"}


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of one language; each is written once and kept."""

    t: Translator
    figures: dict[tuple[int, int], str] = field(default_factory=dict)
    differences: dict[int, str] = field(default_factory=dict)

    def figure(self, value: int, state: int) -> str:
        """One figure of a count."""
        found = self.figures.get((value, state))
        if found is None:
            found = self.figures[value, state] = self._figure(value, State(state))
        return found

    def difference(self, value: int | None) -> str:
        """One difference, right minus left; a dash where there is none to tell."""
        if value is None:
            return f"<td>{NOTHING}</td>"
        found = self.differences.get(value)
        if found is None:
            marked = ' class="d"' if value else ""
            found = self.differences[value] = f"<td{marked}>{escape(self.t.signed(value))}</td>"
        return found

    def _figure(self, value: int, state: State) -> str:
        if state is State.READ:
            return f"<td>{escape(self.t.number(value))}</td>"
        return f'<td class="{STATE_CLASSES[state]}">{escape(self.t._(STATES[state].title))}</td>'


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a figure table: its field, its head as HTML, and its column in the tables of counts."""

    field: str
    head: str
    column: int


def head(label: str, number: str = "") -> str:
    """The head of a line: the row's number on the form, if it has one, and its name."""
    numbered = f"<b>{escape(number)}</b> " if number else ""
    return f'<th scope="row">{numbered}{escape(label)}</th>'


def rows(
    lines: Iterable[Line],
    figures: Sequence[Sequence[str]],
    differences: Sequence[Sequence[str]],
    differs: Sequence[bool],
) -> Markup:
    """The rows of a table body: per line its head, then a cell of each count, then of each difference."""
    written = []
    for line in lines:
        cells = [column[line.column] for column in figures]
        cells += [column[line.column] for column in differences]
        opened = '<tr class="d"' if differs[line.column] else "<tr"
        written.append(f'{opened} data-field="{escape(line.field)}">{line.head}{"".join(cells)}</tr>')
    return Markup("\n".join(written))  # noqa: S704 - every text in it was escaped above
