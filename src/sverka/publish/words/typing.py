"""What a typing sheet says to the person who types, and why a field is open, in words."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.domain.counts import Source
from sverka.domain.election import Contest, Election
from sverka.domain.typing_sheets import ContestSheet, TypingSheet
from sverka.formats.typing_sheet import SheetWords
from sverka.publish.language import N_, Translator
from sverka.reconcile.double_entry import Open

INSTRUCTIONS = (
    N_("How to type"),
    N_("Open the picture that column A names, and type what stands on the paper, one line for each station."),
    N_("Type what you see, even where it cannot be right: a wrong sum is on the paper, or it is not."),
    N_("Nothing is not zero: type 0 only where the paper says 0."),
    N_("Type ? where a figure cannot be read, and - where the sheet has no such row."),
    N_("Leave empty what you have not typed yet. Empty cells are asked for again."),
    N_("Type by yourself, and do not look at another person's sheet: another person types the same papers."),
    N_("Where two people typed different things, both get the field back without what the other typed."),
    N_("Grey cells are not asked for. Do not move lines or columns, and write no remark into the sheet."),
    N_("Do not write your name into this workbook or its file name."),
)

WHY: Mapping[Open, str] = {
    Open.NOT_TYPED: N_("nobody typed it"),
    Open.TYPED_ONCE: N_("typed by one person alone"),
    Open.READ_ONCE: N_("a number by one person, no number by another"),
    Open.DIFFERS: N_("typed differently"),
    Open.NO_TWO_AGREE: N_("typed by three people, and no two agree"),
}


def sheet_words(t: Translator, sheet: TypingSheet, election: Election) -> SheetWords:
    """The words of one person's sheet."""
    return SheetWords(
        how=t._(INSTRUCTIONS[0]),
        instructions=tuple(map(t._, INSTRUCTIONS)),
        headings={each.contest: _heading(t, sheet, election, each) for each in sheet.contests},
        titles={each.contest: _titles(t, each, election.contests[each.contest]) for each in sheet.contests},
        picture=t._("Picture"),
        station=t._("Station"),
        check=t._("Line"),
        wrong=t._("Not a count"),
        cure=t._("Type a whole number, ? where it cannot be read, - where the sheet has no such row."),
    )


def why_open(t: Translator, why: Open) -> str:
    """Why a field is open."""
    return t._(WHY[why])


def whose(t: Translator, source: Source, election: Election) -> str:
    """An account by its name, with who holds the papers."""
    name = t.name(election.accounts[source.account].names)
    return f"{name} ({source.holder})" if source.holder else name


def _heading(t: Translator, sheet: TypingSheet, election: Election, contest: ContestSheet) -> str:
    name = t.name(election.contests[contest.contest].names)
    return " · ".join((name, whose(t, sheet.source, election), sheet.person))


def field_titles(t: Translator, contest: Contest) -> dict[str, str]:
    """Each field as the form calls it: its number, then its name."""
    rows = {str(row.id): f"{row.id} · {t.name(row.names)}" for row in contest.rows}
    ballot = {str(each.id): (each.number, t.name(each.names)) for each in contest.selections}
    return rows | {id_: f"{number} · {name}" if number else name for id_, (number, name) in ballot.items()}


def _titles(t: Translator, sheet: ContestSheet, contest: Contest) -> tuple[str, ...]:
    titles = field_titles(t, contest)
    return tuple(titles[each] for each in sheet.fields)
