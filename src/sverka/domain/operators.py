"""Operators: the organisations that run the publication, and their keys: two of them may let a total fall."""

from __future__ import annotations

from dataclasses import dataclass

OPERATORS_NEEDED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Whoever may sign for the operation, as an organisation names it; `keys` : C2SP vkeys, Ed25519."""

    id: str
    organisation: str
    keys: tuple[str, ...]
