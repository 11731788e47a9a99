"""The operators in a definition: their tables -> the domain's, and what must be right about their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sverka.domain.operators import Operator
from sverka.errors import Fault
from sverka.formats.definition_file import OperatorTable
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import ED25519, parse_vkey

CURE = "Put there what `sverka member keygen` printed, on one line."


def operators_of(tables: Sequence[OperatorTable]) -> dict[str, Operator]:
    """The operators that the tables describe."""
    return {
        each.id: Operator(id=each.id, organisation=each.organisation, keys=tuple(each.keys))
        for each in tables
    }


def check_operators(tables: Sequence[OperatorTable]) -> Iterator[Fault]:
    """Every key must be an Ed25519 key of one operator, once: two operators are two who can say no."""
    owners: dict[object, str] = {}
    ids: set[str] = set()
    for number, table in enumerate(tables, start=1):
        if table.id in ids:
            yield Fault(
                "an operator of this id is there already",
                place=f"operators[{number}].id",
                cure="Give another id.",
            )
        ids.add(table.id)
        for at, vkey in enumerate(table.keys, start=1):
            place = f"operators[{number}].keys[{at}]"
            try:
                key = parse_vkey(vkey)
            except TlogError as error:
                yield Fault(f"not a key: {error}", place=place, cure=CURE)
                continue
            if key.algorithm != ED25519:
                yield Fault("a key that does not sign notes", place=place, cure=CURE)
            for same in (key.public_key, (key.name, key.key_id)):
                if same in owners:
                    what = f"the key that stands at {owners[same]} already"
                    yield Fault(what, place=place, cure="Every operator has keys of its own.")
                    break
            owners.setdefault(key.public_key, place)
            owners.setdefault((key.name, key.key_id), place)
