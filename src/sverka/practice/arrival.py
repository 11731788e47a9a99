"""In which order counts come in: no order is random, and this one shows what was published on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sverka.domain.counts import CountTable
from sverka.practice.recipe import Wave

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]

STEPS = 80  # of Newton's method
RIDGE = 0.1  # keeps the chances inside (0, 1) where what was published cannot be met


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """When each station's count came in; shape (stations,). `wave` : number of the wave, -1 never."""

    wave: NDArray[np.int64]
    claimed: tuple[str, ...]


def arrivals(
    waves: list[Wave], table: CountTable, took_part: str, late: BoolArray, draw: Generator
) -> Arrival:
    """The wave and moment of every count of a table; those that are `late` come in the last wave."""
    here = np.zeros(len(table.units), np.bool_)
    wave_of = np.full(len(table.units), -1)
    targets = {number: wave for number, wave in enumerate(waves) if wave.shares or wave.voters}
    before = -1
    for number, wave in targets.items():
        goals = _goals(table, wave, took_part)
        chosen = choose(goals, wave.stations, here, table.counted & ~late, draw)
        _in_random_order(waves[before + 1 : number + 1], before + 1, chosen & ~here, wave_of, draw)
        here, before = chosen, number
    _in_random_order(waves[before + 1 :], before + 1, table.counted & ~here, wave_of, draw, late)
    return Arrival(wave=wave_of, claimed=_moments(waves, wave_of, draw))


def choose(goals: FloatArray, count: int, here: BoolArray, possible: BoolArray, draw: Generator) -> BoolArray:
    """So many stations, those that are here already among them, whose goals sum to about zero.

    Parameters
    ----------
    goals : shape (stations, m); what each station adds to sums that should be zero

    Stations are drawn with chances that make every sum zero on average: logistic in the goals, the
    least informative of all such chances (maximum entropy; Deville and Särndal 1992, case 2). The draw is
    systematic along the chances' order, so that the sums stay near their average.
    """
    free = np.flatnonzero(possible & ~here)
    scale = np.maximum(goals.std(axis=0), 1e-9)
    features = np.column_stack((np.ones(len(free)), goals[free] / scale))
    already = np.append(here.sum(), goals[here].sum(axis=0) / scale)
    wanted = np.append(count, np.zeros(goals.shape[1])) - already
    logits = _logits(features, wanted)
    along = np.argsort(logits, kind="stable")
    marks = np.cumsum(_summing_to(wanted[0], logits[along]))
    marks[-1] = wanted[0]
    picked = np.diff(np.floor(np.append(0, marks) + draw.random())) > 0
    chosen = here.copy()
    chosen[free[along[picked]]] = True
    return chosen


def _logits(features: FloatArray, wanted: FloatArray) -> FloatArray:
    """Logits of the chances of being chosen: Newton's method on the convex dual."""
    weights = np.zeros(features.shape[1])
    share = min(max(wanted[0] / len(features), 1e-6), 1 - 1e-6)
    weights[0] = np.log(share / (1 - share))
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-np.clip(features @ weights, -60, 60)))
        slope = features.T @ chances - wanted + RIDGE * weights
        curve = (features * (chances * (1 - chances))[:, None]).T @ features
        step = np.linalg.solve(curve + RIDGE * np.eye(len(weights)), slope)
        weights -= step / max(1.0, np.abs(step).max())
        if np.abs(step).max() < 1e-9:
            break
    logits: FloatArray = features @ weights
    return logits


def _summing_to(count: float, logits: FloatArray) -> FloatArray:
    """Chances with these logits, all moved by one amount, that sum to the count: by bisection."""
    low, high = -60.0, 60.0
    for _ in range(100):
        middle = (low + high) / 2
        chances: FloatArray = 1 / (1 + np.exp(-np.clip(logits + middle, -60, 60)))
        low, high = (middle, high) if chances.sum() < count else (low, middle)
    return chances


def _goals(table: CountTable, wave: Wave, took_part: str) -> FloatArray:
    """Votes above the published share of those who took part; and their number against the published one."""
    came = table.values[:, table.fields.index(took_part)].astype(np.float64)
    goals = [
        table.values[:, table.fields.index(selection)] - share / 100 * came
        for selection, share in wave.shares.items()
    ]
    if wave.voters:
        goals.append(came - wave.voters / wave.stations)
    return np.column_stack(goals)


def _in_random_order(
    waves: list[Wave],
    first: int,
    stations: BoolArray,
    wave_of: NDArray[np.int64],
    draw: Generator,
    late: BoolArray | None = None,
) -> None:
    """Spread stations over waves, up to what each has at its end; late ones last."""
    order = draw.permutation(np.flatnonzero(stations))
    if late is not None:
        order = order[np.argsort(late[order], kind="stable")]
    taken = 0
    for number, wave in enumerate(waves, start=first):
        count = wave.stations - int((wave_of >= 0).sum())
        wave_of[order[taken : taken + count]] = number
        taken += count


def _moments(waves: list[Wave], wave_of: NDArray[np.int64], draw: Generator) -> tuple[str, ...]:
    """A moment within its wave for every station; nothing for those that never come."""
    parts = draw.random(len(wave_of))
    return tuple(
        _moment(waves[number], part) if number >= 0 else ""
        for number, part in zip(wave_of.tolist(), parts.tolist(), strict=True)
    )


def _moment(wave: Wave, part: float) -> str:
    moment: datetime = wave.begins + timedelta(seconds=int((wave.ends - wave.begins).total_seconds() * part))
    return moment.isoformat()
