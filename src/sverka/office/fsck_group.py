"""What the group did, verified: each act by the rules of the group, and drawings and final documents made again.

The files are those that were signed, as far as the rest of `fsck` has not said otherwise; what is asked here is whether
those who signed them had the right to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sverka.audits.drawn_list import stations_in
from sverka.errors import Refused, SverkaError
from sverka.office.draw_gate import check_case, check_commitment, check_sample, files_of
from sverka.office.folder import ElectionFolder, State
from sverka.office.fsck_facts import bundle_of
from sverka.office.group_acts import group_state_of
from sverka.publish.final_document.contents import parse_contents
from sverka.publish.final_document.making import Frame, final_document
from sverka.publish.group.documents import Document
from sverka.publish.group.drawings import Drawing
from sverka.publish.group.state import GroupState
from sverka.publish.results import Results
from sverka.record.defects import Defect, DefectCode, defect


def check_group(folder: Path, size: int) -> Iterator[Defect]:
    """Everything that the first `size` facts say of the group against its rules and its files."""
    try:
        state = ElectionFolder(folder).open(size=size)
        group = group_state_of(state)
    except SverkaError:
        return  # the file that cannot be read is named already
    for wrong in group.wrong:
        reason = f"{wrong.refused.code}: {wrong.refused.what}"
        yield _of_entry(DefectCode.ACT_NOT_ALLOWED, wrong.entry, size, reason)
    for drawing in group.drawings.by_id.values():
        yield from _check_drawing(state, drawing)
    yield from _check_drawn_cases(state, group)
    for document in group.documents.made:
        yield from _check_document(state, document)


def _check_drawing(state: State, drawing: Drawing) -> Iterator[Defect]:
    """The list as the record gives it, and the stations as the dice draw them."""
    size, entry = state.snapshot.size, drawing.committed.entry
    try:
        files = files_of(state, drawing)
        check_commitment(state, drawing.committed.fact, files)
        entry = drawing.drawn.entry if drawing.drawn else entry
        check_sample(drawing, files)
    except Refused as refused:
        yield _of_entry(DefectCode.DRAWING_OTHER, entry, size, refused.what)
    except SverkaError:
        return  # a file of evidence is missing or was changed, and named


def _check_drawn_cases(state: State, group: GroupState) -> Iterator[Defect]:
    """A case that names a drawing is one of those that it drew."""
    size, lists = state.snapshot.size, dict[str, tuple[str, ...]]()
    for drawing in group.drawings.by_id.values():
        if drawing.drawn is not None:
            with suppress(SverkaError):  # a list that is missing is named already
                lists[drawing.draw] = stations_in(state.folder.evidence.get(drawing.drawn.fact.drawn))
    for act in group.cases.acts:
        if act.fact.draw in lists:
            try:
                check_case(act.fact, lists[act.fact.draw])
            except Refused as refused:
                reason = f"{refused.code}: {refused.what}"
                yield _of_entry(DefectCode.ACT_NOT_ALLOWED, act.entry, size, reason)


def _check_document(state: State, document: Document) -> Iterator[Defect]:
    """What a final document says, against the same made again from the facts that it is over."""
    fact = document.made.fact
    try:
        recorded = parse_contents(state.folder.evidence.get(fact.document))
        at = state.folder.open(size=fact.record_size)
    except SverkaError as error:
        yield _of_entry(DefectCode.DOCUMENT_OTHER, document.made.entry, state.snapshot.size, str(error))
        return
    frame = Frame(
        origin=at.folder.origin,
        root=at.folder.store.root(fact.record_size).hex(),
        made=fact.claimed,
        deadline=fact.deadline,
        title=recorded.title,
    )
    again = final_document(Results(at.election, at.snapshot), group_state_of(at), document.made.group, frame)
    keys = [key for key in recorded.__struct_fields__ if getattr(recorded, key) != getattr(again, key)]
    if fact.root != frame.root or keys:
        reason = ", ".join(keys) or "root"
        yield _of_entry(DefectCode.DOCUMENT_OTHER, document.made.entry, state.snapshot.size, reason)


def _of_entry(code: DefectCode, entry: int, size: int, reason: str) -> Defect:
    return defect(code, bundle_of(entry, size), entry=entry, reason=reason)
