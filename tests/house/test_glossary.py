"""The glossary speaks of things that exist: names in the source, words of the NIST formats."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SOURCE

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
HEADER = "| ky | ru | en | name in code | NIST CDF |"
NOUNS = (
    "counts",
    "election",
    "places",
    "seat_rules",
)  # files of sverka.domain whose nouns people meet on pages
OURS = {"CountTable", "DeviceType", "Machine", "Policies", "Unit", "SeatRule"}  # within the code only


def lines() -> list[list[str]]:
    """The cells of every line of the tables with a name in code."""
    found, inside = [], False
    for line in GLOSSARY.splitlines():
        inside = line == HEADER or (inside and line.startswith("|"))
        if inside and line != HEADER and not line.startswith("|---"):
            found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def words_in(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def names_in_source() -> frozenset[str]:
    """Every class, function and constant, and `Class.member`."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for name in _defined(node):
                found.add(name)
                members = node.body if isinstance(node, ast.ClassDef) else []
                found |= {f"{name}.{member}" for each in members for member in _defined(each)}
    return frozenset(found)


def _defined(node: ast.stmt) -> list[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            return [name]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)]):
            return [name]
        case _:
            return []


@pytest.mark.parametrize("line", lines(), ids=lambda line: line[2])
def test_a_term_is_said_in_three_languages_and_has_one_name_in_code(line: list[str]) -> None:
    ky, ru, en, name, _ = line

    assert all((ky, ru, en))
    assert len(words_in(name)) == 1


def test_every_name_in_code_exists() -> None:
    named = {word for line in lines() for word in words_in(line[3])}

    assert named - names_in_source() == set()


def test_every_word_of_the_nist_formats_is_in_their_schema(data_dir: Path) -> None:
    schema = (data_dir / "schemas" / "NIST_V2_election_results_reporting.json").read_text(encoding="utf-8")
    named = {word for line in lines() for word in words_in(line[4])}

    assert {word for word in named if f'"{word}"' not in schema and f'.{word}"' not in schema} == set()


def test_a_term_stands_once() -> None:
    for column in (2, 3):
        terms = [line[column] for line in lines()]
        assert [term for term in terms if terms.count(term) > 1] == []


def test_every_noun_of_the_domain_has_a_term() -> None:
    named = {word.split(".")[0] for line in lines() for word in words_in(line[3])}
    nouns = {
        node.name
        for file in NOUNS
        for node in ast.parse((SOURCE / "domain" / f"{file}.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    }

    assert nouns - named - OURS == set()
