"""A tile map: areas as squares about where they lie, each with its number, coloured by a class.

Areas of few voters are as large as those of many, and nobody has to own a map of borders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

from sverka.publish.charts.chart import Frame, Words
from sverka.publish.charts.letters import FAMILY, shorten, width_of, wrap
from sverka.publish.charts.look import INK, PAPER, QUIET, ink_on

LARGEST = 104  # a tile is no wider than this
GAP = 4  # between tiles
INSIDE = 4  # between a tile's edge and its text
LEGEND = 20  # height of a line of the legend
SWATCH = 14
STRIP = 12  # above the tiles that have no place
LABELS = (14, 13, 12, 11, 10)  # sizes of a label, the first that fits
VALUES = (16, 15, 14, 13, 12, 11, 10)  # sizes of a value
PER_ROW = {False: 9, True: 6}  # tiles side by side where none has a place; True: on a phone
EDGE = "#6b7785"

SEQUENTIAL = ("#e6f3f1", "#b5dbd6", "#7dc0b8", "#43a198", "#0b6058", "#053b37")


@dataclass(frozen=True, slots=True, kw_only=True)
class TileClass:
    """One entry of the legend; an `empty` one (no figure) is white with a broken edge."""

    id: str
    name: str
    fill: str = PAPER
    empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One area: a short label and a number to see, the full name to hear, its class, where it leads.

    `at` : (column, row); None puts it into the strip below, or all of them on a grid in their order
    """

    id: str
    label: str
    name: str
    value: str
    kind: str
    href: str = ""
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMap:
    """A drawn map."""

    svg: str
    width: int
    height: int


def sequential(classes: int) -> tuple[str, ...]:
    """Colours for so many classes from low to high: every one darker than the one before."""
    if not 1 <= classes <= len(SEQUENTIAL):
        raise AssertionError(f"bad maths in tilemap: {classes} classes")
    last = len(SEQUENTIAL) - 1
    return tuple(SEQUENTIAL[round(place * last / max(classes - 1, 1))] for place in range(classes))


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the tiles lie: their size, the left upper corner of each, and the height of all."""

    size: int
    corners: Mapping[str, tuple[int, int]]
    height: int

    @classmethod
    def of(cls, tiles: Sequence[Tile], frame: Frame) -> Grid:
        """Tiles where they were placed, the others in rows below; all of them in rows if none was placed."""
        placed = {tile.id: tile.at for tile in tiles if tile.at is not None}
        others = [tile.id for tile in tiles if tile.at is None]
        columns = max((column for column, _ in placed.values()), default=-1) + 1
        columns = columns or _balanced(len(others), PER_ROW[frame.narrow])
        size = min(LARGEST, (frame.width - 2 - GAP * (columns - 1)) // columns)
        rows = max((row for _, row in placed.values()), default=-1) + 1
        pitch, strip = size + GAP, rows * (size + GAP) + (STRIP if placed else 0)
        corners = {name: (column * pitch + 1, row * pitch + 1) for name, (column, row) in placed.items()}
        for place, name in enumerate(others):
            corners[name] = (place % columns * pitch + 1, strip + place // columns * pitch + 1)
        return cls(size, corners, max((y + size for _, y in corners.values()), default=0) + 1)


def _balanced(tiles: int, most: int) -> int:
    """How many side by side, so that the rows are about equally long."""
    rows = ceil(tiles / most) or 1
    return ceil(tiles / rows) or 1


@dataclass(frozen=True, slots=True)
class Letters:
    """Sizes of the letters of all tiles: the largest in which every label and value fits, else the smallest."""

    label: int
    value: int

    @classmethod
    def of(cls, tiles: Sequence[Tile], size: int) -> Letters:
        """For tiles of a size."""
        values = (v for v in VALUES if all(_whole(t.value, size, v) for t in tiles))
        value = next(values, VALUES[-1])
        tried = (cls(label, value) for label in LABELS)
        fits = (one for one in tried if not any("…" in "".join(one.lines(t, size)) for t in tiles))
        return next(fits, cls(LABELS[-1], value))

    def lines(self, tile: Tile, size: int) -> tuple[str, ...]:
        """The label of a tile, above its value."""
        room = size - 2 * INSIDE
        return wrap(tile.label, room, self.label, lines=max(1, (room - self.value) // (self.label + 1)))


def _whole(value: str, size: int, letters: int) -> bool:
    return width_of(value, letters, bold=True) <= size - 2 * INSIDE


def draw_tile_map(tiles: Sequence[Tile], classes: Sequence[TileClass], words: Words, frame: Frame) -> TileMap:
    """The map, its legend above. Every tile that leads somewhere is a link that the keyboard reaches."""
    grid = Grid.of(tiles, frame)
    legend, top = _legend(classes, words.axis, frame.width)
    kinds = {kind.id: kind for kind in classes}
    letters = Letters.of(tiles, grid.size)
    body = "".join(_tile(tile, kinds[tile.kind], grid, letters) for tile in tiles)
    height = top + grid.height
    size = f'width="{frame.width}" height="{height}" viewBox="0 0 {frame.width} {height}"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart tile-map" {size} role="group"'
        f' aria-labelledby="{frame.id}-title" aria-describedby="{frame.id}-desc"'
        f" font-family=\"'{FAMILY}', sans-serif\">"
        f'<title id="{frame.id}-title">{_safe(words.title)}</title>'
        f'<desc id="{frame.id}-desc">{_safe(words.description)}</desc>'
        f'{legend}<g transform="translate(0,{top})">{body}</g></svg>\n'
    )
    return TileMap(svg=svg, width=frame.width, height=height)


def _tile(tile: Tile, kind: TileClass, grid: Grid, letters: Letters) -> str:
    (x, y), size = grid.corners[tile.id], grid.size
    square = f'<rect x="{x}" y="{y}" width="{size}" height="{size}" rx="3"{_paint(kind)}/>'
    ink = f'fill="{ink_on(kind.fill)}"'
    texts = [
        _text(line, x + size / 2, y + INSIDE + letters.label * (down + 0.95) + down, letters.label, ink)
        for down, line in enumerate(letters.lines(tile, size))
    ]
    value = shorten(tile.value, size - 2 * INSIDE, letters.value, bold=True)
    ink += ' font-weight="600"'
    drawn = square + "".join(texts) + _text(value, x + size / 2, y + size - INSIDE - 2, letters.value, ink)
    spoken = _safe(f"{tile.name}: {tile.value}. {kind.name}")
    if tile.href:
        return f'<a href="{_safe(tile.href)}" aria-label="{spoken}">{drawn}</a>'
    return f'<g role="img" aria-label="{spoken}">{drawn}</g>'


def _legend(classes: Sequence[TileClass], base: str, width: int) -> tuple[str, int]:
    """The base, then each class with its name, as many in a line as fit; and the height."""
    drawn = []
    y = 0
    for line in wrap(base, width, 12, lines=3):
        drawn.append(f'<text x="0" y="{y + 13}" font-size="12" fill="{QUIET}">{_safe(line)}</text>')
        y += LEGEND - 2
    x = 0.0
    for kind in classes:
        name = shorten(kind.name, width - SWATCH - 6, 13)
        needed = SWATCH + 6 + width_of(name, 13)
        if x and x + needed > width:
            x, y = 0.0, y + LEGEND
        swatch = f'x="{x + 1:.0f}" y="{y + 3}" width="{SWATCH - 1}" height="{SWATCH - 1}" rx="2"'
        drawn.append(f"<rect {swatch}{_paint(kind)}/>")
        drawn.append(_text(name, x + SWATCH + 6, y + 14, 13, f'fill="{INK}"', anchor="start"))
        x += needed + 18
    return "".join(drawn), y + LEGEND + 8


def _paint(kind: TileClass) -> str:
    """Every tile has an edge, so that the lightest is seen on white."""
    edge = ' stroke-dasharray="4 3"' if kind.empty else ""
    return f' fill="{kind.fill}" stroke="{EDGE}"{edge}'


def _text(text: str, x: float, y: float, size: int, style: str, *, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" {style}>{_safe(text)}</text>'


def _safe(text: str) -> str:
    return escape(text, quote=True)
