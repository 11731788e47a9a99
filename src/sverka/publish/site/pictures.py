"""Charts and maps with the words of a page; what they draw stands in a table beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from sverka.domain.seat_rules import LargestRemainder
from sverka.publish.charts import (
    NARROW,
    Chart,
    Figure,
    Frame,
    Goal,
    Line,
    Series,
    Threshold,
    Words,
    columns_of,
    draw_net,
    draw_progress,
    draw_shares,
    looks_of,
    net_groups,
)
from sverka.publish.differences import Compared
from sverka.publish.language import Translator
from sverka.publish.site.arrivals import Arrivals
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.naming import source_name
from sverka.publish.site.place_lines import top_areas
from sverka.publish.site.tallies import Heading, Tally, summed, tally
from sverka.publish.tilemap import Tile, TileClass, draw_tile_map, sequential
from sverka.publish.totals import Share

WIDE = 552  # half a page of 76 rem, pixels of CSS


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture at two widths, and where its specification lies."""

    wide: Markup
    narrow: Markup
    caption: str
    spec_path: str = ""
    spec: str = ""


def share_chart(t: Translator, edition: Edition, figures: ContestFigures) -> Picture | None:
    """The shares of both accounts of the default pair, side by side."""
    table = tally(t, edition, figures, summed(figures, [figures.left, figures.right]))
    if not table.headings or not any(heading.stations.summed for heading in table.headings):
        return None
    accounts = edition.election.accounts
    looks = looks_of(accounts[each.source.account] for each in table.headings)
    series = [
        Series(id=str(each.source), name=each.name, look=looks[each.source.account], note=_note(t, each))
        for each in table.headings
    ]
    lines = [
        Line(id=line.id, name=line.name, figures=dict(_figures(t, table, line.shares)))
        for line in table.lines
    ]
    caption = t._("Shares of both counts. Each share is of the base named at its account.")
    words = Words(
        title=t._("Shares: {contest}", contest=t.name(figures.contest.names)),
        description=t._("The same figures stand in the table."),
        missing="–",
    )
    last = [line.id for line in table.lines if not line.contends]
    threshold = _threshold(t, figures)

    def draw(frame: Frame) -> Chart:
        return draw_shares(lines, series, words, frame, threshold=threshold, last=last)

    return _picture(t, edition, figures, "shares", caption, draw)


def _picture(
    t: Translator,
    edition: Edition,
    figures: ContestFigures,
    name: str,
    caption: str,
    draw: Callable[[Frame], Chart],
) -> Picture:
    """A chart at both widths; its specification is that of the wide one."""
    wide, narrow = (
        draw(Frame(id=f"{name}-{figures.contest.id}-{width}", width=width, language=t.language))
        for width in (WIDE, NARROW)
    )
    contest = edition.addresses.contests[figures.contest.id].removeprefix("contest/").removesuffix(".html")
    return Picture(
        wide=Markup(wide.svg),  # noqa: S704 - drawn by us from escaped texts
        narrow=Markup(narrow.svg),  # noqa: S704
        caption=caption,
        spec_path=f"charts/{name}-{contest}-{t.language}.vl.json",
        spec=wide.spec_json,
    )


def progress_chart(t: Translator, edition: Edition, figures: ContestFigures) -> Picture | None:
    """How the counts of every source came in, hour by hour."""
    came = Arrivals(edition, figures)
    if not came:
        return None
    accounts = edition.election.accounts
    sources = [source for source in figures.columns if str(source) in came.times]
    looks = looks_of(accounts[source.account] for source in sources)
    series = [
        Series(id=str(source), name=source_name(t, edition.election, source), look=looks[source.account])
        for source in sources
    ]
    stations = len(figures.results.stations)
    goal = Goal(stations, t._("all stations: {n}", n=t.number(stations)))
    caption = t._(
        "When the counts came in. A correction adds no station, and annulled stations are among them."
    )
    words = Words(title=t._("How the counts came in"), description=caption)
    zone = ZoneInfo(edition.election.timezone)

    def draw(frame: Frame) -> Chart:
        return draw_progress(came.in_columns(columns_of(frame)), series, words, frame, goal=goal, zone=zone)

    return _picture(t, edition, figures, "progress", caption, draw)


def net_chart(t: Translator, edition: Edition, figures: ContestFigures) -> Picture | None:
    """How far the two counts of a station lie apart, over the stations that differ."""
    pair = figures.comparison
    if not pair.different.any():
        return None
    groups = net_groups(pair.net[pair.different], t.number)
    right = source_name(t, edition.election, figures.right)
    sides = (t._("fewer votes: {name}", name=right), t._("more votes: {name}", name=right))
    caption = t._("Stations that differ, by the net difference of their votes.")
    words = Words(title=t._("How far the counts lie apart"), description=caption)

    def draw(frame: Frame) -> Chart:
        return draw_net(groups, words, frame, sides=sides)

    return _picture(t, edition, figures, "net", caption, draw)


def _note(t: Translator, heading: Heading) -> str:
    return t._(
        "{n} of {m} stations; % of {base}",
        n=t.number(heading.stations.summed),
        m=t.number(heading.stations.expected),
        base=heading.base,
    )


def _figures(t: Translator, table: Tally, shares: tuple[Share | None, ...]) -> Iterator[tuple[str, Figure]]:
    for heading, share in zip(table.headings, shares, strict=True):
        if share is not None and share.value is not None:
            yield str(heading.source), Figure(share.value, t.percent(share.value))


def _threshold(t: Translator, figures: ContestFigures) -> Threshold | None:
    """The threshold of the whole contest, where it is of the base that the shares are of."""
    rule = figures.contest.seats
    thresholds = rule.thresholds if isinstance(rule, LargestRemainder) else ()
    for each in thresholds:
        if each.areas is None and each.base == figures.contest.share_base:
            return Threshold(each.share, t._("threshold {share}", share=t.plain_percent(each.share)))
    return None


# Up to these shares of compared stations an area is in each class of the map.
CLASSES = (0, 5, 10, 20, 40)


def difference_map(t: Translator, edition: Edition, figures: ContestFigures) -> Picture | None:
    """Which share of the compared stations differs, area by area."""
    areas = [area for area in top_areas(edition) if area.id in figures.compared]
    if len(areas) < 2:
        return None
    kinds = _classes(t)
    tiles = [
        Tile(
            id=area.id,
            label=t.name(area.names),
            name=_tile_name(t, t.name(area.names), figures.compared[area.id]),
            value=t.percent(figures.compared[area.id].different_share.value, 1),
            kind=_class_of(figures.compared[area.id]),
            href=edition.addresses.areas[area.id],
            at=area.tile,
        )
        for area in areas
    ]
    words = Words(
        title=t._("Where the two counts differ"),
        description=t._("The same figures stand in the table of places."),
        axis=t._("Stations that differ, % of the stations compared"),
    )

    def draw(width: int) -> Markup:
        frame = Frame(id=f"map-{width}", width=width, language=t.language)
        return Markup(draw_tile_map(tiles, kinds, words, frame).svg)  # noqa: S704 - drawn by us from escaped texts

    return Picture(
        wide=draw(WIDE),
        narrow=draw(NARROW),
        caption=t._(
            "One tile for each region, about where it lies; its size says nothing. A difference is a fact and no fault."
        ),
    )


def _classes(t: Translator) -> list[TileClass]:
    fills = sequential(len(CLASSES) + 1)
    limits = [f"≤ {limit}" if limit else "0" for limit in CLASSES] + [f"> {CLASSES[-1]}"]
    space = t.symbols.before_percent
    known = [
        TileClass(id=str(place), name=f"{limit}{space}%", fill=fill)
        for place, (limit, fill) in enumerate(zip(limits, fills, strict=True))
    ]
    return [*known, TileClass(id="none", name=t._("nothing compared yet"), empty=True)]


def _class_of(compared: Compared) -> str:
    share = compared.different_share.value
    if share is None:
        return "none"
    return str(next((place for place, limit in enumerate(CLASSES) if share * 100 <= limit), len(CLASSES)))


def _tile_name(t: Translator, name: str, compared: Compared) -> str:
    return t._(
        "{name}: {n} of {m} compared stations differ",
        name=name,
        n=t.number(compared.different),
        m=t.number(compared.both),
    )
