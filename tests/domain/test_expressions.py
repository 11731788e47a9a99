"""Expressions of control ratios: what they say, how they fail, and that writing them is the twin of reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.expression_parser import MOST_STEPS
from sverka.domain.expressions import (
    Absolute,
    Aggregate,
    Arithmetic,
    Children,
    Demand,
    Expression,
    ExpressionError,
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
    explain,
    format_expression,
    names_in,
    parse_control,
    parse_expression,
)
from sverka.domain.ids import AccountId, ContestId, RowId, SelectionId

# --- what texts say ---------------------------------------------------------------------------------------------


def row(number: str) -> RowFigure:
    return RowFigure(RowId(number))


def party(name: str) -> SelectionFigure:
    return SelectionFigure(SelectionId(name))


@pytest.mark.parametrize(
    "text, tree",
    [
        ("[1a]", row("1a")),
        ("[ 10 ]", row("10")),
        ("{ата-журт}", party("ата-журт")),
        ("12", Number(12)),
        ("registered", Registered()),
        ("machine:[9]", OfAccount(AccountId("machine"), row("9"))),
        ("list/[6]", OfContest(ContestId("list"), row("6"))),
        ("children([10])", Children(row("10"))),
        ("previous({a})", Previous(party("a"))),
        ("abs([1])", Absolute(row("1"))),
        ("sum(selections)", Aggregate(Function.SUM, (Group.SELECTIONS,))),
        ("max(contenders, [3])", Aggregate(Function.MAX, (Group.CONTENDERS, row("3")))),
        (
            "machine:sum(selections)",
            OfAccount(AccountId("machine"), Aggregate(Function.SUM, (Group.SELECTIONS,))),
        ),
    ],
)
def test_each_word_of_the_language_says_one_thing(text: str, tree: Expression) -> None:
    assert parse_expression(text) == tree


def test_times_binds_before_plus_and_minus_goes_from_left_to_right() -> None:
    assert parse_expression("[1] - [2] - 3 * [4]") == parse_expression("([1] - [2]) - (3 * [4])")
    assert parse_expression("[1] - ([2] - [3])") != parse_expression("[1] - [2] - [3]")


def test_a_hyphen_belongs_to_the_id_it_stands_in() -> None:
    assert parse_expression("observer-copy:[9]") == OfAccount(AccountId("observer-copy"), row("9"))
    assert parse_expression("registered-[9]") == Arithmetic(Registered(), Operator.MINUS, row("9"))


@pytest.mark.parametrize("sign", list(Demand))
def test_a_control_says_what_must_hold_between_its_sides(sign: Demand) -> None:
    assert parse_control(f"[10]{sign}{{a}} + 1") == Relation(row("10"), sign, parse_expression("{a} + 1"))


# --- what they name ---------------------------------------------------------------------------------------------


def test_names_are_listed_once_and_apart_for_other_contests() -> None:
    named = names_in(parse_control("[10] + machine:[9] = sum([10], {a}, contenders) - list/[6] + list/{b}"))

    assert named.rows == ("10", "9")
    assert named.selections == ("a",)
    assert named.groups == (Group.CONTENDERS,)
    assert named.accounts == ("machine",)
    assert list(named.contests) == ["list"]
    assert named.contests[ContestId("list")].rows == ("6",)
    assert named.contests[ContestId("list")].selections == ("b",)


def test_pieces_carry_the_ids_that_pages_replace_by_names() -> None:
    pieces = explain(parse_control("[10] = machine:{a} + 1"))

    assert [(p.kind, p.id or p.text.strip()) for p in pieces] == [
        ("row", "10"),
        ("sign", "="),
        ("account", "machine"),
        ("selection", "a"),
        ("sign", "+"),
        ("number", "1"),
    ]


# --- how they fail ----------------------------------------------------------------------------------------------

BAD_CONTROLS = {  # text: (position, a word of what is wrong, a word of the cure)
    "": (0, "the end", "a row is"),
    "[10]": (4, "needs one of", "[10] = [9]"),
    "[10] = ": (7, "the end", "a row is"),
    "[10] == [9]": (6, "found '='", "a row is"),
    "[10] = [9] = [8]": (11, "one too many", "two controls"),
    "[10] = [9] [8]": (11, "one too many", "a row is"),
    "[10] ≤ [9]": (5, "'≤' means nothing", "write <="),
    "[10] = [9] / 2": (11, "'/' means nothing", "no division"),
    "[10] = 1.5": (8, "'.' means nothing", "whole numbers"),
    "[10 = 9": (0, "'[' means nothing", "closed by ]"),
    "{a = 9": (0, "'{' means nothing", "closed by }"),
    "[] = 1": (0, "names nothing", "its id"),
    "{ } = 1": (0, "names nothing", "its id"),
    "valid = 1": (0, "'valid' is no word", "a row is [10]"),
    "Sum(selections) = 1": (0, "'Sum' is no word", "sum(…)"),
    "Σ = 1": (0, "'Σ' is no word", "sum(…)"),
    "selections = 1": (0, "not one figure", "sum(selections)"),
    "sum() = 1": (4, "found ')'", "a row is"),
    "sum([1] = 1": (8, "expected ')'", "put ')'"),
    "sum [1] = 1": (4, "expected '('", "put '('"),
    "([1] = 1": (5, "expected ')'", "put ')'"),
    "- [1] = 1": (0, "found '-'", "a row is"),
    "machine: = 1": (9, "found '='", "machine:[9]"),
    "machine:list/[9] = 1": (8, "found 'list/'", "machine:[9]"),
    "machine:registered = 1": (8, "found 'registered'", "machine:[9]"),
    "list/max(contenders) = 1": (9, "contenders of another contest", "one by one"),
    "machine:sum(list/[9]) = 1": (12, "'list/' inside 'machine:'", "this account and contest"),
    "previous(registered) = 1": (9, "'registered' inside 'previous'", "this account and contest"),
    "children(previous([1])) = 1": (9, "'previous' inside 'children'", "this account and contest"),
    "children(abs([1])) = 1": (0, "does not add up", "only figures"),
    "children([1] + 1) = 1": (0, "does not add up", "only figures"),
    "children([1] * [2]) = 1": (0, "does not add up", "only figures"),
    "[1] = 9007199254740993": (6, "larger than any count", "9007199254740992"),
    "[1] = " + "9" * 5000: (6, "larger than any count", "9007199254740992"),
    "[1] = " + "(" * 5000: (6 + MOST_STEPS, "more than 100", "sum("),
    "[1] = 1" + "+1" * 5000: (7 + 2 * MOST_STEPS, "more than 100", "sum("),
    "[1] = ١": (6, "means nothing", "a row is"),  # an Arabic one: digits are 0-9
}


@pytest.mark.parametrize("text", BAD_CONTROLS, ids=lambda text: text[:30])
def test_a_broken_control_names_the_place_and_the_cure(text: str) -> None:
    position, what, cure = BAD_CONTROLS[text]

    with pytest.raises(ExpressionError) as caught:
        parse_control(text)

    assert caught.value.position == position
    assert what in caught.value.what
    assert cure in caught.value.cure
    assert f"character {position + 1}" in str(caught.value)


def test_a_base_is_no_control() -> None:
    with pytest.raises(ExpressionError, match="one too many"):
        parse_expression("[10] = [9]")


# --- laws -------------------------------------------------------------------------------------------------------

IDS = st.text("abcабвөү0129-_.", min_size=1, max_size=6)
PREFIXES = st.from_regex(r"\A\w[\w.-]{0,6}\Z")
FIGURES: st.SearchStrategy[Expression] = st.one_of(
    IDS.map(lambda name: RowFigure(RowId(name))), IDS.map(lambda name: SelectionFigure(SelectionId(name)))
)


def sums(groups: st.SearchStrategy[Group]) -> st.SearchStrategy[Expression]:
    arguments = st.lists(FIGURES | groups, min_size=1, max_size=3).map(tuple)
    return st.builds(Aggregate, st.just(Function.SUM), arguments)


SUMS = sums(st.sampled_from(Group))
SUMS_OF_ANOTHER = sums(st.just(Group.SELECTIONS))  # who contends elsewhere is not known here
LEAVES: st.SearchStrategy[Expression] = st.one_of(
    FIGURES,
    st.integers(0, 2**53).map(Number),
    st.just(Registered()),
    st.builds(OfAccount, PREFIXES.map(AccountId), FIGURES | SUMS),
    st.builds(OfContest, PREFIXES.map(ContestId), FIGURES | SUMS_OF_ANOTHER),
    st.builds(Children, FIGURES | SUMS),
    st.builds(Previous, FIGURES | SUMS),
)


def larger(smaller: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    arguments = st.lists(smaller | st.sampled_from(Group), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Arithmetic, smaller, st.sampled_from(Operator), smaller),
        st.builds(Aggregate, st.sampled_from(Function), arguments),
        st.builds(Absolute, smaller),
    )


EXPRESSIONS = st.recursive(LEAVES, larger, max_leaves=12)
RELATIONS = st.builds(Relation, EXPRESSIONS, st.sampled_from(Demand), EXPRESSIONS)


@given(EXPRESSIONS)
def test_reading_what_was_written_gives_the_same_expression(tree: Expression) -> None:
    assert parse_expression(format_expression(tree)) == tree


@given(RELATIONS)
def test_reading_what_was_written_gives_the_same_control(tree: Relation) -> None:
    assert parse_control(format_expression(tree)) == tree


@given(RELATIONS)
def test_spaces_between_words_mean_nothing(tree: Relation) -> None:
    text = "".join(f" {piece.text} " if piece.kind == "sign" else piece.text for piece in explain(tree))

    assert parse_control(text) == tree


@given(st.text("[]{}()<>=!+-*/,: 019abмsumregistered", max_size=30))
def test_any_text_is_a_control_or_a_located_error(text: str) -> None:
    found: Relation | ExpressionError
    try:
        found = parse_control(text)
    except ExpressionError as error:
        found = error

    assert isinstance(found, Relation) or (0 <= found.position <= len(text) and found.cure)
