"""The documents and the things they speak of agree."""

from __future__ import annotations

import importlib
import re
from pathlib import Path, PurePosixPath

import pytest
from typer.main import get_command

from tests.house.tree import ROOT, SOURCE, commands, documents

TARGET = re.compile(r"^([a-z]+):.*?(?:## (.+))?$", re.M)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def targets() -> dict[str, str]:
    return dict(TARGET.findall((ROOT / "Makefile").read_text()))


def rooms() -> list[Path]:
    """The first file of every room."""
    return sorted(SOURCE.glob("*/__init__.py"))


def test_every_target_of_the_makefile_explains_itself() -> None:
    assert [name for name, meaning in targets().items() if not meaning] == []


def test_every_make_command_in_the_documents_exists() -> None:
    spoken = {
        (name, match[1])
        for name, text in documents().items()
        for line in commands(text)
        if (match := re.match(r"make ([a-z]+)", line))
    }

    assert {(name, target) for name, target in spoken if target not in targets()} == set()


def test_every_link_inside_the_project_leads_somewhere() -> None:
    broken = [
        f"{name}: {link}"
        for name, text in documents().items()
        for link in LINK.findall(re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
        if "://" not in link and not link.startswith(("#", "mailto:"))
        if not (ROOT / PurePosixPath(name).parent / link.split("#")[0]).exists()
    ]

    assert broken == []


def test_the_architecture_names_every_room() -> None:
    architecture = documents().get("docs/architecture.md")
    if architecture is None:
        pytest.skip("docs/architecture.md is not written yet")

    assert [room.parent.name for room in rooms() if f"{room.parent.name}/" not in architecture] == []


def test_every_room_says_what_it_is_for() -> None:
    assert [room.parent.name for room in rooms() if not room.read_text().startswith('"""')] == []


def names_of_commands() -> set[str]:
    """The commands that `sverka --help` lists."""
    group = get_command(importlib.import_module("sverka.cli.app").app)
    return {name for name, command in getattr(group, "commands", {}).items() if not command.hidden}


def test_every_command_is_documented() -> None:
    reference = documents().get("docs/cli.md", "")

    assert {name for name in names_of_commands() if f"sverka {name}" not in reference} == set()


def test_every_command_in_the_documents_exists() -> None:
    spoken = {
        (name, match[1])
        for name, text in documents().items()
        for line in commands(text)
        if (match := re.match(r"sverka ([a-z][a-z-]*)", line))
    }

    assert {(name, command) for name, command in spoken if command not in names_of_commands()} == set()
