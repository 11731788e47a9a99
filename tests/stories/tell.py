"""Tells a story: runs its commands and writes down what they answered.

A story is one text: commands behind `$ `, what they print (words on stderr behind `! `), their exit code where it is
not 0, and at the end the input files, each behind `-- NAME --`. The town's definition and its stations are there
already (`tests/town.py`). `$ put FILE PATH` copies an input file, `$ tree DIR` lists what lies in a folder.

`python -m tests.stories.tell tests/stories/*.txt` writes the answers of today into the files; look at the difference.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from sverka.cli.app import run
from tests.town import DEFINITION, STATIONS

FILE = re.compile(r"^-- (.+) --\n", re.M)


def tell(story: str, folder: Path) -> str:
    """The same story with what its commands answer when they are run in an empty folder."""
    script, *files = FILE.split(story)
    (folder / "town.toml").write_text(DEFINITION, "utf-8")
    (folder / "stations.csv").write_text(STATIONS, "utf-8")
    for name, content in zip(files[::2], files[1::2], strict=True):
        (folder / name).write_text(content, "utf-8")
    told = "".join(_told(part, folder) for part in re.split(r"^(?=\$ |\n|#)", script, flags=re.M))
    return told + "".join(
        f"-- {name} --\n{content}" for name, content in zip(files[::2], files[1::2], strict=True)
    )


def _told(part: str, folder: Path) -> str:
    """One command with its answer; everything else as it is."""
    if not part.startswith("$ "):
        return part
    line = part.splitlines()[0]
    out, err, code = _answered(shlex.split(line[2:]), folder)
    words = "".join(f"! {text}".rstrip() + "\n" for text in err.splitlines() if text.strip())
    figures = "".join(f"{text}\n" for text in (text.rstrip() for text in out.splitlines()) if text)
    return f"{line}\n{figures}{words}" + (f"exit {code}\n" if code else "")


def _answered(words: list[str], folder: Path) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = _run(words)
    finally:
        os.chdir(before)
    return out.getvalue(), err.getvalue().replace(str(folder), "…"), code


def _run(words: list[str]) -> int:
    match words:
        case ["sverka", *arguments]:
            return run(arguments)
        case ["put", name, path]:
            shutil.copyfile(name, path)
            return 0
        case ["tree", path]:
            names = (each.relative_to(path).as_posix() for each in Path(path).rglob("*") if each.is_file())
            sys.stdout.write("\n".join(sorted(names)) + "\n")
            return 0
        case _:
            raise AssertionError(f"a story has no such command: {words}")


def main(paths: list[str]) -> None:
    """Write today's answers into the stories."""
    for path in map(Path, paths):
        with tempfile.TemporaryDirectory() as folder:
            told = tell(path.read_text("utf-8"), Path(folder).resolve())
        path.write_text(told, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
