"""What a story can do with files, beside the commands of the product; each gives an exit code."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path


def put(name: str, path: str) -> int:
    """Copy a file or a folder."""
    copy = shutil.copytree if Path(name).is_dir() else shutil.copyfile
    copy(name, path)
    return 0


def tree(path: str) -> int:
    """List what lies in a folder."""
    names = (each.relative_to(path).as_posix() for each in Path(path).rglob("*") if each.is_file())
    sys.stdout.write("\n".join(sorted(names)) + "\n")
    return 0


def same(one: str, other: str) -> int:
    """Fail where two files differ."""
    return int(Path(one).read_bytes() != Path(other).read_bytes())


def cat(*names: str) -> int:
    """Print files one after the other."""
    sys.stdout.write("".join(Path(name).read_text("utf-8") for name in names))
    return 0


def pick(table: str, listed: str) -> int:
    """Print the lines of a table whose first cell is in a list."""
    head, *lines = Path(table).read_text("utf-8").splitlines(keepends=True)
    wanted = set(Path(listed).read_text("utf-8").split())
    sys.stdout.write(head + "".join(line for line in lines if line.split(",")[0] in wanted))
    return 0


def says(file: str, *texts: str) -> int:
    """Fail where a file does not say something, however it breaks its lines."""
    content = re.sub(r"\s+", " ", Path(file).read_text("utf-8"))
    missing = [text for text in texts if text not in content]
    sys.stderr.writelines(f"not there: {text}\n" for text in missing)
    return int(bool(missing))


VERBS: dict[str, Callable[..., int]] = {verb.__name__: verb for verb in (put, tree, same, cat, pick, says)}
