"""G1 and G4: the shares of one total are together no more than its base, and no selection has more votes than the base.

Where the papers themselves push the selections past the base, a total has votes and no shares. So shares that are past
it, or that have a base of nothing, can only be an error of ours.
"""

from __future__ import annotations

from collections.abc import Iterator

from sverka.publish.gate.candidate import Stop
from sverka.publish.gate.figures import Figures, Told, place_of

SUM, ONE = "G1", "G4"


def check_shares(figures: Figures) -> Iterator[Stop]:
    """What is wrong with the shares of the places that changed."""
    for contest, _ in figures.contests:
        for place in figures.places(contest):
            for source, total in figures.totals(contest, place).items():
                yield from _shares(total, place_of(contest, source, place))


def _shares(total: Told, where: str) -> Iterator[Stop]:
    shares = [(id_, share["votes"], share["of"]) for id_, share in total["shares"].items()]
    known = [(id_, votes, of) for id_, votes, of in shares if of is not None]
    if len({of for _, _, of in shares}) > 1:
        yield Stop(SUM, f"{where}/shares", "shares of several numbers", "one base")
    elif known and (votes := sum(votes for _, votes, _ in known)) > known[0][2]:
        yield Stop(
            SUM, f"{where}/shares", f"{votes:,} votes together", f"at most {known[0][2]:,}, their base"
        )
    for id_, votes, of in known:
        if votes > of:
            yield Stop(ONE, f"{where}/shares/{id_}", f"{votes:,} votes", f"at most {of:,}, the base")
