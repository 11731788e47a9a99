"""A drawing as programs read it: `sverka draw --json`."""

from __future__ import annotations

from typing import Any

from sverka.audits.sampling import HASHES, ONE, Drawn, decimal_of, hashed_text
from sverka.publish.group.draw_check import Checked
from sverka.publish.group.drawings import Drawing


def draw_answer(found: Checked, explained: Drawn | None = None) -> dict[str, Any]:
    """What was committed, rolled and drawn; with `explained`, one station's steps."""
    drawing, anew = found.drawing, found.anew
    committed, fact, drawn = drawing.committed, drawing.committed.fact, drawing.drawn
    answer = {
        "draw": drawing.draw,
        "contest": fact.contest,
        "method": fact.method,
        "sample_size": fact.sample_size,
        "population_size": fact.population_size,
        "population": fact.population,
        "left_out": {str(why): n for why, n in anew.population.left_out().items()} if anew else None,
        "record_size": fact.record_size,
        "root": fact.root,
        "committed": {"entry": committed.entry, "members": [each.id for each in committed.members]},
        "stamps": [
            {"entry": stamp.entry, "authority": stamp.anchor.authority, "stamped": stamp.anchor.stamped}
            for stamp in found.stamps
        ],
        "dice": [
            {
                "entry": roll.entry,
                "digits": roll.fact.digits,
                "sides": roll.fact.sides,
                "members": [each.id for each in roll.members],
            }
            for roll in drawing.dice
        ],
        "seed": drawing.seed,
        "digits_missing": drawing.digits_missing,
        "drawn": {
            "entry": drawn.entry,
            "members": [each.id for each in drawn.members],
            "list": drawn.fact.drawn,
        }
        if drawn
        else None,
        "stations": [line_of(each) for each in anew.drawn] if anew else [],
        "problems": [{"entry": entry, "code": why.code, "what": why.what} for entry, why in found.problems],
    }
    if explained is not None:
        answer["station"] = steps_of(drawing, explained)
    return answer


def steps_of(drawing: Drawing, drawn: Drawn) -> dict[str, Any]:
    """Every step from a station's id to its place; `h` is cut off after 50 decimals."""
    return {
        **line_of(drawn),
        "text": hashed_text(drawing.seed, drawn.unit),
        "h": decimal_of(drawn.hash * ONE // HASHES),
        "minus_ln": None if drawn.minus_ln is None else decimal_of(drawn.minus_ln),
        "drawn": drawn.place <= drawing.committed.fact.sample_size,
    }


def line_of(drawn: Drawn) -> dict[str, Any]:
    """One station drawn, as the list has it."""
    return {
        "place": drawn.place,
        "station": drawn.unit,
        "hash": f"{drawn.hash:064x}",
        "weight": str(drawn.weight or 1),
        "key": decimal_of(drawn.key),
    }
