"""`sverka cosign`: ask the independent witnesses of a record to sign its checkpoint."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import SverkaError

if TYPE_CHECKING:
    from sverka.office.asking import Answer
    from sverka.office.cosigning import Standing
    from sverka.office.folder import ElectionFolder


def cosign(
    context: typer.Context,
    folder: Folder,
    every: Annotated[
        int | None,
        typer.Option(min=1, help="Ask again every so many seconds, until Ctrl-C.", show_default=False),
    ] = None,
    json: Json = False,
) -> int:
    """Ask the witnesses of policy.txt for their cosignatures, and put them under the checkpoint.

    A witness that does not answer stops nothing. Exit code 1 if one says that this record is not the one it knows.
    """
    from sverka.office.folder import ElectionFolder

    screen = Screen.of(context)
    rounds = _Rounds(screen, ElectionFolder(folder), json=json)
    code = rounds.ask()
    try:
        while every is not None:
            time.sleep(every)
            code = max(code, rounds.ask_in_any_case())
    except KeyboardInterrupt:
        screen.say(screen.words._("Stopped."))
    return code


class _Rounds:
    """Asking again and again; what a witness knew in one round is the first guess of the next."""

    def __init__(self, screen: Screen, folder: ElectionFolder, *, json: bool) -> None:
        self.screen, self.folder, self.json = screen, folder, json
        self.known: dict[str, int] = {}

    def ask(self) -> int:
        """One round; gives its exit code."""
        from sverka.office.asking import Reply
        from sverka.office.cosigning import ask_all, put_under, standing_of

        answers = ask_all(self.folder.path, known=self.known)
        self.known |= {each.witness: each.known for each in answers}
        put_under(self.folder, answers)
        self._renew_site()
        self._say(answers, standing_of(self.folder.path))
        return int(any(each.reply in (Reply.AHEAD, Reply.INCONSISTENT) for each in answers))

    def _renew_site(self) -> None:
        """Show the signatures on the page on the record, where a site was published in the folder."""
        from sverka.office.live_files import is_site, renew_live_files

        if is_site(self.folder.public):
            renew_live_files(self.folder.public, self.folder)

    def ask_in_any_case(self) -> int:
        """One round of many: what goes wrong in it is said, and the next one comes."""
        try:
            return self.ask()
        except (SverkaError, OSError) as error:
            self.screen.say(str(error))
            return 0

    def _say(self, answers: list[Answer], standing: Standing) -> None:
        from sverka.cli.cosign_words import answer_sentence, clock_sentence, standing_sentence

        if self.json:
            self.screen.answer(_document(answers, standing))
        t = self.screen.words
        for answer in answers:
            self.screen.say(answer_sentence(t, answer, standing))
            if off := clock_sentence(t, answer, int(time.time())):
                self.screen.say(off)
        self.screen.say(f"{datetime.now().astimezone():%H:%M:%S}  {standing_sentence(t, standing)}")


def _document(answers: list[Answer], standing: Standing) -> dict[str, Any]:
    replies = {each.witness: each for each in answers}
    return {
        "origin": standing.origin,
        "size": standing.size,
        "root": standing.root.hex(),
        "quorum": standing.quorum,
        "quorum_met": standing.quorum_met,
        "witnesses": [
            {
                "name": each.name,
                "url": each.url,
                "reply": str(replies[each.name].reply) if each.name in replies else None,
                "why": replies[each.name].why if each.name in replies else "",
                "cosigned_at": None if each.cosigned_at is None else moment_of(each.cosigned_at),
            }
            for each in standing.witnesses
        ],
    }


def moment_of(seconds: int) -> str:
    """A time of a cosignature, as RFC 3339 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
