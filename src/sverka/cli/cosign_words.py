"""What the operator of a log reads of its witnesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sverka.cli.witness_words import shown
from sverka.office.asking import Answer, Reply
from sverka.publish.language import N_

if TYPE_CHECKING:
    from sverka.office.cosigning import Standing
    from sverka.publish.language import Translator

SECONDS_OFF = 120  # a sign of life is asked for every minute

SENTENCES = {
    Reply.COSIGNED: N_("{witness}: co-signed."),
    Reply.SILENT: N_("{witness}: does not answer ({why})."),
    Reply.REFUSED: N_("{witness}: does not sign ({why})."),
    Reply.WRONG: N_("{witness}: its answer is no cosignature of this checkpoint ({why})."),
    Reply.AHEAD: N_(
        "{witness}: HAS SIGNED MORE THAN THIS RECORD HAS, entries: {known}, here: {size}. This folder is an old "
        "copy, or someone else writes with its key: write nothing until you know which."
    ),
    Reply.INCONSISTENT: N_(
        "{witness}: SAYS THAT THIS RECORD DOES NOT CONTINUE THE ONE IT SIGNED, entries: {known} ({why})."
    ),
}


def answer_sentence(t: Translator, answer: Answer, standing: Standing) -> str:
    """What one witness answered."""
    return t._(
        SENTENCES[answer.reply],
        witness=shown(answer.witness),
        why=shown(answer.why),
        known=t.number(answer.known),
        size=t.number(standing.size),
    )


def clock_sentence(t: Translator, answer: Answer, now: int) -> str:
    """How far the clock of a witness is from ours; empty where that says nothing."""
    off = abs(answer.cosigned_at - now)
    if answer.reply is not Reply.COSIGNED or off < SECONDS_OFF:
        return ""
    return t._(
        "{witness}: its clock and the one here differ by {n} seconds.",
        witness=shown(answer.witness),
        n=t.number(off),
    )


def standing_sentence(t: Translator, standing: Standing) -> str:
    """How the checkpoint stands."""
    sentence = t._(
        "Entries: {size}; independent witnesses: {k} of {n}.",
        size=t.number(standing.size),
        k=t.number(standing.cosigned),
        n=t.number(len(standing.witnesses)),
    )
    if standing.quorum == "none":
        quorum = t._("No quorum is asked for.")
    elif standing.quorum_met:
        quorum = t._("The quorum is met.")
    else:
        quorum = t._("The quorum is not met.")
    return f"{sentence} {quorum}"
