"""The definition of a replay: a real election's definition under another name, with its remarks and mappings."""

from __future__ import annotations

import re

from sverka.errors import Fault
from sverka.practice.group_recipe import Text
from sverka.practice.recipe import Recipe, RuleChange
from sverka.practice.sheets import MAPPINGS


def overlaid(definition: str, recipe: Recipe) -> str:
    """The text of the definition that the recipe names, said to be a replay of it.

    Everything else stays byte for byte, comments included.
    """
    head, rest = _head(definition, recipe.of)
    head = _replaced(head, "id", f'"{recipe.id}"', recipe.of)
    head = _replaced(head, "names", inline(recipe.names), recipe.of)
    remarks = "".join(f"[[election.remarks]]\n{_lines(remark)}\n" for remark in recipe.remarks)
    return f"{head}{remarks}{rest.rstrip()}\n\n# --- the replay ---\n{_known_sums(recipe)}{MAPPINGS}"


def changed(definition: str, change: RuleChange) -> str:
    """A later version of a definition, in which one line reads otherwise."""
    lines = definition.split("\n")
    if lines.count(change.line) != 1:
        raise Fault(
            f"{change.line!r} is not one line of the definition",
            place=f"rule_changes, {change.name}",
            cure="Give a line that stands there once.",
        )
    lines[lines.index(change.line)] = change.becomes
    return "\n".join(lines)


def _known_sums(recipe: Recipe) -> str:
    """Which sums are official and which bounded; the rest of a replay is invented."""
    official, bounded, form = recipe.official, recipe.bounded, recipe.form
    fields = [*official.votes, form.took_part, form.mobile, *official.bases]
    return _sums("official", fields, official.source, recipe) + _sums(
        "bounded", [*bounded.votes, form.valid, form.invalid, *bounded.bases], bounded.source, recipe
    )


def _sums(provenance: str, fields: list[str], source: str, recipe: Recipe) -> str:
    listed = ", ".join(f'"{field}"' for field in fields)
    roles = recipe.roles
    return (
        f'\n[[known_sums]]\nprovenance = "{provenance}"\ncontest = "{roles.lists}"\n'
        f'accounts = ["{roles.hand}", "{roles.final_page}"]\narea = "{roles.root}"\n'
        f'fields = [{listed}]\nsource = "{source}"\n'
    )


def _head(definition: str, name: str) -> tuple[str, str]:
    """The `[election]` table, and what follows it."""
    found = re.match(r"(.*?^\[election\]\n.*?)(?=^\[|\Z)", definition, re.S | re.M)
    if found is None:
        raise Fault("no [election] table", place=name, cure="Give a definition of an election.")
    return found[1], definition[found.end() :]


def _replaced(head: str, key: str, value: str, name: str) -> str:
    replaced, count = re.subn(rf"^{key} = .*$", lambda _: f"{key} = {value}", head, flags=re.M)
    if count != 1:
        raise Fault(f'"{key}" is not on one line of [election]', place=name, cure=f"Write {key} = … there.")
    return replaced


def inline(text: Text) -> str:
    """A text in the three languages as a table on one line."""
    return f'{{ ky = "{text.ky}", ru = "{text.ru}", en = "{text.en}" }}'


def _lines(text: Text) -> str:
    return f'ky = "{text.ky}"\nru = "{text.ru}"\nen = "{text.en}"\n'
