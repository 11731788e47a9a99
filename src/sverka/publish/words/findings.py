"""Findings in words: what is wrong, where on the paper, what to do now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sverka.domain.accounts import Account
from sverka.domain.election import Contest, Control, Election, Row, Selection
from sverka.domain.expressions import Piece, explain, parse_control
from sverka.domain.findings import Finding
from sverka.publish.language import N_, Translator
from sverka.publish.words.states import SEVERITIES

# By the sign of the control; {left} and {right} are the two sides' numbers.
CONTRADICTIONS: Mapping[str, str] = {
    "=": N_("The two sides should be equal: the left one is {left}, the right one {right}."),
    "!=": N_("The two sides should differ: both are {left}."),
    "<=": N_("The left side should be at most the right: it is {left}, the right one {right}."),
    ">=": N_("The left side should be at least the right: it is {left}, the right one {right}."),
    "<": N_("The left side should be less than the right: it is {left}, the right one {right}."),
    ">": N_("The left side should be more than the right: it is {left}, the right one {right}."),
}

FUNCTIONS: Mapping[str, str] = {
    "sum": N_("sum of"),
    "min": N_("smallest of"),
    "max": N_("largest of"),
    "abs": N_("size of"),
    "children": N_("sum over the stations of"),
    "previous": N_("the earlier figure of"),
    "registered": N_("voters on the list"),
    "selections": N_("all votes"),
    "contenders": N_("all votes but those against all"),
}


def contradiction(t: Translator, control: Control, finding: Finding) -> str:
    """What is wrong: the two sides of the control as numbers."""
    sign = parse_control(control.rule).demand.value
    return t._(CONTRADICTIONS[sign], left=t.number(finding.left), right=t.number(finding.right))


def what_to_do(t: Translator, control: Control) -> str:
    """What to do now, by how severe the control is."""
    return t._(SEVERITIES[control.severity].meaning)


def rule_said(t: Translator, control: Control, contest: Contest, election: Election) -> str:
    """The control's rule with the names of rows, selections and accounts for their ids."""
    pieces = explain(parse_control(control.rule))
    return " ".join("".join(_said(t, piece, contest, election) for piece in pieces).split())


def _said(t: Translator, piece: Piece, contest: Contest, election: Election) -> str:
    if piece.kind == "number":
        return t.number(int(piece.text))
    if piece.kind == "word":
        return t._(FUNCTIONS[piece.text]) if piece.text in FUNCTIONS else piece.text
    if piece.kind == "sign":
        return SIGNS.get(piece.text.strip(), piece.text)
    name = _name(t, piece, contest, election)
    return f"{name}: " if piece.kind in {"account", "contest"} else f"[{name}]"


SIGNS = {"<=": " ≤ ", ">=": " ≥ ", "!=": " ≠ ", "*": " × ", "-": " − ", "(": " ("}


def _name(t: Translator, piece: Piece, contest: Contest, election: Election) -> str:
    """The name of the row, selection, account or contest that a piece stands for."""
    named: Mapping[str, Iterable[Row | Selection | Account | Contest]] = {
        "row": contest.rows,
        "selection": contest.selections,
        "account": election.accounts.values(),
        "contest": election.contests.values(),
    }
    return next((t.name(each.names) for each in named[piece.kind] if each.id == piece.id), piece.id)
