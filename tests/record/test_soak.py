"""A hundredth of the long run over facts."""

from __future__ import annotations

from tests.record.soak import judge, soak


def test_no_changed_fact_is_accepted_in_two_spellings_or_crashes() -> None:
    found = soak(20211128, 200)

    assert found["inputs"] == 10_000
    assert found["wrong"] == 0
    assert found["accepted"] > 100


def test_the_judge_knows_a_second_spelling() -> None:
    assert judge(b'{"kind":"statement","schema":1}') == "accepted"
    assert judge(b'{"kind":"statement", "schema":1}') == "refused"
    assert judge(b'{"kind":"statement","kind":"statement","schema":1}') == "refused"
    assert (
        judge(b'{"kind":"key","reason":"","received":"r","schema":1,"state":"retired","vkey":"v"}')
        == "accepted"
    )
    assert (
        judge(
            b'{"kind":"key","reason":"r","received":"r","schema":1,"state":"retired","supersedes":"","vkey":"v"}'
        )
        == "refused"
    )
