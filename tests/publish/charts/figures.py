"""A made-up result with the names that are hardest to draw, and ways to look into an SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from functools import cache
from xml.etree import ElementTree

import numpy as np
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from sverka.publish.charts import (
    WIDE,
    Chart,
    Course,
    Figure,
    Frame,
    Goal,
    Group,
    Line,
    Moment,
    Point,
    Series,
    Threshold,
    Words,
    draw_courses,
    draw_kinds,
    draw_net,
    draw_progress,
    draw_seats,
    draw_shares,
    net_groups,
)
from sverka.publish.charts.letters import FONTS
from sverka.publish.charts.look import HAND, MACHINE

LONGEST = "Кыргызстанды бириктирүүчү патриоттук партия"
NAMES = (
    "Ата-Журт Кыргызстан|Ишеним|Ынтымак|Альянс|Бүтүн Кыргызстан|Ыйман Нуру|Эл үмүтү|Ата-Мекен|Азаттык|"
    "Социал-демократтар|Улуттар биримдиги|Мекенчил эл|Багыт|Улуу-Журт|Легалайз|Күчтүү Регион|"
    f"Аруузат – Эл куту|Ордо|Жашасын Кыргызстан|Кыргызстандын жашылдар партиясы|{LONGEST}|Баарына каршы"
).split("|")

SERIES = (
    Series(id="machine", name="Автоматтык эсептөө", look=MACHINE, note="2 494 участкадан 2 247си"),
    Series(id="hand", name="Кол менен саноо", look=HAND, note="2 494 участкадан 1 522си"),
)
WORDS = Words(
    title="Партиялардын үлүшү",
    description="Эки эсеп катар & бирге",
    axis="Добуш берүүгө катышкандардын үлүшү, %",
    missing="маалымат жок",
)


THRESHOLD = Threshold(Fraction(5, 100), "босого: катышкандардын 5 %")
CLOSED = datetime(2021, 11, 28, 14, 0, tzinfo=UTC)  # polls close at 20:00 in Bishkek
BISHKEK = timezone(timedelta(hours=6))
KINDS = ("shares", "seats", "kinds", "net", "progress", "courses")


def frame(width: int = WIDE, language: str = "ky", name: str = "shares") -> Frame:
    return Frame(id=name, width=width, language=language)


@cache
def chart(kind: str, width: int = WIDE, language: str = "ky") -> Chart:
    """A chart of each kind, made once."""
    return draw(kind, frame(width, language, kind))


def draw(kind: str, place: Frame, words: Words = WORDS) -> Chart:
    match kind:
        case "shares":
            return draw_shares(lines(), SERIES, words, place, threshold=THRESHOLD, last=["p21"])
        case "seats":
            return draw_seats(seats(), SERIES, words, place)
        case "kinds":
            return draw_kinds(groups(), words, place)
        case "net":
            sides = ("кол менен азыраак", "кол менен көбүрөөк")
            return draw_net(net_groups(NET, str), words, place, sides=sides)
        case "progress":
            goal = Goal(2494, "бардыгы: 2 494 участок")
            return draw_progress(moments(), SERIES, words, place, goal=goal, zone=BISHKEK)
        case "courses":
            return draw_courses(courses(), SERIES, words, place, expected=2494, threshold=THRESHOLD)
        case _:
            raise AssertionError(kind)


NET = np.repeat(np.array([-400, -30, -7, -3, -1, 0, 1, 4, 300]), [1, 12, 33, 171, 540, 629, 322, 60, 2])


def groups() -> list[Group]:
    names = ("Бир саптан экинчи сапка бир бюллетень жылдырылган", "Бир сап бирге айырмаланат", "Ар башка")
    return [Group(f"k{n}", name, Figure(7**n, str(7**n))) for n, name in enumerate(names, 1)]


def seats() -> list[Line]:
    return [
        Line(id=f"p{n}", name=NAMES[n], figures=dict.fromkeys(("machine", "hand"), Figure(count, str(count))))
        for n, count in enumerate((15, 12, 9, 7, 6, 5))
    ]


def moments() -> dict[str, list[Moment]]:
    """Machines within four hours, hand counts over five days."""
    return {
        "machine": [Moment(CLOSED + timedelta(minutes=n), 10 * n) for n in range(225)],
        "hand": [Moment(CLOSED + timedelta(hours=10 + n), 15 * n) for n in range(120)],
    }


def courses() -> list[Course]:
    return [
        Course(
            id=line.id,
            name=line.name,
            points={
                one: [Point(n, figure.value * (1 + Fraction(part, n))) for n in range(100, 1500, 10)]
                for (one, figure), part in zip(line.figures.items(), (-20, 40), strict=False)
            },
            last={one: figure.text for one, figure in line.figures.items()},
        )
        for line in [*lines()[:8], replace(lines()[20])]
    ]


def lines() -> list[Line]:
    """Shares that fall by a quarter from name to name; the hand count has none of the eighth."""
    found = []
    for place, name in enumerate(NAMES):
        hand = Fraction(1732 * 3**place, 10_000 * 4**place)
        figures = {"machine": written(hand * Fraction(95, 100)), "hand": written(hand)}
        if place == 7:
            del figures["hand"]
        found.append(Line(id=f"p{place}", name=name, figures=figures))
    return found


def written(share: Fraction) -> Figure:
    return Figure(share, f"{float(share) * 100:.2f}".replace(".", ",") + "\xa0%")


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    """All that is written in a picture, in order."""
    return ["".join(element.itertext()) for element in parsed(svg).iterfind(".//{*}text")]


@dataclass(frozen=True)
class Box:
    """Where a text lies, as our font is wide."""

    text: str
    left: float
    right: float
    y: float


def boxes(svg: str) -> Iterator[Box]:
    """The texts of a picture with their places."""
    yield from _boxes(parsed(svg), 0, 0)


def overlapping(found: list[Box], apart: int = 8) -> list[tuple[str, str]]:
    """Pairs of texts whose lines are less than `apart` pixels from one another."""
    return [
        (one.text, other.text)
        for one in found
        for other in found
        if one is not other and abs(one.y - other.y) < apart and one.left <= other.left < one.right - 1
    ]


def _boxes(element: ElementTree.Element, x: float, y: float) -> Iterator[Box]:
    if moved := re.match(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", "")):
        x, y = x + float(moved[1]), y + float(moved[2])
    if element.tag.endswith("}text"):
        x, y = x + float(element.get("x", 0)), y + float(element.get("y", 0))
        width = measured(element)
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
        yield Box("".join(element.itertext()), left, left + width, y)
    for child in element:
        yield from _boxes(child, x, y)


def measured(element: ElementTree.Element) -> float:
    """The width of a text by the font file itself."""
    widths = widths_of("SemiBold" if element.get("font-weight") == "600" else "Regular")
    units = sum(widths[letter] for letter in "".join(element.itertext()))
    return units / 1000 * float(element.get("font-size", "16").removesuffix("px"))


@cache
def widths_of(weight: str) -> dict[str, int]:
    font = TTFont(FONTS / f"SverkaSans-{weight}.ttf")
    return {chr(code): font["hmtx"][glyph][0] for code, glyph in font.getBestCmap().items()}
