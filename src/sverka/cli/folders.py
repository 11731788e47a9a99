"""Opening what a command names: election folders, files, addresses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.cli.screen import Screen
    from sverka.domain.counts import Source
    from sverka.domain.election import Election
    from sverka.domain.ids import ContestId
    from sverka.office.folder import State
    from sverka.publish.results import Results


def open_state(path: Path, screen: Screen, *, size: int | None = None) -> State:
    """The state of an election folder, with a progress bar if it is long."""
    from sverka.office.folder import ElectionFolder

    return ElectionFolder(path).open(size=size, progress=screen.progress)


def open_results(path: Path, screen: Screen, *, size: int | None = None) -> Results:
    """The results of an election folder; what the record holds and we do not know is said."""
    from sverka.publish.results import Results

    state = open_state(path, screen, size=size)
    for entry, fact in state.snapshot.unknown.items():
        screen.say(
            f"record entry {entry}: a fact of kind {fact.kind!r}, schema {fact.schema}, "
            "that this version does not know; it is in no figure"
        )
    return Results(state.election, state.snapshot)


def moment(received: str, state: State) -> str:
    """When something came to us: as given, or now."""
    from sverka.office.clock import checked, now

    timezone = state.election.timezone
    return checked(received, timezone=timezone, option="--received") if received else now(timezone)


def contest_of(results: Results, contest: str | None) -> ContestId:
    """The contest a person names, or the first of the definition."""
    contests = results.election.contests
    if contest is None:
        return next(iter(contests))
    found = next((known for known in contests if known == contest), None)
    if found is None:
        from sverka.formats.nearest import nearest

        raise Fault(
            f"no contest {contest!r} in this election", place="--contest", cure=nearest(contest, contests)
        )
    return found


def contests_of(results: Results, contest: str | None) -> Iterator[ContestId]:
    """The contest a person names, or all."""
    yield from results.election.contests if contest is None else [contest_of(results, contest)]


def read_file(path: str) -> tuple[str, bytes]:
    """Name and bytes of a file, or of what an address answers with."""
    if path.startswith(("http://", "https://")):
        from sverka.office.addresses import read_address

        return read_address(path)
    file, shown = Path(path), readable(path)
    if file.is_dir():
        raise Fault("a folder, where a file is asked for", place=shown, cure="give a file in it")
    try:
        return readable(file.name), file.read_bytes()
    except OSError as error:
        raise Fault(f"cannot be read: {error.strerror}", place=shown, cure="check the path") from error


def readable(path: str) -> str:
    """A path that can be written down; names in another encoding than the system's have bytes that cannot."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def source_name(election: Election, source: Source, screen: Screen) -> str:
    """An account by its name, with who holds it; an id that is no account as it is."""
    account = election.accounts.get(source.account)
    name = str(source.account) if account is None else screen.name(account.names)
    return f"{name} ({source.holder})" if source.holder else name
