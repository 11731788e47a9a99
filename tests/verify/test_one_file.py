"""The verifier is what its page says: one file, short enough to read, that needs nothing but Python."""

from __future__ import annotations

import ast
import sys
from pathlib import Path


def test_it_has_at_most_1700_lines(root: Path) -> None:
    assert len((root / "src" / "sverka_verify.py").read_text("utf-8").splitlines()) <= 1700


def test_it_imports_the_standard_library_alone(root: Path) -> None:
    tree = ast.parse((root / "src" / "sverka_verify.py").read_bytes())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_runs_nothing_that_it_reads(root: Path) -> None:
    tree = ast.parse((root / "src" / "sverka_verify.py").read_bytes())
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert not called & {"eval", "exec", "compile", "__import__"}


def test_every_line_that_its_page_explains_is_one_that_it_says(root: Path) -> None:
    source = (root / "src" / "sverka_verify.py").read_text("utf-8")
    page = (root / "docs" / "verify.md").read_text("utf-8")
    explained = page.partition("| Line | What was done |")[2].partition("\n\n")[0]
    lines = [line.split("`")[1] for line in explained.splitlines()[2:]]

    assert len(lines) > 8
    for line in lines:
        assert line.removeprefix("note ").split(" ")[0].rstrip("…") in source, line
