"""docs/charts.md says what is true."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from sverka.publish import charts, tilemap


def test_the_example_runs(root: Path) -> None:
    text = (root / "docs" / "charts.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)

    exec(compile(example, "docs/charts.md", "exec"), {})


def test_every_function_is_listed_with_its_arguments(root: Path) -> None:
    text = (root / "docs" / "charts.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(draw_\w+)\(([^)`]*(?:\([^)]*\)[^)`]*)*)\)`", text, re.M))
    found = {**vars(charts), "draw_tile_map": tilemap.draw_tile_map}
    drawing = {name: function for name, function in found.items() if name.startswith("draw_")}

    assert set(listed) == set(drawing)
    for name, function in drawing.items():
        arguments = re.sub(r"=\([^)]*\)|=\w+|\*", "", listed[name]).replace(" ", "").split(",")
        assert [a for a in arguments if a] == list(inspect.signature(function).parameters)
