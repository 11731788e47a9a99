"""A hundredth of what `make soak` does, and whether it would see anything."""

from __future__ import annotations

import pytest

from sverka.tlog.witnessing import format_size
from tests.tlog import oracle
from tests.tlog.oracle import CORPUS, ORACLES, corpus, judge
from tests.tlog.soak import changed, soak

SEED = 20_211_128


@pytest.mark.parametrize("name", ORACLES)
def test_kept_inputs_come_out_as_they_should(name: str) -> None:
    outcomes = {judge(name, content) for content in corpus(name)}

    assert "accepted" in outcomes
    assert "wrong" not in outcomes


def test_every_parser_has_kept_inputs_and_no_others_are_kept() -> None:
    assert {path.stem for path in CORPUS.iterdir()} == set(ORACLES)


def test_no_changed_input_breaks_a_parser_or_is_accepted_in_another_spelling() -> None:
    found = soak(SEED, 200)

    assert found["wrong"] == 0
    assert found["accepted"] > 500
    assert found["accepted"] + found["refused"] == found["inputs"] == 10_000


def test_the_same_seed_gives_the_same_inputs() -> None:
    assert changed(1, 1000) == changed(1, 1000) != changed(2, 1000)


@pytest.mark.parametrize("fails", [False, True])
def test_a_parser_that_is_lenient_or_breaks_is_seen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fails: bool
) -> None:
    def lenient(content: bytes) -> bool:
        digits = content.decode("utf-8", "strict" if fails else "replace").strip()
        return format_size(int(digits) if digits.isdecimal() else 0) == content

    monkeypatch.setitem(oracle.ORACLES, "size", lenient)
    found = changed(SEED, 500)

    assert found["wrong"] > 0
    assert capsys.readouterr().err.startswith("size: b")
