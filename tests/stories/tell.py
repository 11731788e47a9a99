"""Tells a story: runs its commands and writes down what they answered.

A story is one text: commands behind `$ `, what they print (words on stderr behind `! `), their exit code where it is
not 0, and at the end the input files, each behind `-- NAME --`. The town's definition and its stations are there
already (`tests/town.py`). `$ put FILE PATH` copies an input file or a folder, `$ tree DIR` lists what lies in a
folder, `$ same FILE FILE` fails where two files differ, `$ cat FILE…` prints files, `$ pick TABLE LIST` the lines of a
table whose first cell is in a list, `$ says FILE TEXT…` fails where a file does not say something, `$ watch NAME FILE`
runs a witness to the end of the story and writes its address into a file.
`$ COMMAND > FILE` keeps what is printed, `$(FILE)` gives it to a command, `NAME=VALUE` before a command is its
environment. Keys, ports and times of today are told as `…`.

`python -m tests.stories.tell tests/stories/*.txt` writes the answers of today into the files; look at the difference.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
import threading
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import sverka_verify
from sverka.cli.app import run
from sverka.office.home import home
from tests.stories.verbs import VERBS
from tests.town import DEFINITION, STATIONS

if TYPE_CHECKING:
    from sverka.office.witness import Answer

FILE = re.compile(r"^-- (.+) --\n", re.M)
SETTING = re.compile(r"[A-Z_]+=")
OF_TODAY = re.compile(
    r"(?<=\+)[0-9a-f]{8}\+[A-Za-z0-9+/]{44}"  # a key, behind its name
    r"|(?<=town-2026-05-17[/~])[0-9a-f]{8}"  # the end of an origin
    r"|(?<=127\.0\.0\.1:)\d+"
    r"|^\d\d:\d\d:\d\d(?=  )"
    r"|(?<=forks/)\d+-[0-9a-f]{8}"
    r"|[0-9a-f]{8}(?=\.skey)"
    r"|(?<=apple\+)[0-9a-f]{8}\b"
    r"|(?<=document )[0-9a-f]{64}"
    r"|(?<=\. )[0-9a-f]{64}$"  # of a document that is signed, which names its record
    r"|(?<=practice-7[/~])[0-9a-f]{8}(\+[0-9a-f]{8})?"
    r"|(?<=key party-[a-z]\+)[0-9a-f]{8}"
    r"|(?<=\.jpg, SHA-256 )[0-9a-f]{64}"
    r"|(?<=give the signed root )[0-9a-f]{64}"
    r"|(?<=made )\d+ [A-Z][a-z]+ \d{4}[^;]*?(?=, when)",
    re.M,
)


def tell(story: str, folder: Path) -> str:
    """The same story with what its commands answer when they are run in an empty folder."""
    script, *files = FILE.split(story)
    (folder / "town.toml").write_text(DEFINITION, "utf-8")
    (folder / "stations.csv").write_text(STATIONS, "utf-8")
    for name, content in zip(files[::2], files[1::2], strict=True):
        (folder / name).write_text(content, "utf-8")
    with contextlib.ExitStack() as watching:
        parts = re.split(r"^(?=\$ |\n|#)", script, flags=re.M)
        told = "".join(_told(part, folder, watching) for part in parts)
    return told + "".join(
        f"-- {name} --\n{content}" for name, content in zip(files[::2], files[1::2], strict=True)
    )


def _told(part: str, folder: Path, watching: contextlib.ExitStack) -> str:
    """One command with its answer; everything else as it is."""
    if not part.startswith("$ "):
        return part
    line = part.splitlines()[0]
    out, err, code = _answered(line[2:], folder, watching)
    words = "".join(f"! {text}".rstrip() + "\n" for text in err.splitlines() if text.strip())
    figures = "".join(f"{text}\n" for text in (text.rstrip() for text in out.splitlines()) if text)
    return f"{line}\n{figures}{words}" + (f"exit {code}\n" if code else "")


def _answered(line: str, folder: Path, watching: contextlib.ExitStack) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        given, command, target = _split(line)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), patch.dict(os.environ, given):
            code = _run(command, watching)
        if target is not None:
            target.write_text(out.getvalue(), "utf-8")
    finally:
        os.chdir(before)
    shown = "" if target else out.getvalue()
    return OF_TODAY.sub("…", shown), OF_TODAY.sub("…", err.getvalue().replace(str(folder), "…")), code


def _split(line: str) -> tuple[dict[str, str], list[str], Path | None]:
    """Environment, command, and the file that its answer goes to."""
    words = [_filled(word) for word in shlex.split(line)]
    given = dict(word.split("=", 1) for word in takewhile(SETTING.match, words))
    command = words[len(given) :]
    return (given, command[:-2], Path(command[-1])) if ">" in command else (given, command, None)


def _filled(word: str) -> str:
    match = re.fullmatch(r"\$\((.+)\)", word)
    return Path(match[1]).read_text("utf-8").strip() if match else word


def _run(words: list[str], watching: contextlib.ExitStack) -> int:
    match words:
        case ["sverka", *arguments]:
            return run(arguments)
        case ["python3", "sverka_verify.py", *arguments]:
            return sverka_verify.main(arguments)
        case ["watch", name, file]:
            Path(file).write_text(watching.enter_context(watch(name)), "utf-8")
            return 0
        case [verb, *arguments] if verb in VERBS:
            return VERBS[verb](*arguments)
        case _:
            raise AssertionError(f"a story has no such command: {words}")


@contextlib.contextmanager
def watch(name: str) -> Iterator[str]:
    """A witness of this home that answers on loopback and says each request; gives its address."""
    from sverka.cli.screen import Screen
    from sverka.cli.witness_words import heard_sentence
    from sverka.office.witness_folder import open_witness
    from sverka.office.witness_server import app_of, listen, server_of

    def heard(answer: Answer) -> None:
        Screen().say(f"{name}: {heard_sentence(Screen().words, answer)}")

    witness = open_witness(name, home().resolve())
    server = server_of(app_of(witness, heard=heard))
    with listen("127.0.0.1", 0) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def main(paths: list[str]) -> None:
    """Write today's answers into the stories."""
    for path in map(Path, paths):
        with tempfile.TemporaryDirectory() as folder:
            told = tell(path.read_text("utf-8"), Path(folder).resolve())
        path.write_text(told, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
