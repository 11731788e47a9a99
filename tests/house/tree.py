"""What the house tests read: the files of the checkout, as git tracks them."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "sverka"
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)((?: ;[^\\]*)?)(.*(?:\n    --hash.*)*)", re.M)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project: tracked by git, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def texts() -> dict[str, str]:
    """The text of every tracked file that is text, by its path in the checkout."""
    found: dict[str, str] = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8")
    return found


def documents() -> dict[str, str]:
    """The Markdown documents, by their path in the checkout."""
    return {name: text for name, text in texts().items() if name.endswith(".md")}


def commands(text: str) -> list[str]:
    """The command lines in a document: lines of shell blocks and code spans in the running text."""
    blocks = re.findall(r"^```(?:sh|bash|console|shell)\n(.*?)^```", text, re.M | re.S)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    lines = [line.removeprefix("$ ").strip() for block in blocks for line in block.splitlines()]
    return lines + re.findall(r"`([^`\n]+)`", prose)


def distribution(requirement: str) -> str:
    """The normalised name of the distribution that a requirement asks for."""
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def lock(name: str) -> str:
    """The text of a lock in requirements/."""
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def pins(name: str) -> dict[str, str]:
    """The version of every distribution that a lock pins."""
    return {match[1]: match[2] for match in PIN.finditer(lock(name))}
