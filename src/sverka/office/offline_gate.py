"""What acts that come from elsewhere must say beyond the rules of the group: what `sverka group` itself sees to.

The commands write times in one form, and make a final document from the record. A file that went from hand to hand may
say anything, and members may have signed it unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sverka.errors import Fault, Refused
from sverka.office.folder import State
from sverka.office.fsck_facts import MOMENT
from sverka.record.group_facts import AnyGroupFact, FinalDocumentFact

DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d")


def check_handed_in(state: State, facts: Iterable[AnyGroupFact], file_of: Callable[[str], bytes]) -> None:
    """Refuse acts that no command would have written; `file_of` gives a file that they name, by its hash."""
    for fact in facts:
        _check_time(fact.claimed)
        if isinstance(fact, FinalDocumentFact):
            _check_time(fact.deadline)
            _check_document(state, fact, file_of(fact.document))


def _check_time(time: str) -> None:
    if time and not (MOMENT.fullmatch(time) or DAY.fullmatch(time)):
        raise Fault(f"an act at {time!r}, which is no time", cure="have it written anew, and sign that")


def _check_document(state: State, fact: FinalDocumentFact, content: bytes) -> None:
    """A final document is what follows from the record that it is over, and so are its papers."""
    from sverka.office.group_document import make_document  # sets papers
    from sverka.publish.final_document.contents import parse_contents

    title = parse_contents(content).title
    if fact.record_size > state.snapshot.size:
        raise _untrue(f"it is over {fact.record_size} facts, and the record has {state.snapshot.size}")
    made = make_document(
        state, made=fact.claimed, deadline=fact.deadline, title=title, size=fact.record_size
    ).fact
    for what in ("root", "document", "papers"):
        if getattr(made, what) != getattr(fact, what):
            raise _untrue(f"its {what} is not what the first {fact.record_size} facts of the record give")


def _untrue(what: str) -> Refused:
    return Refused(
        "R479", f"not a final document over this record: {what}", cure="make it: `sverka group document`"
    )
