"""What came of copying a record, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sverka.office.mirror_forks import NotFollowed, Reason
from sverka.publish.words.defects import defect_said

if TYPE_CHECKING:
    from sverka.office.mirror import Mirror, Mirrored
    from sverka.publish.language import Translator


def sentences(t: Translator, outcome: Mirrored | NotFollowed, copy: Mirror) -> Iterator[str]:
    """Everything that a person should know, what matters most last."""
    if isinstance(outcome, NotFollowed):
        yield from _not_followed(t, outcome, copy)
    else:
        yield from _mirrored(t, outcome, copy)


def _mirrored(t: Translator, outcome: Mirrored, copy: Mirror) -> Iterator[str]:
    yield from _trust(t, outcome)
    for sha256, reason in outcome.withheld.items():
        yield t._("evidence/{sha256}: not published, and not copied: {reason}", sha256=sha256, reason=reason)
    for sha256, reason in outcome.withdrawn.items():
        yield t._(
            "evidence/{sha256}: withdrawn by its holder, and not copied: {reason}",
            sha256=sha256,
            reason=reason,
        )
    for sha256 in outcome.evidence.missing:
        yield t._("evidence/{sha256}: not there (yet).", sha256=sha256)
    for sha256 in outcome.evidence.changed:
        yield t._("evidence/{sha256}: not the file that the record names; not copied.", sha256=sha256)
    for defect in outcome.defects:
        yield f"{defect.file}: {defect_said(t, defect).title}"
    size, fresh = outcome.checkpoint.size, outcome.checkpoint.size - outcome.before
    yield t._(
        "{folder}: facts {size}, of them new {fresh}; files of evidence copied: {files}.",
        folder=copy.folder,
        size=t.number(size),
        fresh=t.number(fresh),
        files=t.number(len(outcome.evidence.copied)),
    )


def _trust(t: Translator, outcome: Mirrored) -> Iterator[str]:
    if outcome.trusted:
        yield t._("This copy believes the key that the source itself gave: {vkey}", vkey=outcome.trusted)
        yield t._("Compare it with the key as it was published elsewhere; to be sure, give that one: --vkey.")
    if outcome.new_key:
        yield t._(
            "The log has a new key, named in the record and signed by the old one: {vkey}",
            vkey=outcome.new_key,
        )
    if outcome.new_policy:
        yield t._("The source has another policy than before; policy.txt is now that one.")


def _not_followed(t: Translator, outcome: NotFollowed, copy: Mirror) -> Iterator[str]:
    source, have, shown = copy.source.name, t.number(outcome.have), t.number(outcome.shown)
    match outcome.reason:
        case Reason.UNSIGNED:
            yield t._(
                "{source}: the checkpoint is not signed by the key of this copy ({reason}).",
                source=source,
                reason=outcome.what,
            )
        case Reason.SMALLER:
            yield t._(
                "{source}: shows {shown} facts, and this copy has {have}, of which they are a beginning: "
                "something was taken back, or an old state is shown.",
                source=source,
                shown=shown,
                have=have,
            )
        case Reason.FORK:
            yield t._(
                "{source}: TWO HISTORIES. The record that it shows, of {shown} facts, does not continue the {have} of "
                "this copy; both are signed by the same key.",
                source=source,
                shown=shown,
                have=have,
            )
        case Reason.DAMAGED:
            yield t._("{source}: its files are not those that its checkpoint signs.", source=source)
    if outcome.entry is not None:
        yield t._("The first fact that differs: {entry}.", entry=outcome.entry)
    for file in outcome.files:
        yield t._("Not the facts that were signed: {file}", file=f"record/{file}")
    for path in outcome.kept:
        yield t._("Kept as evidence: {path}", path=path)
    yield t._("Nothing was copied; {folder} is as it was.", folder=copy.folder)


def answer(outcome: Mirrored | NotFollowed) -> dict[str, Any]:
    """The same for programs."""
    if isinstance(outcome, NotFollowed):
        return {
            "followed": False,
            "reason": outcome.reason,
            "have": outcome.have,
            "shown": outcome.shown,
            "entry": outcome.entry,
            "files": list(outcome.files),
            "kept": [str(path) for path in outcome.kept],
        }
    evidence = outcome.evidence
    return {
        "followed": True,
        "origin": outcome.checkpoint.origin,
        "before": outcome.before,
        "record_size": outcome.checkpoint.size,
        "root": outcome.checkpoint.root.hex(),
        "evidence": {
            "copied": list(evidence.copied),
            "missing": list(evidence.missing),
            "changed": list(evidence.changed),
            "withheld": outcome.withheld,
            "withdrawn": outcome.withdrawn,
        },
        "trusted": outcome.trusted or None,
        "new_key": outcome.new_key or None,
        "new_policy": outcome.new_policy,
        "wrong": [{"code": each.code, "file": each.file, **each.context} for each in outcome.defects],
    }
