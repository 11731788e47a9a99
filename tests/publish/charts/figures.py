"""A made-up result with the names that are hardest to draw, and ways to look into an SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from xml.etree import ElementTree

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from sverka.publish.charts import Figure, Frame, Line, Series, Words
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


def frame(width: int = 720, language: str = "ky") -> Frame:
    return Frame(id="shares", width=width, language=language)


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
    weight = "SemiBold" if element.get("font-weight") == "600" else "Regular"
    font = TTFont(FONTS / f"SverkaSans-{weight}.ttf")
    letters, metrics = font.getBestCmap(), font["hmtx"]
    units = sum(metrics[letters[ord(letter)]][0] for letter in "".join(element.itertext()))
    return float(units / font["head"].unitsPerEm) * float(element.get("font-size", "16").removesuffix("px"))
