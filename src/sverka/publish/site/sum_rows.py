"""The rows of tables of sums, of places and of stations as HTML: a country's pages have hundreds of thousands of cells.

::

    <tr><th scope="row">Pear</th><td data-is="parties/legal//selections/pear">1,234</td><td data-is="…">12.34%</td>…
    <tr><th scope="row"><a href="../area/osh.html">Osh</a></th><td data-is="parties/legal/osh/stations/in">412</td>…
    <tr><th scope="row"><a href="../station/0001.html">0001</a></th><td>1,204</td><td class="text d">…</td></tr>

What stands around them is written by the templates. Every row ends with its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from sverka.domain.election import Provenance
from sverka.domain.ids import BaseId
from sverka.publish.language import NOTHING, Translator
from sverka.publish.site.place_lines import AreaLine, StationLine, StationState
from sverka.publish.site.tallies import Heading, Tally, TallyLine
from sverka.publish.totals import Share
from sverka.publish.words.states import PROVENANCES

NONE = f"<td>{NOTHING}</td>"
Parts = Iterator[str]


@dataclass(frozen=True, eq=False)
class SumRows:
    """The rows of one language; templates call it."""

    t: Translator
    states: dict[StationState | None, str] = field(default_factory=dict)

    def sums(self, table: Tally, *, marks: bool) -> Markup:
        """Votes and share per account, a selection to a row; `marks` : with what kind of figure each is."""
        return _joined(self._sum(line, table.headings, marks=marks) for line in table.lines)

    def places(self, lines: Sequence[AreaLine], up: str) -> Markup:
        """How far each place is and who leads there; shares are of the first one's base, which the head names."""
        first = lines[0].heading if lines else None
        base = first.base_id if first else None
        return _joined(self._kept_place(line, base, up) for line in lines)

    def stations(self, lines: Iterable[StationLine], up: str) -> Markup:
        """Where each station stands, in the contests of each column."""
        return _joined(self._station(line, up) for line in lines)

    # sums

    def _sum(self, line: TallyLine, headings: Sequence[Heading], *, marks: bool) -> Parts:
        id_, outside = escape(line.id), "" if line.contends else ' class="outside"'
        yield f'<tr{outside}><th scope="row">{escape(line.name)}</th>'
        for place, heading in enumerate(headings):
            votes, mark = line.votes[place], heading.mark
            if votes is None:
                yield NONE
            else:
                origin = self._origin(line.origins[place]) if marks else ""
                yield f'<td data-is="{mark}/selections/{id_}">{self.t.number(votes)}{origin}</td>'
            yield self._share(line.shares[place], f"{mark}/{heading.shares}/{id_}")
        yield "</tr>\n"

    def _share(self, share: Share | None, mark: str) -> str:
        return NONE if share is None else f'<td data-is="{mark}">{self._percent(share)}</td>'

    def _percent(self, share: Share) -> str:
        """A percentage; "<0.01%" is the only text of it that HTML would take for something else."""
        return self.t.percent(share.value).replace("<", "&lt;").replace(">", "&gt;")

    def _origin(self, kind: Provenance | None) -> str:
        if kind is None:
            return ""
        word = escape(self.t._(PROVENANCES[kind].title))
        return f'<span class="origin {kind}"><span class="unseen">{word}</span></span>'

    # places

    def _kept_place(self, line: AreaLine, base: BaseId | None, up: str) -> Parts:
        if (base, up) not in line.rows:
            line.rows[base, up] = "".join(self._place(line, base, up))
        yield line.rows[base, up]

    def _place(self, line: AreaLine, base: BaseId | None, up: str) -> Parts:
        yield f'<tr><th scope="row"><a href="{up}{escape(line.path)}">{escape(line.name)}</a></th>'
        yield 3 * NONE if line.heading is None else self._progress(line.heading)
        leader, heading = line.leader, line.heading
        yield f'<td class="text">{escape(leader.name) if leader else NOTHING}</td>'
        alike = heading is not None and heading.base_id == base
        if leader and heading and alike:
            yield self._share(leader.shares[0], f"{heading.mark}/{heading.shares}/{escape(leader.id)}")
        else:
            yield NONE
        yield self._compared(line)
        yield "</tr>\n"

    def _progress(self, heading: Heading) -> str:
        """The stations summed, those expected, and the turnout."""
        mark, number = heading.mark, self.t.number
        turnout = NONE
        if heading.turnout is not None:
            turnout = self._share(heading.turnout, f"{mark}/turnout/share")
        return (
            f'<td data-is="{mark}/stations/in">{number(heading.stations.summed)}</td>'
            f'<td data-is="{mark}/stations/expected">{number(heading.stations.expected)}</td>{turnout}'
        )

    def _compared(self, line: AreaLine) -> str:
        if line.compared is None:
            return 2 * NONE
        mark, number = line.mark, self.t.number
        return (
            f'<td data-is="{mark}/different">{number(line.compared.different)}</td>'
            f'<td data-is="{mark}/both">{number(line.compared.both)}</td>'
        )

    # stations

    def _station(self, line: StationLine, up: str) -> Parts:
        name = f"<small>{escape(line.name)}</small>" if line.name else ""
        registered = NOTHING if line.registered is None else self.t.number(line.registered)
        yield f'<tr><th scope="row"><a href="{up}{escape(line.path)}">{escape(line.id)}</a>{name}</th>'
        yield f"<td>{registered}</td>"
        yield from map(self._state, line.states)
        yield "</tr>\n"

    def _state(self, state: StationState | None) -> str:
        """There are few, and each is written once."""
        if state not in self.states:
            self.states[state] = f'<td class="text">{NOTHING}</td>' if state is None else self._said(state)
        return self.states[state]

    def _said(self, state: StationState) -> str:
        flags = ""
        if state.annulled:
            flags += f' <span class="flag strong">{escape(self.t._("annulled"))}</span>'
        if state.findings:
            counted = self.t.ngettext("{n} finding", "{n} findings", state.findings)
            flags += f' <span class="flag">{escape(counted)}</span>'
        return f'<td class="text{" d" if state.differs else ""}">{escape(state.text)}{flags}</td>'


def _joined(rows: Iterable[Parts]) -> Markup:
    """Rows whose texts are escaped: numbers are digits and spaces, and the parts of a mark percent-encoded."""
    return Markup("".join(part for row in rows for part in row))  # noqa: S704 - every text in it was escaped above
