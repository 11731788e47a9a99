"""From a specification to an SVG that looks the same everywhere.

Vega asks for the width of every text several times, which takes far longer than all the rest. So a chart is drawn with
its texts left out, and they are filled in afterwards. That may be done because our charts place every mark themselves;
a test holds the result against a drawing with the texts in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

from sverka.publish.charts.letters import FAMILY, FONTS

VEGA_LITE = "6.4"
KEPT = 64  # drawings: those of two pages of one contest, and those that a batch of counts leaves as they are

Spec = dict[str, Any]

_OUTER = re.compile(r"<svg [^>]*>(?:<rect [^>]*/>)?<g [^>]*>(.*)</g></svg>", re.S)
_TAG = re.compile(r"<[a-z][^>]*>")
_SPOKEN = re.compile(r' (?:class|role|aria-[a-z]+|font-family|pointer-events)="[^"]*"')
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_UNSEEN = re.compile(r'<path d="[^"]*" display="none"/>|<path d="M0,0h0v0h0Z"/>')
_EMPTY_TEXT = re.compile(r"<text([^>]*)/>")
_PARTS = ("layer", "concat", "hconcat", "vconcat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """The whole picture: its size, and the room around the view, whose origin is at (left, top)."""

    width: int
    height: int
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def around(
        cls, width: int, height: int, *, left: int = 0, top: int = 0, right: int = 0, bottom: int = 0
    ) -> Canvas:
        """A canvas around a view of a size."""
        return cls(
            width=left + width + right,
            height=top + height + bottom,
            left=left,
            top=top,
            right=right,
            bottom=bottom,
        )

    @property
    def padding(self) -> dict[str, int]:
        """The room around the view, as Vega-Lite says it."""
        return {"left": self.left, "top": self.top, "right": self.right, "bottom": self.bottom}


def draw(spec: Spec, canvas: Canvas, *, name: str, title: str, description: str) -> str:
    """The SVG of a specification; the same bytes for the same arguments."""
    body = filled(body_of(renderer()(without_texts(spec))), texts_of(spec))
    return framed(body, canvas, name=name, title=title, description=description)


@cache
def renderer() -> Callable[[Spec], str]:
    """What draws a specification; it knows our font before any other, and draws none again that it just drew."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))

    @lru_cache(KEPT)
    def draw_text(spec: str) -> str:
        return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE))

    return lambda spec: draw_text(json.dumps(spec))


def body_of(svg: str) -> str:
    """What Vega drew, without its frame and all that our frame says once for the whole chart."""
    drawn = _OUTER.fullmatch(svg)
    if drawn is None:
        raise AssertionError("bad maths in drawing: Vega's SVG has another frame")
    body = _UNSEEN.sub("", _TAG.sub(_plain, drawn[1]))
    if 'id="' in body or "url(" in body:
        raise AssertionError("bad maths in drawing: Vega's ids differ from drawing to drawing")
    return body


def without_texts(view: Spec, data: Spec | None = None) -> Spec:
    """The same view, whose text marks have nothing to write."""
    bare = {key: value for key, value in view.items() if key not in _PARTS}
    data = view.get("data", data)
    if _writes(view) and data is not None:
        bare["data"] = {"values": [row | {"text": ""} for row in data["values"]]}
    for part in (part for part in _PARTS if part in view):
        bare[part] = [without_texts(inner, data) for inner in view[part]]
    return bare


def texts_of(view: Spec, data: Spec | None = None) -> Iterator[str]:
    """All that the text marks of a view write, in the order in which they are drawn."""
    data = view.get("data", data)
    if _writes(view) and data is not None:
        yield from (row["text"] for row in data["values"])
    for part in (part for part in _PARTS if part in view):
        for inner in view[part]:
            yield from texts_of(inner, data)


def _writes(view: Spec) -> bool:
    mark = view.get("mark")
    return isinstance(mark, dict) and mark["type"] == "text"


def filled(body: str, texts: Iterator[str]) -> str:
    """The drawing with the texts in the places that were kept for them."""
    body = _EMPTY_TEXT.sub(lambda hole: f"<text{hole[1]}>{escape(next(texts), quote=False)}</text>", body)
    if next(texts, None) is not None:
        raise AssertionError("bad maths in drawing: a text found no place")
    return body


def _plain(tag: re.Match[str]) -> str:
    """A tag with numbers to a tenth of a pixel."""
    return _LONG_NUMBER.sub(lambda number: f"{float(number[0]):.1f}", _SPOKEN.sub("", tag[0]))


def framed(body: str, canvas: Canvas, *, name: str, title: str, description: str) -> str:
    """A whole SVG: one picture with a name and a description for those who do not see it."""
    size = f'width="{canvas.width}" height="{canvas.height}" viewBox="0 0 {canvas.width} {canvas.height}"'
    spoken = f'role="img" aria-labelledby="{name}-title {name}-desc"'
    font = f"font-family=\"'{FAMILY}', sans-serif\""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" {size} {spoken} {font} fill="none">'
        f'<title id="{name}-title">{escape(title, quote=False)}</title>'
        f'<desc id="{name}-desc">{escape(description, quote=False)}</desc>'
        f'<g transform="translate({canvas.left},{canvas.top})">{body}</g></svg>\n'
    )
