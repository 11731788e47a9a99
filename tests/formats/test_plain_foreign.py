"""Shapes of real exports that once were misread: each is right, or asks for the one thing it lacks."""

from __future__ import annotations

import pytest

from sverka.errors import Fault
from sverka.formats.plain import PlainPair, read_plain_pair


def pairs_of(left: str, right: str, **told: object) -> tuple[PlainPair, ...]:
    files = ("left.csv", left.encode()), ("right.csv", right.encode())
    return read_plain_pair(*files, **told)  # type: ignore[arg-type]


def pair_of(left: str, right: str, **told: object) -> PlainPair:
    [found] = pairs_of(left, right, **told)
    return found


def asked(left: str, right: str, **told: object) -> str:
    with pytest.raises(Fault) as raised:
        pairs_of(left, right, **told)
    return str(raised.value)


def test_a_column_of_ids_is_looked_at_contest_by_contest() -> None:
    units = [(at, contest) for contest in ("Mayor", "Council") for at in range(1, 31)]
    rows = [f"S{at},{contest},{at % 7},{at * len(contest) * 37 % 211}" for at, contest in units]
    text = "\n".join(["station,contest,district,A", *rows])

    assert [pair.contest for pair in pairs_of(text, text)] == ["Mayor", "Council"]
    assert "'district' looks like an identifier" in asked(text, text.replace("S9,Council,2", "S9,Council,3"))
