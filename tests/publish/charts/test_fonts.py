"""The font files that travel with Sverka."""

from __future__ import annotations

import json

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from sverka.publish.charts.letters import FONTS
from tests.publish.charts.figures import widths_of

WEIGHTS = ("Regular", "SemiBold")


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("suffix", ["ttf", "woff2"])
def test_a_font_bears_its_own_name_and_keeps_its_licence(weight: str, suffix: str) -> None:
    path = FONTS / f"SverkaSans-{weight}.{suffix}"
    names = TTFont(path)["name"]
    family = str(names.getName(16, 3, 1) or names.getName(1, 3, 1))

    assert path.stat().st_size < 150_000
    assert family == "Sverka Sans"
    assert all("Source" not in str(names.getName(name, 3, 1) or "") for name in (1, 3, 4, 6, 16))
    assert "Adobe" in str(names.getName(0, 3, 1))
    assert "Open Font License" in str(names.getName(13, 3, 1))


def test_the_licence_lies_beside_the_fonts() -> None:
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")

    assert "with Reserved Font Name 'Source'" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_table_of_widths_is_that_of_the_font(weight: str) -> None:
    table = json.loads((FONTS / "advances.json").read_text(encoding="utf-8"))

    assert table[weight] == widths_of(weight)
