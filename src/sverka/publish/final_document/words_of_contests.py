"""The contests of a final document in words and tables."""

from __future__ import annotations

from collections.abc import Iterator

from sverka.publish.final_document.contest_contents import ContestPart, FieldPart, SizePart
from sverka.publish.final_document.naming import Naming, compared
from sverka.publish.language import MINUS, NOTHING
from sverka.publish.paper.parts import Block, Part, Table, Text
from sverka.publish.words.kinds import kind_said


def stations_part(naming: Naming) -> Part:
    """How many stations of every contest were compared, and how many of them differ."""
    t, contests = naming.t, naming.contents.contests
    rows = tuple(
        (
            naming.contest(each.id),
            t.number(each.stations.all),
            t.number(each.stations.left),
            t.number(each.stations.right),
            t.number(each.stations.both),
            t.number(each.stations.identical),
            t.number(each.stations.different),
            t.number(each.stations.not_comparable),
        )
        for each in contests
    )
    head = (
        t._("Contest"),
        t._("Stations"),
        t._("with: {account}", account=naming.account(contests[0].left)),
        t._("with: {account}", account=naming.account(contests[0].right)),
        t._("with both"),
        t._("Identical"),
        t._("Different"),
        t._("Not comparable"),
    )
    return Part(t._("Stations"), (Text(_sign(naming, contests[0])), Table(head=head, rows=rows)))


def _sign(naming: Naming, contest: ContestPart) -> str:
    left, right = naming.account(contest.left), naming.account(contest.right)
    return naming.t._(
        "“{right}” is held against “{left}”. A difference is “{right}” minus “{left}”. "
        "Shares and sums of differences are over the stations that both have.",
        left=left,
        right=right,
    )


def contest_parts(naming: Naming) -> Iterator[Part]:
    """A part for each contest of which anything could be compared."""
    for contest in naming.contents.contests:
        if compared(contest):
            yield Part(naming.contest(contest.id), tuple(_blocks(naming, contest)))


def _blocks(naming: Naming, contest: ContestPart) -> Iterator[Block]:
    t, of = naming.t, contest.stations
    yield Text(
        t._(
            "Stations: {all}. With both accounts: {both}; identical: {identical}; different: {different}, "
            "of which with the same sum of votes: {kept}. "
            "Votes apart at those that differ, row by row (gross): {gross}; right minus left (net): {net}.",
            both=t.number(of.both),
            all=t.number(of.all),
            identical=t.number(of.identical),
            different=t.number(of.different),
            kept=t.number(of.sum_kept),
            gross=t.number(contest.gross),
            net=t.signed(contest.net),
        )
    )
    yield from _tolerance(naming, contest)
    yield Text(t._("Sums over the stations that both accounts have"), strong=True)
    yield _sums(naming, contest, contest.selections, t._("Selection"))
    if contest.rows:
        yield Text(t._("Rows of the form, over the same stations"), strong=True)
        yield _sums(naming, contest, contest.rows, t._("Row"))
    if of.different:
        yield Text(t._("Kinds of difference: what the figures look like, not what caused it"), strong=True)
        yield _kinds(naming, contest)
        yield Text(t._("Stations by the size of the difference, in votes"), strong=True)
        yield _sizes(naming, contest)
    yield Text(t._("Sums over all stations that each account has"), strong=True)
    yield _totals(naming, contest)
    if contest.pairs:
        yield Text(t._("Other accounts, held against these two"), strong=True)
        yield _pairs(naming, contest)


def _tolerance(naming: Naming, contest: ContestPart) -> Iterator[Block]:
    """What counts as different, where not every vote does."""
    t, tolerance = naming.t, contest.tolerance
    if tolerance.votes or tolerance.share != "0":
        yield Text(
            t._(
                "Figures apart by no more than {votes} votes or no more than {share} of the larger one count as "
                "identical ({source}): {n} stations.",
                votes=t.number(tolerance.votes),
                share=tolerance.share,
                source=tolerance.source,
                n=t.number(contest.stations.within_tolerance),
            )
        )


def _sums(naming: Naming, contest: ContestPart, fields: tuple[FieldPart, ...], what: str) -> Table:
    t = naming.t
    return Table(
        head=(
            what,
            naming.account(contest.left),
            naming.account(contest.right),
            t._("Net difference"),
            t._("Gross difference"),
        ),
        rows=tuple(
            (
                naming.name(field.names),
                t.number(field.left),
                t.number(field.right),
                t.signed(field.net),
                t.number(field.gross),
            )
            for field in fields
        ),
    )


def _kinds(naming: Naming, contest: ContestPart) -> Table:
    t = naming.t
    left, right = naming.account(contest.left), naming.account(contest.right)
    kinds = sorted(contest.kinds.items(), key=lambda kind: -kind[1])
    rows = ((kind_said(t, kind, left=left, right=right), count) for kind, count in kinds)
    return Table(
        head=(t._("Kind"), t._("What it means"), t._("Stations")),
        rows=tuple((said.title, said.meaning, t.number(count)) for said, count in rows),
        texts=2,
        wide=(0, 1),
    )


def _sizes(naming: Naming, contest: ContestPart) -> Table:
    t = naming.t
    return Table(
        head=(t._("Votes apart, all rows together"), t._("Stations")),
        rows=tuple((_band(naming, size), t.number(size.stations)) for size in contest.sizes),
    )


def _band(naming: Naming, size: SizePart) -> str:
    t = naming.t
    if size.most == size.least:
        return t.number(size.least) if size.least else t._("0: only rows of the form differ")
    if not size.most:
        return t._("{least} and more", least=t.number(size.least))
    return f"{t.number(size.least)}{NOTHING}{t.number(size.most)}"


def _totals(naming: Naming, contest: ContestPart) -> Table:
    """One column per account, so that a ballot of many lines goes down the page."""
    t = naming.t
    counts = (
        (t._("Stations summed"), "in"),
        (t._("of expected"), "expected"),
        (t._("annulled"), "annulled"),
        (t._("set aside"), "set_aside"),
        (t._("figures nobody could read"), "unread_cells"),
    )
    rows = [
        (words, *(t.number(total.stations[word]) for total in contest.totals))
        for words, word in counts
        if word in ("in", "expected") or any(total.stations[word] for total in contest.totals)
    ]
    rows += [
        (naming.name(field.names), *(t.number(total.selections[field.id]) for total in contest.totals))
        for field in contest.selections
    ]
    return Table(
        head=(t._("Stations and votes"), *(naming.account(total.account) for total in contest.totals)),
        rows=tuple(rows),
    )


def _pairs(naming: Naming, contest: ContestPart) -> Table:
    t = naming.t
    return Table(
        head=(
            t._("Accounts held against each other"),
            t._("with both"),
            t._("Identical"),
            t._("Different"),
            t._("Gross difference"),
            t._("Net difference"),
        ),
        rows=tuple(
            (
                f"{naming.account(pair.right)} {MINUS} {naming.account(pair.left)}",
                t.number(pair.both),
                t.number(pair.identical),
                t.number(pair.different),
                t.number(pair.gross),
                t.signed(pair.net),
            )
            for pair in contest.pairs
        ),
    )
