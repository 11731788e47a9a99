"""Every broken file gives one clear message with place and cure."""

from __future__ import annotations

import pytest

from sverka.domain.ids import AccountId
from sverka.errors import Fault
from sverka.formats.mappings import load_mapping
from sverka.formats.plain import read_plain_pair
from sverka.formats.reading import read_counts
from tests.formats.bad_counts import BAD_COUNTS, BAD_PAIRS, BadFile, BadPair
from tests.small_election import small_election


def test_the_table_is_large_enough_and_its_names_are_distinct() -> None:
    names = [*(each.name for each in BAD_COUNTS), *(each.name for each in BAD_PAIRS)]

    assert len(BAD_COUNTS) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("bad", BAD_COUNTS, ids=lambda bad: bad.name)
def test_a_broken_file_of_counts(bad: BadFile) -> None:
    told = dict(zip(bad.options[::2], bad.options[1::2], strict=True))
    with pytest.raises(Fault) as raised:
        read_counts(
            bad.content,
            name=bad.filename,
            election=small_election(contests=1),
            account=AccountId(told["--account"]) if "--account" in told else None,
            format=told.get("--format"),
            mapping=load_mapping(bad.mapping, "map.toml") if bad.mapping else None,
        )

    message = str(raised.value)
    for words in bad.says:
        assert words in message
    assert bad.filename in message or "map.toml" in message or "--format" in told


@pytest.mark.parametrize("bad", BAD_PAIRS, ids=lambda bad: bad.name)
def test_two_tables_that_cannot_be_compared(bad: BadPair) -> None:
    told = {
        key.removeprefix("--"): value for key, value in zip(bad.options[::2], bad.options[1::2], strict=True)
    }
    with pytest.raises(Fault) as raised:
        read_plain_pair(
            ("left.csv", bad.left.encode()),
            ("right.csv", bad.right.encode()),
            station=[told["station"]] if "station" in told else [],
            contest=told.get("contest"),
        )

    message = str(raised.value)
    for words in bad.says:
        assert words in message
