"""Slips of the hand, planted into what a typist types: each another figure than the one on the paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from numpy.random import PCG64, Generator

from sverka.domain.counts import CountTable
from tests.typists import Cell

Slip = Callable[[str, Generator], int | str]


def _digits_exchanged(figure: str, draw: Generator) -> int | str:
    at = int(draw.integers(0, max(len(figure) - 1, 1)))
    return int(figure[:at] + figure[at : at + 2][::-1] + figure[at + 2 :])


def _digit_left_out(figure: str, draw: Generator) -> int | str:
    at = int(draw.integers(0, len(figure)))
    return int(figure[:at] + figure[at + 1 :] or "0")


def _digit_twice(figure: str, draw: Generator) -> int | str:
    at = int(draw.integers(0, len(figure)))
    return int(figure[: at + 1] + figure[at:])


def _digit_beside(figure: str, draw: Generator) -> int | str:
    at = int(draw.integers(0, len(figure)))
    return int(figure[:at] + str((int(figure[at]) + 1) % 10) + figure[at + 1 :])


def _zero(figure: str, draw: Generator) -> int | str:
    return 0


def _unread(figure: str, draw: Generator) -> int | str:
    return "?"


def _not_on_the_sheet(figure: str, draw: Generator) -> int | str:
    return "-"


def _left_out(figure: str, draw: Generator) -> int | str:
    return ""


KINDS: tuple[Slip, ...] = (
    _digits_exchanged,
    _digit_left_out,
    _digit_twice,
    _digit_beside,
    _digit_beside,
    _zero,
    _unread,
    _not_on_the_sheet,
    _left_out,
)


def planted(papers: CountTable, cells: Sequence[Cell], draw: Generator) -> dict[Cell, int | str]:
    """A slip in each of these cells."""
    columns = {str(field): at for at, field in enumerate(papers.fields)}
    return {
        cell: _slip(int(papers.values[papers.position[cell[0]], columns[cell[1]]]), draw) for cell in cells
    }


def cells_of(papers: CountTable, share: float, draw: Generator) -> list[Cell]:
    """So large a share of all cells, drawn without looking."""
    number = round(papers.values.size * share)
    drawn = draw.choice(papers.values.size, number, replace=False).tolist()
    width = len(papers.fields)
    return [(papers.units[at // width], papers.fields[at % width]) for at in drawn]


def generator(seed: int) -> Generator:
    """The same slips from the same seed."""
    return Generator(PCG64(seed))


def _slip(right: int, draw: Generator) -> int | str:
    while True:
        typed = KINDS[int(draw.integers(0, len(KINDS)))](str(right), draw)
        if typed != right:
            return typed
