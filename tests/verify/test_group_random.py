"""Two programs that share no line allow and refuse the same acts, whatever the group tries."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from sverka.audits.population import format_population
from sverka.formats.definition import parse_definition
from sverka.publish.group.state import GroupState
from sverka.record.group_facts import AnyGroupFact, OpinionFact, RefusalFact, SignatureFact
from sverka_verify import STEPS, Facts, Place, Report, Tree
from sverka_verify import Group as Verified
from tests.group_town import KEYS, KINDS, group_table, step
from tests.town import DEFINITION
from tests.verify.group_story import DIGITS, drawn_list, population_of
from tests.verify.scribe import (
    Scribe,
    answer,
    application,
    commitment,
    dice,
    final_document,
    first_definition,
    grant,
    sample,
    withdrawal,
)

STATIONS = tuple(f"{number:04}" for number in range(1, 5))
NAMES = "1234"  # of applications and drawings
TEXT = f"{DEFINITION}\n{group_table()}"


class Tries:
    """Acts drawn at random; some of those that the rules do not allow are written all the same."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.scribe = Scribe([])
        self.scribe.link(first_definition(self.scribe.keep(TEXT.encode())))
        self.population = self.scribe.keep(format_population(population_of()))
        self.group = parse_definition(TEXT, name="town").group
        self.state = GroupState("town-2026-05-17")

    def act(self) -> None:
        """One more act."""
        draw = self.random.choice([self.case] * 5 + [self.apply] * 2 + [self.draw] * 3 + [self.answer] * 2)
        fact = self.scribe.signed(draw(), *self.signers())
        known = len(self.state.wrong)
        self.state.read(self.scribe.size, fact, self.group)
        if len(self.state.wrong) > known and self.random.random() < 0.8:
            self.state.wrong.pop()
        else:
            self.scribe.put(fact)

    def signers(self) -> list[str]:
        """One to three members, seldom a stranger."""
        names = [*KINDS] if self.random.random() < 0.97 else [*KEYS]
        return self.random.sample(names, self.random.randint(1, 3))

    def maybe(self, **fields: object) -> dict[str, Any]:
        """Each of these fields, most of the time."""
        return {key: said for key, said in fields.items() if self.random.random() < 0.9}

    def case(self) -> AnyGroupFact:
        kind = self.random.choice([kind for kind in STEPS if kind] + ["decided", "dissent", "recounted"])
        said = self.maybe(reason="so")
        said |= self.maybe(stands="hand") if kind == "decided" or self.random.random() < 0.05 else {}
        said |= self.maybe(authority="Court") if kind == "in-court" or self.random.random() < 0.05 else {}
        if self.random.random() < 0.2:
            said |= {"application": self.random.choice(NAMES)}
        return replace(step(self.random.choice(STATIONS), kind), **said)

    def apply(self) -> AnyGroupFact:
        number, stations = self.random.choice(NAMES), self.random.sample(STATIONS, self.random.randint(1, 3))
        stations += stations[:1] * (self.random.random() < 0.1)
        acts: list[AnyGroupFact] = [
            application(number, stations, self.random.choice([*KINDS, "a newspaper"])),
            withdrawal(number, *stations[: self.random.randint(0, 3)]),
            grant(number, *stations[1:], declined=stations[:1]),
        ]
        return self.random.choice(acts)

    def draw(self) -> AnyGroupFact:
        name, known = self.random.choice(NAMES), self.state.drawings.by_id
        committed = known[name].committed.sha256 if name in known else "ab" * 32
        kind = self.random.choice(["commitment", "dice", "dice", "sample"])
        if kind == "commitment":
            size = self.random.choice([0, 1, 2, 2, 2, 3, 4])
            return commitment(name, self.scribe, self.population, sample_size=size)
        if kind == "dice":
            digits = self.random.choice([DIGITS, DIGITS[:7], DIGITS[7:], "0", ""])
            return dice(name, committed, digits, self.random.choice([6, 6, 6, 10, 8]))
        seed = known[name].seed if name in known else DIGITS
        size = known[name].committed.fact.sample_size if name in known else 2
        return sample(name, committed, seed, self.scribe.keep(drawn_list(seed, size)), size)

    def answer(self) -> AnyGroupFact:
        made = [each.made.fact for each in self.state.documents.made]
        if not made or self.random.random() < 0.1:
            content = f'{{"stations":{self.random.randint(1, 99)}}}'.encode()
            return final_document(self.scribe, self.scribe.keep(content))
        kinds: list[type[SignatureFact | OpinionFact | RefusalFact]] = [
            SignatureFact,
            OpinionFact,
            RefusalFact,
        ]
        said = self.maybe(reason="so") | ({"record_size": 1} if self.random.random() < 0.05 else {})
        document = self.random.choice(made[-1:] * 5 + made[:1])
        return answer(self.random.choice(kinds), self.random.choice([*KINDS, "stranger"]), document, **said)


class Listener(Report):
    """Hears everything, and not the first twenty alone."""

    def __init__(self) -> None:
        super().__init__(quiet=True, progress=False)
        self.heard: list[str] = []

    def say(self, kind: str | bool, *texts: str) -> None:
        self.heard += texts


def refused_by_the_verifier(entries: list[bytes], place: Path) -> dict[int, str]:
    """The acts that the other program refuses, and why."""
    facts, report = Facts(Tree()), Listener()
    for entry in entries:
        facts.tree.grow(hashlib.sha256(b"\0" + entry).digest())
        facts.add(entry)
    Verified(Place(str(place)), facts, report)
    return {int(said.split()[1]): said for said in report.heard if said.startswith("entry ")}


@pytest.mark.parametrize("seed", range(4))
def test_both_programs_refuse_the_same_acts(seed: int, tmp_path: Path) -> None:
    tries = Tries(Random(seed))
    while tries.scribe.size < 150:
        tries.act()
    (tmp_path / "evidence").mkdir()
    for sha256, content in tries.scribe.evidence.items():
        (tmp_path / "evidence" / sha256).write_bytes(content)

    ours = {wrong.entry: str(wrong.refused) for wrong in tries.state.wrong}
    theirs = refused_by_the_verifier(tries.scribe.entries, tmp_path)

    unlike = {entry: theirs.get(entry) or ours[entry] for entry in ours.keys() ^ theirs.keys()}
    assert unlike == {}
    assert 40 < len(ours) < 110
