"""What the owner of a witness reads: one sentence for each request, and the story of a fork."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sverka.office.witness import Answer, Outcome
from sverka.publish.language import N_

if TYPE_CHECKING:
    from sverka.office.witness_memory import Fork
    from sverka.publish.language import Translator

MOST_SHOWN = 120  # of a name that a stranger sent

SENTENCES = {
    Outcome.FIRST: N_("{log}: seen for the first time, with entries: {size}. Co-signed."),
    Outcome.GROWN: N_(
        "{log}: entries before: {known}, now: {size}; nothing of before has changed. Co-signed."
    ),
    Outcome.AGAIN: N_("{log}: still the same, entries: {size}. Co-signed again."),
    Outcome.BEHIND: N_(
        "{log}: asked as if from another size; told that this witness knows entries: {known}."
    ),
    Outcome.MALFORMED: N_("Something that is no question to a witness; not answered. ({reason})"),
    Outcome.UNKNOWN_LOG: N_("{log}: a log that this witness was not told to trust; refused."),
    Outcome.NOT_SIGNED: N_("{log}: not signed by the key of the log; refused."),
    Outcome.FORK: N_(
        "{log}: TWO HISTORIES. The log has signed two different records of the same size, {size} entries. "
        "Refused; both are kept: `sverka witness show`."
    ),
    Outcome.UNPROVEN: N_(
        "{log}: {size} entries, and no proof that they continue the {known} that this witness knows. "
        "Refused and kept: `sverka witness show`."
    ),
    Outcome.CLOCK: N_("{log}: nothing signed. Set the clock of this machine right. ({reason})"),
    Outcome.STOPPED: N_("Nothing signed: {reason}"),
}


def heard_sentence(t: Translator, answer: Answer) -> str:
    """What came of a request."""
    return t._(
        SENTENCES[answer.outcome],
        log=shown(answer.origin),
        known=t.number(answer.known),
        size=t.number(answer.size),
        reason=shown(answer.reason),
    )


def fork_sentence(t: Translator, fork: Fork, kept_at: str) -> str:
    """What a fork proves, and what to do about it."""
    log, size = shown(fork.origin), t.number(fork.size)
    if fork.proven:
        return t._(
            "{log}: TWO HISTORIES, seen {time}. The log has signed two different records of {size} entries. "
            "The two notes below prove it to anyone who has the key of the log: publish both.",
            log=log,
            time=kept_at,
            size=size,
        )
    return t._(
        "{log}: an unproven tree, seen {time}. The log has signed {size} entries, and whoever asked brought no "
        "proof that they continue what this witness knows. It may be a mistake of whoever asked: ask the log's "
        "operator for the proof between the two notes below.",
        log=log,
        time=kept_at,
        size=size,
    )


def shown(name: str) -> str:
    """A name that a stranger sent, with nothing in it that a terminal would obey."""
    safe = "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in name)
    return safe if len(safe) <= MOST_SHOWN else f"{safe[:MOST_SHOWN]}…"
