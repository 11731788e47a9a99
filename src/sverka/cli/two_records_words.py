"""Two records as a person at a terminal sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sverka.cli.comparison import fields_said
from sverka.domain.counts import Unit
from sverka.publish.two_records.answer import line_answer
from sverka.publish.two_records.pairs import Verdict
from sverka.publish.words.verdicts import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sverka.cli.screen import Screen
    from sverka.office.two_records import Held, HeldRecord
    from sverka.publish.language import Translator
    from sverka.publish.two_records.comparison import Line
    from sverka.publish.two_records.covers import Cover, Covers
    from sverka.publish.two_records.definitions import OnlyIn
    from sverka.publish.two_records.holdings import Holding, Moment
    from sverka.publish.two_records.pairs import Alone

FIRST, FEW = 40, 8  # lines of the table, and ids in a sentence; --json has all


def show_two_records(held: Held, screen: Screen) -> None:
    """The records, the accounts that both have, what differs, and what only one of them has."""
    t = screen.words
    _show_records(held, screen)
    _show_accounts(held, screen)
    _show_lines(held, screen)
    for sentence in (*_only_in(held, t), *_warnings(held, t), _verdict(held, t)):
        screen.say(sentence)


def _show_records(held: Held, screen: Screen) -> None:
    t = screen.words
    columns = ("", t._("Record"), t._("Key"), t._("By others' clocks"), t._("facts"))
    rows = [
        (
            title,
            f"{one.read.name}\n{one.read.checkpoint.origin}",
            t._("the one beside it") if one.read.key_is_its_own else t._("as given"),
            _clocks(one, t),
            t.number(one.read.checkpoint.size),
        )
        for title, one in ((t._("ours"), held.ours), (t._("theirs"), held.theirs))
    ]
    screen.table(screen.name(held.records.ours.election.names), columns, rows, text=4)


def _clocks(one: HeldRecord, t: Translator) -> str:
    """How many time stamps and cosignatures there are, and the last of them."""
    proofs = one.covers.proofs
    if not proofs:
        return t._("none")
    last = max(proofs, key=lambda each: each.at)
    return t._("{n}, last {moment}", n=t.number(len(proofs)), moment=t.moment(last.at))


def _show_accounts(held: Held, screen: Screen) -> None:
    t = screen.words
    columns = (
        t._("Contest"),
        t._("Account"),
        *(t._(each) for each in (VERDICTS[verdict] for verdict in Verdict)),
    )
    rows = []
    for pair in held.records.pairs:
        ours, theirs = map(str, pair.sources)
        account = ours if ours == theirs else f"{ours} / {theirs}"
        title = account if pair.unit is Unit.STATION else t._("{account}, by areas", account=account)
        rows.append((pair.contest, title, *(t.number(pair.numbers[verdict]) for verdict in Verdict)))
    if rows:
        screen.table(t._("Accounts that both have, in stations"), columns, rows, text=2)


def _show_lines(held: Held, screen: Screen) -> None:
    t = screen.words
    lines = list(held.records.lines())
    if not lines:
        return
    title = t._("What each record says, {n} of {all}", n=min(FIRST, len(lines)), all=t.number(len(lines)))
    columns = (t._("Station"), t._("Account"), t._("Verdict"), t._("Ours, since"), t._("Theirs, since"))
    screen.table(title, columns, (_row(line, held, screen) for line in lines[:FIRST]), text=5)


def _row(line: Line, held: Held, screen: Screen) -> tuple[str, ...]:
    t = screen.words
    ours, theirs = map(str, line.pair.sources)
    account = ours if ours == theirs else f"{ours} / {theirs}"
    return (
        line.unit,
        account if len(held.records.contests) == 1 else f"{line.pair.contest}\n{account}",
        "\n".join(_said(line, held, screen)),
        _holding(line.ours, held.ours.covers, t),
        _holding(line.theirs, held.theirs.covers, t),
    )


def _said(line: Line, held: Held, screen: Screen) -> Iterator[str]:
    """The verdict, the figures behind it, and whether both agreed earlier."""
    t = screen.words
    yield t._(VERDICTS[line.verdict])
    fields = line_answer(line, (held.ours.covers, held.theirs.covers)).get("fields")
    if fields:
        yield fields_said(fields, _names(line, held, screen), t)
    if line.agreed:
        ours, theirs = line.agreed
        yield t._("agreed earlier: ours at {ours}, theirs at {theirs}", ours=ours.size, theirs=theirs.size)


def _names(line: Line, held: Held, screen: Screen) -> Mapping[str, str]:
    contest = held.records.ours.election.contests[line.pair.contest]
    return {each.id: screen.name(each.names) for each in contest.selections}


def _holding(holding: Holding | None, covers: Covers, t: Translator) -> str:
    """Since when, corrected when, and on which papers."""
    if holding is None:
        return "–"
    lines = [_moment(holding.since, covers, t)]
    if len(holding.moments) > 1:
        lines.append(t._("corrected {moment}", moment=_moment(holding.latest, covers, t)))
    for paper in holding.papers:
        of = paper.fact
        holder = f" ({of.holder})" if of is not None and of.holder else ""
        lines.append(f"{(of.file if of else '') or paper.sha256[:12]}{holder}")
    return "\n".join(lines)


def _moment(moment: Moment, covers: Covers, t: Translator) -> str:
    """The record's size with the count; the time its keeper says; the time by which another clock proves it."""
    said = f"{moment.size}: {t.moment(moment.fact.received)}"
    proven = covers.proven(moment.entry)
    return said if proven is None else f"{said}; {_proven(proven, t)}"


def _proven(cover: Cover, t: Translator) -> str:
    return t._("by {moment} ({who})", moment=t.moment(cover.at), who=cover.by)


def _only_in(held: Held, t: Translator) -> Iterator[str]:
    """What only one of the records, or only one of the definitions, has."""
    for side, found in zip((t._("Only ours"), t._("Only theirs")), held.records.alone, strict=True):
        yield from (_alone(side, each, t) for each in found)
    definitions = held.records.definitions
    yield from _named(t._("Contests in one definition only"), definitions.only_contests, t)
    yield from _named(t._("Stations in one definition only"), definitions.stations, t)
    yield from _named(t._("Accounts in one definition only"), definitions.accounts, t)
    for contest, fields in definitions.fields.items():
        title = t._("{contest}: not compared, since only one definition has them", contest=contest)
        yield from _named(title, fields, t)


def _alone(side: str, alone: Alone, t: Translator) -> str:
    return t._(
        "{side}: {account} of {contest}, {n} counts.",
        side=side,
        account=alone.source,
        contest=alone.contest,
        n=t.number(alone.counted),
    )


def _named(title: str, apart: OnlyIn, t: Translator) -> Iterator[str]:
    if apart:
        yield t._(
            "{title}: ours {ours}; theirs {theirs}.",
            title=title,
            ours=_few(apart.ours),
            theirs=_few(apart.theirs),
        )


def _few(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:FEW]) + (f" … +{len(ids) - FEW}" if len(ids) > FEW else "") or "–"


def _warnings(held: Held, t: Translator) -> Iterator[str]:
    """What a person must know before believing the times and the keys."""
    for title, one in ((t._("ours"), held.ours), (t._("theirs"), held.theirs)):
        for entry, reason in one.wrong.items():
            yield t._(
                "{side}: fact {entry} does not verify and proves nothing: {reason}",
                side=title,
                entry=entry,
                reason=reason,
            )
        for entry, fact in one.read.snapshot.unknown.items():
            yield t._(
                "{side}: fact {entry} is of a kind that this version does not know: {kind}",
                side=title,
                entry=entry,
                kind=fact.kind,
            )
    if (
        any(each.kind == "stamp" for one in (held.ours, held.theirs) for each in one.covers.proofs)
        and not held.trusts_stamps
    ):
        yield t._(
            "Time stamps were held against the certificates that the records bring; to be sure, give roots: --ca."
        )
    if held.two_histories:
        yield t._(
            "TWO HISTORIES: both are the record {origin}, signed by its key, and neither continues the other.",
            origin=held.ours.read.checkpoint.origin,
        )
    elif held.is_one_log:
        yield t._("Both are copies of one record, {origin}.", origin=held.ours.read.checkpoint.origin)


def _verdict(held: Held, t: Translator) -> str:
    if held.agrees:
        return t._("Both records have the same counts.")
    if not held.records.pairs:
        return t._("The records have no account in common.")
    numbers: dict[Any, int] = {
        verdict: sum(pair.numbers[verdict] for pair in held.records.pairs) for verdict in Verdict
    }
    return t._(
        "Equal {equal}, in conflict {conflict}, not comparable {unread}, only ours {ours}, only theirs {theirs}.",
        equal=t.number(numbers[Verdict.EQUAL]),
        conflict=t.number(numbers[Verdict.CONFLICT]),
        unread=t.number(numbers[Verdict.NOT_COMPARABLE]),
        ours=t.number(numbers[Verdict.ONLY_OURS]),
        theirs=t.number(numbers[Verdict.ONLY_THEIRS]),
    )
