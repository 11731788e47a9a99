"""Whether two counts agreed earlier: what the facts of each add up to, one after the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sverka.publish.two_records.earlier import agreed_before, figures_of
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import CountFact

FIELDS = ("apple", "pear")


def said(apple: int, pear: int | None = None, *, unread: tuple[str, ...] = ()) -> CountFact:
    selections = {"apple": apple} | ({} if pear is None else {"pear": pear})
    return CountFact(
        schema=SCHEMA,
        received="",
        contest="council",
        station="0001",
        account="hand",
        selections=selections,
        unread=unread,
    )


def test_a_correction_leaves_alone_what_it_does_not_state() -> None:
    assert figures_of([said(1, 2), said(3)], FIELDS)[-1] == {"apple": 3, "pear": 2}


def test_what_is_not_on_the_sheet_equals_zero() -> None:
    assert agreed_before([said(1), said(5)], [said(1, 0)], FIELDS) == (0, 0)


def test_what_nobody_could_read_never_agreed() -> None:
    unread = said(1, unread=("pear",))

    assert agreed_before([unread, said(5, 1)], [unread], FIELDS) is None


def test_the_latest_agreement_is_told() -> None:
    ours = [said(1, 1), said(2, 2), said(3, 3)]

    assert agreed_before(ours, [said(1, 1), said(2, 2)], FIELDS) == (1, 1)


counts = st.lists(st.builds(said, st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=4)


@given(counts, counts)
def test_ours_and_theirs_are_alike_to_it(ours: list[CountFact], theirs: list[CountFact]) -> None:
    there, back = agreed_before(ours, theirs, FIELDS), agreed_before(theirs, ours, FIELDS)

    assert (there is None) == (back is None)
    assert there is None or back is None or sum(there) == sum(back)
