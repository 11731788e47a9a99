"""The definition (TOML) that goes with a practice election."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from sverka.domain.names import Names
from sverka.practice.invent import AGAINST_ALL, areas_of, selection_ids
from sverka.practice.sheets import MAPPINGS
from sverka.practice.sizes import Sizes

HEAD = """\
[election]
id = "practice-{seed}"
names = {{ ky = "Машыгуу шайлоосу № {seed}", ru = "Учебные выборы № {seed}", en = "Practice election {seed}" }}
held_on = 2000-01-01
timezone = "UTC"
source = "practice: invented from seed {seed}, {stations} stations, {parties} parties, {districts} districts"
licence = "CC0-1.0"
remarks = [
  {{ ky = "Бул машыгуу: бардык сандар ойдон чыгарылган.", \
ru = "Это учебные выборы: все числа вымышлены.", \
en = "This is a practice election: every figure is invented." }},
]
"""


def definition_text(sizes: Sizes, *, seed: int) -> str:
    """The definition of the practice election of these sizes and this seed, as TOML."""
    head = HEAD.format(seed=seed, stations=sizes.stations, parties=sizes.parties, districts=sizes.districts)
    rules = files("sverka.practice").joinpath("rules.toml").read_text("utf-8")
    return "\n".join((head, rules, *_selections(sizes), *_areas(sizes), MAPPINGS))


def _selections(sizes: Sizes) -> Iterator[str]:
    """The lines of the ballot; they belong to the contest that the rules end with."""
    for number, selection in enumerate(selection_ids(sizes), start=1):
        if selection == AGAINST_ALL:
            kind, names = "against-all", Names("Баарына каршы", "Против всех", "Against all")
        else:
            kind, names = "party", Names(f"{number}-партия", f"Партия {number}", f"Party {number}")
        head = f'[[contests.selections]]\nid = "{selection}"\nkind = "{kind}"\nnumber = "{number}"'
        yield f"{head}\nnames = {_inline(names)}\n"


def _areas(sizes: Sizes) -> Iterator[str]:
    for area in areas_of(sizes):
        parent = f'parent = "{area.parent}"\n' if area.parent else ""
        yield f'[[areas]]\nid = "{area.id}"\nlevel = "{area.level}"\n{parent}names = {_inline(area.names)}\n'


def _inline(names: Names) -> str:
    return f'{{ ky = "{names.ky}", ru = "{names.ru}", en = "{names.en}" }}'
