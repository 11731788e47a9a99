"""The demo: a script of public commands that builds an election folder, and removes nothing that is not its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from sverka.audits.sampling import draw_sample
from sverka.cli.demo import Pace, script
from sverka.cli.demo_folders import clear
from sverka.elections import text_of
from sverka.errors import Fault, Refused
from sverka.practice.hand_out import LIST, list_of
from sverka.practice.overlay import changed
from sverka.practice.recipe import RuleChange
from tests.practice.replayed import recipe, replayed

PLACES = {"dir": "D", "files": "F", "port": "8080"}


def steps(command: str) -> list[tuple[str, ...]]:
    return [step.arguments for step in script(PLACES) if step.arguments[0] == command]


def test_every_file_of_the_replay_is_taken_in_but_the_other_explanation() -> None:
    taken = [step[2].removeprefix("F/") for step in steps("add")]
    handed_out = [name for name, _ in replayed().files()]

    assert sorted(taken) == sorted({*handed_out, "photos", "recounts.csv"} - {"page-2-doubled.csv"})


def test_the_dice_of_the_demo_draw_the_stations_that_the_recipe_recounts() -> None:
    rolls = [step for step in steps("group") if step[1] == "roll"]
    seed = "".join(step[step.index("--typed") + 1].rpartition(":")[2] for step in rolls)
    drawn = draw_sample([(station, None) for station in replayed().ground.units], seed, 60)
    plan = recipe().group

    assert plan is not None
    assert sorted(each.unit for each in drawn) == plan.drawn


def test_seven_are_invited_and_five_sign_one_of_them_with_an_opinion() -> None:
    answers = [step[1] for step in steps("group") if step[1] in {"sign", "opinion", "refuse"}]

    assert sorted(answers) == ["opinion", "refuse", "refuse", "sign", "sign", "sign", "sign"]


def test_files_come_in_after_what_they_say_was_counted() -> None:
    received = [step[step.index("--received") + 1] for step in steps("add")]
    ends = [wave.ends.isoformat()[:16] for wave in (*recipe().machine_waves, *recipe().hand_waves)]

    assert received == sorted(received)
    assert all(any(moment[:16] >= end for moment in received) for end in ends)


def test_the_annulled_stations_are_those_of_the_replay() -> None:
    (annul,) = steps("annul")

    assert annul[2:22] == replayed().annulled
    assert annul[annul.index("--number") + 1] == recipe().annulled.number
    assert annul[annul.index("--authority") + 1] == recipe().annulled.authority
    assert annul[annul.index("--reason") + 1] == recipe().annulled.reason


def test_the_rule_that_was_changed_after_the_vote_is_one_line_of_the_definition() -> None:
    before = text_of(recipe().of)
    after = changed(before, recipe().rule_changes[0])
    lines = set(before.splitlines()) ^ set(after.splitlines())

    assert lines == {'rounding = "nearest"', 'rounding = "up"'}


def test_a_line_that_is_not_there_cannot_change() -> None:
    change = RuleChange(name="later", line="rounding = 7", becomes="")
    with pytest.raises(Fault, match="not one line"):
        changed(text_of(recipe().of), change)


def test_a_replay_waits_as_long_as_its_speed_says(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("sverka.cli.demo.time.sleep", waits.append)
    monkeypatch.setattr("sverka.cli.demo.time.monotonic", lambda: 100.0)
    pace = Pace(speed=3600, began=100.0)
    for moment in ("2021-11-28T20:00+06:00", "2021-11-28T22:00+06:00"):
        pace.wait_for(datetime.fromisoformat(moment))
    Pace(speed=0, began=100.0).wait_for(datetime.fromisoformat("2021-11-28T22:00+06:00"))

    assert waits == [0.0, 2.0]


def test_the_script_says_why_before_it_shows_its_first_command() -> None:
    assert next(script(PLACES)).why


def test_folders_that_are_not_there_or_empty_are_fine(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()

    clear(tmp_path / "demo", tmp_path / "demo-files")


def a_demo(folder: Path) -> tuple[Path, Path]:
    """What an interrupted or finished demo leaves."""
    election, practice = folder / "demo", folder / "demo-files"
    files = {"definition.toml": b"[election]\n", "stations.csv": b"id\n"}
    practice.mkdir()
    (practice / LIST).write_bytes(list_of(files))
    (practice / "definition.toml").write_bytes(files["definition.toml"])
    (election / "record").mkdir(parents=True)
    (election / "election.toml").write_bytes(files["definition.toml"])
    return election, practice


def test_a_second_demo_removes_the_first(tmp_path: Path) -> None:
    election, practice = a_demo(tmp_path)
    clear(election, practice)

    assert not election.exists()
    assert list(practice.iterdir()) == []


def foreign_file_beside(election: Path, practice: Path) -> None:
    (practice / "thesis.txt").write_text("irreplaceable")


def changed_definition(election: Path, practice: Path) -> None:
    (election / "election.toml").write_text("[election]\nid = 'mine'\n")


def no_list(election: Path, practice: Path) -> None:
    (practice / LIST).unlink()


def another_folder(election: Path, practice: Path) -> None:
    (election / "election.toml").rename(election / "notes.toml")


@pytest.mark.parametrize("spoil", [foreign_file_beside, changed_definition, no_list, another_folder])
def test_a_folder_that_is_not_a_demo_stays_as_it_is(tmp_path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    election, practice = a_demo(tmp_path)
    spoil(election, practice)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Refused, match="stays as it is"):
        clear(election, practice)

    assert sorted(tmp_path.rglob("*")) == before
