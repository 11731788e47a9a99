"""The small language of control ratios and bases: text to trees and back.

::

    [10]                  a row of the form            {ata-jurt}         votes for one selection
    sum(selections)       votes for all selections     sum(contenders)    … without "against all"
    sum([3], [4])         also min(…) and max(…)       abs([3] - [4])     without its sign
    machine:[9]           another account's figure of the same unit and contest
    list/[6]              another contest's figure of the same unit and account
    children([10])        the sum over the stations beneath an area
    previous([10])        the figure before the last count of the unit
    registered            voters on the list, from the table of stations
    + - * ( ) 12          arithmetic on whole numbers; a minus between words needs spaces around it

A control is two expressions with one of = != <= >= < > between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sverka.domain.expression_parser import ExpressionError, Parser
from sverka.domain.expression_tree import (
    Absolute,
    Aggregate,
    Arithmetic,
    Children,
    Demand,
    Expression,
    Function,
    Group,
    Named,
    Number,
    OfAccount,
    OfContest,
    Operator,
    Previous,
    Registered,
    Relation,
    RowFigure,
    SelectionFigure,
    names_in,
)

__all__ = [
    "Absolute",
    "Aggregate",
    "Arithmetic",
    "Children",
    "Demand",
    "Expression",
    "ExpressionError",
    "Function",
    "Group",
    "Named",
    "Number",
    "OfAccount",
    "OfContest",
    "Operator",
    "Piece",
    "Previous",
    "Registered",
    "Relation",
    "RowFigure",
    "SelectionFigure",
    "explain",
    "format_expression",
    "names_in",
    "parse_control",
    "parse_expression",
]


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Expression:
    """The expression a text says, e.g. `[10] + [11]`."""
    parser = Parser(text)
    found = parser.expression()
    parser.finish("a control's sign (=, <=, …) does not belong in an expression: give one figure")
    return found


@lru_cache(maxsize=4096)
def parse_control(text: str) -> Relation:
    """The control ratio a text says, e.g. `[10] = sum(selections)`."""
    parser = Parser(text)
    found = parser.relation()
    parser.finish("a control has one sign only: make two controls of it")
    return found


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of a written expression, so that pages can print names instead of ids.

    `kind` : row, selection, account or contest, with the `id` of what is named; else number, word, sign
    """

    kind: str
    text: str
    id: str = ""


@lru_cache(maxsize=4096)
def named_contests(rules: tuple[str, ...]) -> frozenset[str]:
    """The contests that control ratios speak of by name: those beside the one whose controls they are."""
    pieces = (piece for rule in rules for piece in explain(parse_control(rule)))
    return frozenset(piece.id for piece in pieces if piece.kind == "contest")


WORDS = {Absolute: "abs", Children: "children", Previous: "previous"}


def format_expression(expression: Expression | Relation) -> str:
    """The text that says the expression; reading it back gives the same tree."""
    return "".join(piece.text for piece in explain(expression))


def explain(node: Expression | Relation | Group) -> Iterator[Piece]:
    """The pieces of the text that says the expression, for pages that print names instead of ids."""
    match node:
        case Relation(left, sign, right) | Arithmetic(left, sign, right):
            yield from _side(left, node, on_the_right=False)
            yield Piece("sign", f" {sign.value} ")
            yield from _side(right, node, on_the_right=True)
        case OfAccount(account, of):
            yield Piece("account", f"{account}:", account)
            yield from explain(of)
        case OfContest(contest, of):
            yield Piece("contest", f"{contest}/", contest)
            yield from explain(of)
        case Aggregate(function, parts):
            yield from _call(function.value, parts)
        case Absolute() | Children() | Previous():
            yield from _call(WORDS[type(node)], (node.of,))
        case _:
            yield _figure(node)


def _figure(node: Number | RowFigure | SelectionFigure | Registered | Group) -> Piece:
    match node:
        case Number(value):
            return Piece("number", str(value))
        case RowFigure(row):
            return Piece("row", f"[{row}]", row)
        case SelectionFigure(selection):
            return Piece("selection", f"{{{selection}}}", selection)
        case Registered():
            return Piece("word", "registered")
        case Group():
            return Piece("word", node.value)


def _call(word: str, of: tuple[Expression | Group, ...]) -> Iterator[Piece]:
    yield Piece("word", word)
    yield Piece("sign", "(")
    for number, part in enumerate(of):
        yield from (Piece("sign", ", "),) if number else ()
        yield from explain(part)
    yield Piece("sign", ")")


def _side(part: Expression, whole: Relation | Arithmetic, *, on_the_right: bool) -> Iterator[Piece]:
    """One side of a sign, in brackets where reading left to right would make another tree of it."""
    brackets = _binds(part) < _binds(whole) + on_the_right
    yield from (Piece("sign", "("),) if brackets else ()
    yield from explain(part)
    yield from (Piece("sign", ")"),) if brackets else ()


def _binds(node: Expression | Relation) -> int:
    match node:
        case Relation():
            return 0
        case Arithmetic(_, Operator.TIMES, _):
            return 2
        case Arithmetic():
            return 1
        case _:
            return 3
