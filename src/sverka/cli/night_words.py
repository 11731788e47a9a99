"""What a night says on a terminal: a sentence for each thing that happens, and a line that says how it stands."""

from __future__ import annotations

from typing import assert_never

from sverka.office.night.board import Asked, Begun, Board, Ended, Event, PutAside, Trouble
from sverka.office.night.outcomes import Published, Stopped
from sverka.publish.language import Translator
from sverka.publish.site.operator import TROUBLES
from sverka.record.night_facts import StoppedCheck


def event_sentence(t: Translator, event: Event) -> str:
    """What happened; "" for what nobody needs to be told."""
    match event:
        case Begun():
            return t._(
                "The night of {origin} runs; facts: {n}. (Ctrl-C to end)",
                origin=event.origin,
                n=t.number(event.size),
            )
        case Published():
            return _published(t, event)
        case Stopped():
            return stopped_sentences(t, event, most=1)
        case Trouble() | PutAside():
            return _not_well(t, event)
        case Asked():
            signed = sum(each.signature is not None for each in event.answers)
            return t._("Witnesses who signed: {k} of {n}.", k=signed, n=len(event.answers))
        case Ended():
            return t._("Ending: what is begun is brought to its end.")
        case _:
            assert_never(event)


def _not_well(t: Translator, event: Trouble | PutAside) -> str:
    if isinstance(event, PutAside):
        return t._("Not taken in: {name}. {why}", name=event.name, why=event.why)
    of = t._(TROUBLES.get(event.of, event.of))
    return t._("Did not go well, and goes on ({of}): {what}", of=of, what=event.what)


def standing_line(t: Translator, board: Board, size: int) -> str:
    """How the night stands, in one line."""
    said = [t._("facts: {n}", n=t.number(size)), t._("publications: {n}", n=t.number(board.publications))]
    if board.published:
        said.append(t._("last: {time}", time=t.moment(board.published[0].received)))
    if board.stopped is not None:
        said.append(t._("STOPPED: {checks}", checks=", ".join(board.stopped.codes)))
    return " · ".join(said)


def _published(t: Translator, event: Published) -> str:
    said = t._(
        "Published: facts {n}, files written {files}, in {seconds} s; entry {entry}.",
        n=t.number(event.size),
        files=t.number(event.files),
        seconds=f"{event.seconds:.1f}",
        entry=event.entry,
    )
    corrected = t._("Corrected: {what}", what=event.changed) if event.changed else ""
    return f"{said} {corrected}".rstrip()


def stopped_sentences(t: Translator, event: Stopped, *, most: int) -> str:
    """What stopped a publication, and the first of the checks that failed, a line each."""
    said = t._(
        "STOPPED, the last good publication stands. Checks that failed: {codes}, {n} in all; entry {entry}.",
        codes=", ".join(event.codes),
        n=t.number(event.failed),
        entry=event.entry,
    )
    return "\n  ".join([said, *(_found(t, check) for check in event.checks[:most])])


def _found(t: Translator, check: StoppedCheck) -> str:
    found = t._(
        "{place}: it would show {shown}; from the record follows: {expected}",
        place=check.place,
        shown=check.shown,
        expected=check.expected,
    )
    return f"{check.code} {found}"
