"""Reading expressions: a tokenizer and recursive descent, with the place and the cure of every mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.expression_tree import (
    Absolute,
    Aggregate,
    Arithmetic,
    Children,
    Demand,
    Expression,
    Function,
    Group,
    Number,
    OfAccount,
    OfContest,
    Operator,
    Previous,
    Registered,
    Relation,
    RowFigure,
    SelectionFigure,
)
from sverka.domain.ids import AccountId, ContestId, RowId, SelectionId
from sverka.errors import Fault

MOST_STEPS = 100  # operators and brackets in one text: keeps every walk over a tree shallow
LARGEST = 2**53  # whole numbers of JSON are exact up to here (RFC 8785)

TOKEN = re.compile(
    r"""(?P<row>\[[^\[\]{}]*\])
    | (?P<selection>\{[^\[\]{}]*\})
    | (?P<account>\w[\w.-]*:)
    | (?P<contest>\w[\w.-]*/)
    | (?P<number>[0-9]+)
    | (?P<word>[^\W\d]\w*)
    | (?P<demand><=|>=|!=|=|<|>)
    | (?P<sign>[-+*(),])
    | (?P<end>\Z)""",
    re.VERBOSE,
)
SPACE = re.compile(r"\s*")

CURES = {
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "−": "write - (the minus of the keyboard)",
    "–": "write - (the minus of the keyboard)",
    "×": "write *",
    "·": "write *",
    "/": "there is no division: multiply the other side",
    "÷": "there is no division: multiply the other side",
    ".": "only whole numbers: multiply both sides",
    "[": "a row is closed by ]: [10]",
    "{": "a selection is closed by }: {its-id}",
    "Σ": "write sum(…)",
    "∑": "write sum(…)",
}
FIGURE_CURE = "a row is [10], a selection {its-id}; or a number, sum(…), min(…), max(…), abs(…), registered"


class ExpressionError(Fault):
    """A text that is no expression: where it breaks (`position`, counted from 0) and the cure."""

    def __init__(self, what: str, *, text: str, position: int, cure: str) -> None:
        self.text = text
        self.position = position
        super().__init__(what, place=f"{text!r}, character {position + 1}", cure=cure)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int

    def __str__(self) -> str:
        return repr(self.text) if self.text else "the end"


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while True:
        position = _end_of_space(text, position)
        found = TOKEN.match(text, position)
        if found is None:
            character = text[position]
            what, cure = f"{character!r} means nothing here", CURES.get(character, FIGURE_CURE)
            raise ExpressionError(what, text=text, position=position, cure=cure)
        yield _Token(found.lastgroup or "", found.group(), position)
        if found.lastgroup == "end":
            return
        position = found.end()


def _end_of_space(text: str, position: int) -> int:
    space = SPACE.match(text, position)
    return space.end() if space else position


class Parser:
    """Recursive descent over one text; `away` is the word that led to other figures, if one did."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tuple(_tokens(text))
        self.at = 0
        self.away = ""
        steps = [token for token in self.tokens if token.text in {"+", "-", "*", "("}]
        if len(steps) > MOST_STEPS:
            self.at = self.tokens.index(steps[MOST_STEPS])
            what = f"more than {MOST_STEPS} operators and brackets"
            raise self.error(what, "use sum([1], [2], …) for long sums")

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.token
        self.at += 1
        return token

    def error(self, what: str, cure: str) -> ExpressionError:
        """A mistake at the present token."""
        return ExpressionError(what, text=self.text, position=self.token.position, cure=cure)

    def expect(self, sign: str) -> None:
        if self.token.text != sign:
            raise self.error(f"expected {sign!r}, found {self.token}", f"put {sign!r} here")
        self.take()

    def finish(self, cure: str) -> None:
        if self.token.kind != "end":
            cure = cure if self.token.kind == "demand" else FIGURE_CURE
            raise self.error(f"{self.token} is one too many", cure)

    def relation(self) -> Relation:
        left = self.expression()
        if self.token.kind != "demand":
            raise self.error("a control needs one of = != <= >= < > between its two sides", "like [10] = [9]")
        demand = Demand(self.take().text)
        return Relation(left, demand, self.expression())

    def expression(self) -> Expression:
        found = self.product()
        while self.token.text in {"+", "-"}:
            found = Arithmetic(found, Operator(self.take().text), self.product())
        return found

    def product(self) -> Expression:
        found = self.factor()
        while self.token.text == "*":
            found = Arithmetic(found, Operator(self.take().text), self.factor())
        return found

    def factor(self) -> Expression:
        match self.token.kind, self.token.text:
            case "number", _:
                return self.number()
            case (("row" | "selection"), _):
                return self.figure()
            case (("account" | "contest"), _):
                return self.elsewhere()
            case "word", _:
                return self.word()
            case _, "(":
                return self.in_brackets()
            case _:
                raise self.error(f"expected a figure, found {self.token}", FIGURE_CURE)

    def number(self) -> Number:
        if len(self.token.text) > 16 or int(self.token.text) > LARGEST:
            cure = f"whole numbers go up to {LARGEST}"
            raise self.error(f"{self.token.text} is larger than any count", cure)
        return Number(int(self.take().text))

    def figure(self) -> Expression:
        token = self.token
        name = token.text[1:-1].strip()
        if not name:
            raise self.error(f"{token} names nothing", "write its id between the brackets")
        self.take()
        return RowFigure(RowId(name)) if token.kind == "row" else SelectionFigure(SelectionId(name))

    def in_brackets(self) -> Expression:
        self.expect("(")
        found = self.expression()
        self.expect(")")
        return found

    def elsewhere(self) -> OfAccount | OfContest:
        self.leave()
        token = self.take()
        if self.token.kind in {"row", "selection"}:
            of = self.figure()
        elif self.token.text in set(Function):
            of = self.aggregate()
        else:
            what = f"expected a row, a selection or sum(…), found {self.token}"
            raise self.error(what, "like machine:[9] or list/[6]")
        self.away = ""
        name = token.text[:-1]
        return OfAccount(AccountId(name), of) if token.kind == "account" else OfContest(ContestId(name), of)

    def word(self) -> Expression:
        match self.token.text:
            case "registered":
                return self.registered()
            case "abs":
                self.take()
                return Absolute(self.in_brackets())
            case "sum" | "min" | "max":
                return self.aggregate()
            case "children" | "previous":
                return self.beneath_or_before()
            case "selections" | "contenders" as group:
                raise self.error(f"{group!r} is not one figure", f"write sum({group}) or max({group})")
            case _:
                raise self.error(f"{self.token} is no word of this language", FIGURE_CURE)

    def registered(self) -> Registered:
        self.leave()
        self.away = ""
        self.take()
        return Registered()

    def aggregate(self) -> Aggregate:
        function = Function(self.take().text)
        self.expect("(")
        of = [self.argument()]
        while self.token.text == ",":
            self.take()
            of.append(self.argument())
        self.expect(")")
        return Aggregate(function, tuple(of))

    def argument(self) -> Expression | Group:
        if self.token.text not in set(Group):
            return self.expression()
        if self.token.text == Group.CONTENDERS and self.away.endswith("/"):
            raise self.error("the contenders of another contest", "name its selections one by one")
        return Group(self.take().text)

    def beneath_or_before(self) -> Children | Previous:
        self.leave()
        start = self.at
        word = self.take().text
        of = self.in_brackets()
        self.away = ""
        if word == "previous":
            return Previous(of)
        if not _adds_up(of):
            self.at = start
            what = "children(…) is a sum over stations, and this does not add up"
            raise self.error(what, "inside it only figures, +, -, sum(…) and whole multiples")
        return Children(of)

    def leave(self) -> None:
        """Go to figures of another account, contest, level or time; only one step away is allowed."""
        word = self.token.text
        if self.away:
            cure = "inside it name figures of this account and contest only"
            raise self.error(f"{word!r} inside {self.away!r}", cure)
        self.away = word


def _adds_up(node: Expression | Group) -> bool:
    """Whether the value over a sum of stations is the sum of the stations' values."""
    match node:
        case RowFigure() | SelectionFigure() | Group():
            return True
        case Aggregate(Function.SUM, of):
            return all(_adds_up(part) for part in of)
        case Arithmetic(left, Operator.PLUS | Operator.MINUS, right):
            return _adds_up(left) and _adds_up(right)
        case Arithmetic(Number(), Operator.TIMES, part) | Arithmetic(part, Operator.TIMES, Number()):
            return _adds_up(part)
        case _:
            return False
