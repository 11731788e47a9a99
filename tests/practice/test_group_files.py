"""What the group of the shipped replay works with."""

from __future__ import annotations

from functools import cache

from sverka.elections import text_of
from sverka.formats.definition import parse_definition
from sverka.practice.group_files import group_files, group_text
from sverka.practice.overlay import overlaid
from tests.practice.replayed import recipe, replayed


@cache
def files() -> dict[str, str]:
    plan = recipe().group
    assert plan is not None
    return {name: content.decode() for name, content in group_files(replayed(), plan)}


def stations(name: str) -> list[str]:
    return files()[name].split()


def test_six_hundred_stations_are_asked_for_and_a_hundred_and_one_granted() -> None:
    asked = [station for number in "1234" for station in stations(f"application-{number}.txt")]
    granted = [station for number in "124" for station in stations(f"granted-{number}.txt")]

    assert (len(asked), len(set(asked)), len(granted)) == (600, 600, 101)
    assert set(granted) < set(asked)


def test_what_is_not_granted_was_withdrawn() -> None:
    for number in "1234":
        left = set(stations(f"application-{number}.txt")) - set(stations(f"withdrawn-{number}.txt"))
        assert left == set(files().get(f"granted-{number}.txt", "").split())


def test_the_granted_stations_lie_in_thirteen_districts() -> None:
    area = dict(zip(replayed().ground.units, replayed().ground.area, strict=True))
    granted = [station for number in "124" for station in stations(f"granted-{number}.txt")]

    assert len({area[station] for station in granted}) == 13


def test_every_recount_is_decided_or_disputed() -> None:
    counted = [line.split(",")[0] for line in files()["recounts.csv"].splitlines()[1:]]

    assert sorted(counted) == sorted([*stations("decided.txt"), *stations("disputed.txt")])


def test_recounts_are_as_the_protocols_but_for_the_disputed() -> None:
    table = replayed().lists.hand
    hand = dict(zip(table.units, table.values, strict=True))
    for line in files()["recounts.csv"].splitlines()[1:]:
        station, _, _, *cells = line.split(",")
        assert (list(map(int, cells)) == hand[station].tolist()) is (station not in stations("disputed.txt"))


def test_the_definition_has_the_group_with_its_keys() -> None:
    plan = recipe().group
    assert plan is not None
    text = overlaid(text_of(recipe().of), recipe()) + group_text(recipe(), plan)
    group = parse_definition(text, name="definition.toml").group

    assert group is not None
    assert [member.party for member in group.members.values()] == [f"party-{letter}" for letter in "abcdefg"]
