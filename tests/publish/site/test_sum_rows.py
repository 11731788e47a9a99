"""Rows of sums, places and stations as HTML: nothing that a file names becomes markup, and few are written twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId, AreaId, BaseId, SelectionId
from sverka.publish.differences import Compared
from sverka.publish.language import translator
from sverka.publish.site.place_lines import AreaLine, StationLine, StationState
from sverka.publish.site.sum_rows import SumRows
from sverka.publish.site.tallies import Heading, Tally, TallyLine
from sverka.publish.totals import Coverage, Share

HOSTILE = "<b>&\"'"
ESCAPED = "&lt;b&gt;&amp;&#34;&#39;"
VALID = BaseId("valid")


def heading(base: str = "valid") -> Heading:
    """That of an account over a thousand stations."""
    stations = Coverage(expected=1000, summed=900, missing=100, annulled=0, set_aside=0, with_findings=0)
    return Heading(
        source=Source(AccountId("hand")),
        mark="parties/hand/",
        shares="shares",
        name="By hand",
        way="",
        law=True,
        machine=False,
        stations=stations,
        of_areas=False,
        base="valid ballots",
        base_id=BaseId(base),
        base_number=5000,
        turnout=Share(votes=1, base=VALID, of=3),
        turnout_base="",
        turnout_ids=None,
    )


def line(votes: int | None, of: int | None = 40_000) -> TallyLine:
    """That of one selection in one account."""
    share = None if votes is None else Share(votes=votes, base=VALID, of=of)
    return TallyLine(
        id=SelectionId("pear"),
        name=HOSTILE,
        number="1",
        contends=True,
        votes=(votes,),
        shares=(share,),
        origins=(None,),
    )


@pytest.fixture
def rows() -> SumRows:
    """Those of English pages."""
    return SumRows(translator("en"))


def test_figures_stand_under_their_names(rows: SumRows) -> None:
    written = rows.sums(Tally(headings=(heading(),), lines=(line(1234),)), marks=True)

    assert written == (
        f'<tr><th scope="row">{ESCAPED}</th><td data-is="parties/hand//selections/pear">1,234</td>'
        '<td data-is="parties/hand//shares/pear">3.09%</td></tr>\n'
    )


@pytest.mark.parametrize(
    "votes, shown",
    [(None, "<td>–</td><td>–</td>"), (1, ">&lt;0.01%<"), (39_999, ">&gt;99.99%<")],
    ids=["no sum", "almost none", "almost all"],
)
def test_what_is_not_there_or_almost_not_is_written_as_it_is_said(
    rows: SumRows, votes: int | None, shown: str
) -> None:
    assert shown in rows.sums(Tally(headings=(heading(),), lines=(line(votes),)), marks=True)


def area_line(name: str = HOSTILE, *, base: str = "valid") -> AreaLine:
    """That of a place where a hundred stations are compared."""
    return AreaLine(
        id=AreaId("osh"),
        name=name,
        level="region",
        path="area/osh.html",
        heading=heading(base),
        leader=line(20_000),
        compared=Compared(both=100, identical=90, different=10, not_comparable=0, gross=12, net=0),
        mark="parties//osh/comparison",
    )


def test_a_place_has_its_progress_its_leader_and_its_comparison(rows: SumRows) -> None:
    written = rows.places([area_line()], "../")

    assert written.startswith(
        f'<tr><th scope="row"><a href="../area/osh.html">{ESCAPED}</a></th><td data-is='
    )
    assert '/stations/in">900</td>' in written
    assert '/turnout/share">33.33%</td>' in written
    assert f'<td class="text">{ESCAPED}</td><td data-is="parties/hand//shares/pear">50.00%</td>' in written
    assert '/different">10</td>' in written


def test_a_share_of_another_base_than_the_one_above_the_column_is_not_shown(rows: SumRows) -> None:
    written = rows.places([area_line(), area_line(base="all")], "")

    assert written.count("50.00%") == 1


def test_a_row_is_written_once_for_each_way_to_other_pages(rows: SumRows) -> None:
    kept = area_line()
    first = rows.places([kept], "../")
    kept.rows[VALID, "../"] = "kept"

    assert rows.places([kept], "../") == "kept"
    assert rows.places([kept], "") == first.replace("../", "")
    assert replace(kept, rows={}) == kept


def test_a_station_says_in_words_where_it_stands(rows: SumRows) -> None:
    state = StationState(text=HOSTILE, differs=True, annulled=True, findings=2)
    station = StationLine(id="0001", name="", path="station/0001.html", registered=None, states=(state, None))

    assert rows.stations([station], "../") == (
        '<tr><th scope="row"><a href="../station/0001.html">0001</a></th><td>–</td>'
        f'<td class="text d">{ESCAPED} <span class="flag strong">annulled</span>'
        ' <span class="flag">2 findings</span></td>'
        '<td class="text">–</td></tr>\n'
    )
