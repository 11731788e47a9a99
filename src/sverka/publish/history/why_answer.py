"""What `sverka why --json` answers (docs/cli.md)."""

from __future__ import annotations

from typing import Any

from sverka.publish.history.between import DID_TELL, Did, came
from sverka.publish.history.past import Past
from sverka.publish.history.why import Asked, Cause, Move, Why
from sverka.record.facts import AnnulmentFact, ReinstatementFact

Answer = dict[str, Any]


def why_answer(past: Past, asked: Asked, found: Why, start: int, end: int) -> Answer:
    """A total at two sizes, and the facts that moved it."""
    return {
        "contest": asked.contest,
        "area": asked.area,
        "account": str(asked.source),
        "from": start,
        "to": end,
        "before": move_answer(found.before),
        "after": move_answer(found.after),
        "change": move_answer(found.after - found.before),
        "facts": [_cause(past, cause) for cause in found.causes],
    }


def move_answer(move: Move) -> Answer:
    """Stations and votes; a selection without votes is left out."""
    return {"stations": move.stations, "selections": move.votes}


def did(past: Past, cause: Cause) -> Did:
    """What a fact did that moved a total."""
    if cause.entry in past.counted:
        return came(past, cause.entry).did
    return DID_TELL[type(cause.fact)]


def _cause(past: Past, cause: Cause) -> Answer:
    counted = past.counted.get(cause.entry)
    said: Answer = {"entry": cause.entry, "did": did(past, cause), "received": cause.fact.received}
    if counted is not None:
        said |= {"account": str(counted.source), "contest": counted.contest}
        said |= {"area": counted.area} if counted.area else {"station": counted.station}
    if isinstance(cause.fact, AnnulmentFact | ReinstatementFact):
        said |= {"authority": cause.fact.authority, "number": cause.fact.number}
    return said | {"reason": getattr(cause.fact, "reason", "")} | move_answer(cause.move)
