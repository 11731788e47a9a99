"""A template and plain values -> a PDF, the same bytes every time.

No clock, no network, no fonts of the machine: the letters are those of `publish/fonts`, the time is the one given.
Values reach the template as JSON and are text there, never markup; `base.typ` reads them::

    #import "base.typ": *
    #show: paper
    = #values.title
    #ruled(values.columns, values.rows)

Every PDF is tagged (PDF/UA-1: it can be read aloud); one with a time is also meant to be kept (PDF/A-2a).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sverka.domain.names import Language
from sverka.publish.charts.letters import FONTS, advances

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates"

NONE: Mapping[str, bytes] = {}
LINE_BREAK = "\n"


def typeset(
    template: str,
    values: Mapping[str, object],
    *,
    language: Language | str,
    at: str = "",
    images: Mapping[str, bytes] = NONE,
) -> bytes:
    """A PDF of a template of this room.

    template : its name, `final-document.typ`
    values : strings, integers, lists and mappings; `base.typ` says what every template needs
    at : the time that the PDF says it was made (RFC 3339); without it none, and no PDF/A
    images : PNG, JPEG or SVG by name, for `picture` in the template
    """
    import typst

    inputs = {
        "values": json.dumps(_shown(values), ensure_ascii=False),
        "images": json.dumps({name: list(content) for name, content in images.items()}),
        "language": str(language),
        "at": at,
    }
    compiler = typst.Compiler(
        TEMPLATES / template, root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True
    )
    made = compiler.compile(
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["ua-1", "a-2a"] if at else ["ua-1"],
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise AssertionError("bad typesetting: no PDF")  # noqa: TRY004 - our own invariant
    return made


@cache
def _fonts() -> typst.Fonts:
    """Ours alone: neither those of the machine nor those of the typesetter."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _shown(value: object) -> object:
    """Values with texts in letters that the font has: any other is named by its number, [U+1F600]."""
    match value:
        case str():
            return value if value.isascii() and value.isprintable() else "".join(map(_letter, value))
        case Mapping():
            return {key: _shown(each) for key, each in value.items()}
        case list() | tuple():
            return [_shown(each) for each in value]
        case _:
            return value


def _letter(letter: str) -> str:
    return letter if letter in advances(bold=False) or letter == LINE_BREAK else f"[U+{ord(letter):04X}]"
