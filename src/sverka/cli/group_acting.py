"""How every command of `sverka group` acts: signed with keys at hand, or written to be signed elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.cli.screen import Screen
    from sverka.office.folder import State
    from sverka.record.group_facts import AnyGroupFact
    from sverka.record.sequencer import Receipt


def act(
    screen: Screen,
    state: State,
    facts: Sequence[AnyGroupFact],
    *,
    keys: Sequence[Path],
    unsigned: Path | None = None,
    received: str,
    evidence: Iterable[bytes] = (),
    json: bool = False,
) -> Receipt | None:
    """Let the group do something: all of the facts, or none of them.

    With `keys` the facts are signed, held against the rules, and written into the record: gives where they stand.
    With `unsigned` they are written to that file instead, for members to read and sign on machines of their own
    (and signed by `keys`, where some are given too): gives None, everything has been said, the command ends with 0.
    A command calls it once, with all that it does; `signatures` and `supersedes` of the facts are filled in here.

    keys : files with keys of members · unsigned : a file that is not there yet
    received : when it came to us, as `cli.folders.moment` gives it · evidence : files that the facts name
    """
    from sverka.office.group_acts import perform
    from sverka.office.group_offline import write_acts
    from sverka.office.member_keys import read_member_key

    signers = [read_member_key(key) for key in keys]
    if unsigned is not None:
        write_acts(state, facts, signers, unsigned, evidence=evidence)
        _say_written(screen, unsigned, len(facts), json=json)
        return None
    if not signers:
        raise Fault(
            "nobody signs",
            place="--key",
            cure="give a key, or write it to be signed elsewhere: `--unsigned FILE`",
        )
    return perform(state, facts, signers, received=received, evidence=evidence)


def _say_written(screen: Screen, file: Path, acts: int, *, json: bool) -> None:
    if json:
        screen.answer({"unsigned": str(file), "acts": acts})
    screen.say(
        screen.words._(
            "{file}: to be read and signed, `sverka member show` and `sverka member sign`; then `sverka group enter`.",
            file=str(file),
        )
    )
