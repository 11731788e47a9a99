"""The running writer of an election folder: it holds the folder's lock, and asks the witnesses each minute."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sverka.errors import SverkaError
from sverka.office.asking import Answer
from sverka.office.cosigning import ask_all, merge_into, put_under
from sverka.office.folder import ElectionFolder, check_is_election
from sverka.office.takeover_checks import check_nobody_went_on
from sverka.office.writer import Writer
from sverka.office.writer_lock import ENDS, only_writer

A_MINUTE = 60.0  # seconds between two rounds of the witnesses

Asked = Callable[[list[Answer] | Exception], None]


def write(
    path: Path,
    *,
    ready: Callable[[str, int], None],
    asked: Asked = lambda answers: None,
    every: float = A_MINUTE,
) -> None:
    """Be the writer of a folder until the process is told to end; then whoever waits is still answered.

    `ready` : told origin and size when facts can be handed in · `asked` : told what the witnesses answered
    """
    check_is_election(path)
    folder = ElectionFolder(path)
    origin = folder.origin
    writer = Writer(origin, folder.sequencer, lambda lines: merge_into(folder.path, lines))
    check_nobody_went_on(path)
    with only_writer(path), until_told(writer.ended):
        rounds = threading.Thread(target=ask_again, args=(folder, writer, asked, every), daemon=True)
        rounds.start()
        writer.run(lambda size: ready(origin, size))


def ask_again(folder: ElectionFolder, writer: Writer, asked: Asked, every: float) -> None:
    """Ask the witnesses again and again; what goes wrong in one round is told, and the next one comes."""
    known: dict[str, int] = {}
    while not writer.ended.wait(every):
        try:
            answers = ask_all(folder.path, known=known)
            known |= {each.witness: each.known for each in answers}
            put_under(folder, answers)
        except (SverkaError, OSError) as error:
            asked(error)
        else:
            asked(answers)


@contextmanager
def until_told(ended: threading.Event) -> Iterator[None]:
    """Ctrl-C, and the end of the session, end the writer between two batches and never within one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = {each: signal.signal(each, lambda *_: ended.set()) for each in ENDS}
    try:
        yield
    finally:
        for each, handler in usual.items():
            signal.signal(each, handler or signal.SIG_DFL)  # None: set outside Python
