"""docs/definition.md tells the truth: its examples are read, its errors are those that a person gets."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from sverka.domain.election import Election
from sverka.domain.expressions import parse_expression
from sverka.errors import Fault
from sverka.formats import definition_file
from sverka.formats.alias_table import read_aliases
from sverka.formats.definition import parse_definition
from sverka.formats.stations import read_stations

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "definition.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.M | re.S)


@pytest.fixture(scope="module")
def mayor() -> Election:
    return parse_definition(blocks("toml")[0], name="mayor.toml")


def test_the_small_definition_to_copy_is_read(mayor: Election) -> None:
    (contest,) = mayor.contests.values()

    assert [each.names.en for each in contest.selections] == ["Candidate 1", "Candidate 2", "Against all"]


def test_its_stations_and_their_aliases_are_read(mayor: Election) -> None:
    stations, aliases = blocks("csv")
    places = read_stations(stations.encode(), name="stations.csv", election=mayor)

    assert list(places.stations) == ["0001", "0002", "0003"]
    assert read_aliases(aliases.encode(), name="aliases.csv", places=places)[0].station == "0001"


def test_the_errors_it_shows_are_those_that_a_person_gets() -> None:
    shown = blocks("text")[-1].splitlines()
    good = blocks("toml")[0]
    misspelled = good.replace('id = "second"\n', 'id = "second"\nkynd = "candidate"\n')

    assert message(misspelled) == shown[:2]
    assert message(good.replace("[2] = sum(", "[12] = sum(")) == shown[2:]


def message(text: str) -> list[str]:
    with pytest.raises(Fault) as caught:
        parse_definition(text, name="mayor.toml")
    return str(caught.value).splitlines()


def test_every_key_of_the_file_is_described() -> None:
    keys = {key for table in tables() for key in table.__struct_fields__}

    assert {
        key for key in keys if f"`{key}`" not in DOCUMENT and not re.search(rf"\b{key}\b", DOCUMENT)
    } == set()


def tables() -> list[type[msgspec.Struct]]:
    found = vars(definition_file).values()
    return [each for each in found if isinstance(each, type) and issubclass(each, msgspec.Struct)]


def test_every_expression_it_shows_can_be_parsed() -> None:
    shown = next(block for block in blocks("text") if "sum(selections)" in block)
    texts = re.findall(
        r"(?:^|  )((?:[a-z]+[:/])?(?:\[[\w.]+\]|\{[\w-]+\}|[a-z]+\(.*?\)|registered))  ", shown, re.M
    )

    assert len(texts) >= 8
    for text in texts:
        parse_expression(text)
