"""The papers of a final document in words and tables: what there is, which copies were refused, what is annulled."""

from __future__ import annotations

from sverka.publish.final_document.contents import AnnulmentPart
from sverka.publish.final_document.naming import Naming
from sverka.publish.paper.parts import Block, Part, Table, Text


def papers_part(naming: Naming) -> Part:
    """The papers there are, the copies that were refused, and what is annulled."""
    t, contents = naming.t, naming.contents
    blocks: list[Block] = []
    if contents.papers:
        blocks.append(_papers(naming))
    blocks.append(Text(t._("Copies refused: {n}", n=t.number(len(contents.copies_refused))), strong=True))
    if contents.copies_refused:
        blocks.append(_copies(naming))
    blocks.append(Text(t._("Annulments in force: {n}", n=t.number(len(contents.annulments))), strong=True))
    if contents.annulments:
        blocks.append(_annulments(naming))
    return Part(t._("Papers and annulments"), tuple(blocks))


def _papers(naming: Naming) -> Table:
    t = naming.t
    codes = (
        (t._("present"), "present"),
        (t._("withheld"), "withheld"),
        (t._("withdrawn"), "withdrawn"),
        (t._("copy refused"), "copy-refused"),
        (t._("nothing recorded"), "missing"),
    )
    head = (t._("Stations by what there is of them"), *(word for word, _ in codes))
    rows = tuple(
        (naming.account(held.account), *(t.number(held.stations[code]) for _, code in codes))
        for held in naming.contents.papers
    )
    return Table(head=head, rows=rows)


def _copies(naming: Naming) -> Table:
    t = naming.t
    return Table(
        head=(t._("Station"), t._("Account"), t._("When"), t._("Reason given")),
        rows=tuple(
            (
                each.station,
                naming.account(f"{each.account}@{each.holder}")
                if each.holder
                else naming.account(each.account),
                naming.date(each.claimed),
                each.reason,
            )
            for each in naming.contents.copies_refused
        ),
        texts=4,
        wide=(1, 3),
    )


def _annulments(naming: Naming) -> Table:
    t = naming.t
    return Table(
        head=(t._("What"), t._("Contest"), t._("Who decided"), t._("Number and reason")),
        rows=tuple(
            (
                _scope(naming, each),
                naming.contest(each.contest),
                ", ".join(text for text in (each.authority, naming.date(each.claimed)) if text),
                ": ".join((each.number, each.reason)),
            )
            for each in naming.contents.annulments
        ),
        texts=4,
        wide=(0, 1, 2, 3),
    )


def _scope(naming: Naming, each: AnnulmentPart) -> str:
    t = naming.t
    told = (
        t._("station {station}", station=each.station) if each.station else "",
        t._("area {area}", area=each.area) if each.area else "",
        naming.field(each.contest, each.selection) if each.selection else "",
        t._("box {box}", box=each.box) if each.box else "",
    )
    return ", ".join(text for text in told if text) or t._("All stations")
