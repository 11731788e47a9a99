"""A batch of 50 new protocols among 100,000 stations of 30 selections: from facts in the record to a site that stands.

The country has 85 regions and 2,700 districts; a scanner's count of every station is in, and four in five protocols.
What is timed is one publication of the night as it runs (`Publisher.publish_next`): facts read, figures computed, files
made that change, gate, the fact of the publication, files put in place with their copies for the archive. One language.
The first publication, of every page, is not part of it. The yardstick is the same batch in a country of 2,500 stations.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from benchmarks.clock import once, timed
from benchmarks.outcome import Asked, Timed
from benchmarks.outcome import Outcome as Found
from sverka.domain.counts import CountTable
from sverka.formats.stations import format_stations
from sverka.office.folder import ElectionFolder
from sverka.office.founding import create
from sverka.office.night.outcomes import Outcome, Published
from sverka.office.night.publisher import Publisher
from sverka.office.night.recording import Make
from sverka.office.night.tidying import Tidying
from sverka.office.papers import Papers
from sverka.office.writer_lock import only_writer
from sverka.practice.definition_text import definition_text
from sverka.practice.invent import PracticeElection, invent
from sverka.practice.sizes import Sizes
from sverka.publish.gate.gate import Gate
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import CountFact, canonical_bytes
from sverka.record.sequencer import Receipt, Sequencer, Submission

SEED = 20_000_101
BATCH = 50
PARTIES = 29  # and "against all"
LARGE = Sizes(stations=100_000, parties=PARTIES, districts=2_700, regions=85)
SMALL = Sizes(stations=2_500, parties=PARTIES, districts=68, regions=9)
LARGE_IF_QUICK = Sizes(stations=120, parties=4, districts=6, regions=3)
SMALL_IF_QUICK = Sizes(stations=60, parties=4, districts=3, regions=1)
LOADED, DIFFERING = 0.8, 0.2
PORTION = 50_000  # facts appended at a time
LIMIT, GROWTH = 2.0, 3.0


def measure(*, quick: bool) -> Found:
    """Both countries, each in a folder of its own, batch after batch by turns."""
    sizes, runs = ((SMALL_IF_QUICK, LARGE_IF_QUICK), 2) if quick else ((SMALL, LARGE), 7)
    with TemporaryDirectory() as place, ExitStack() as open_until_the_end:
        os.environ["SVERKA_HOME"] = str(Path(place) / "home")
        small, large = (
            open_until_the_end.enter_context(_night(Path(place) / str(size.stations), size)) for size in sizes
        )
        found: list[list[tuple[float, float]]] = [[], []]
        for run in range(runs + 1):
            for night, seconds in zip((small, large), found, strict=True):
                taken = night.publish(BATCH if not quick else 5)
                if run:  # the first one after the whole site meets cold caches
                    seconds.append(taken)
    of_small, of_large = map(timed, found)
    stations = f"{large.election.sizes.stations:,} stations"
    return Found(
        what=f"publish a batch of {BATCH} protocols among {stations}",
        timed=of_large,
        yardstick=f"the same batch among {small.election.sizes.stations:,} stations",
        yardstick_timed=of_small,
        asked=(
            Asked.of(f"a batch of {BATCH} gated and published among {stations}", of_large, LIMIT),
            Asked(
                what="its growth from the smaller country",
                measured=_growth(of_small, of_large),
                limit=GROWTH,
                unit="times",
            ),
        ),
        further={"files": large.files, "first_publication_seconds": large.first},
    )


def _growth(small: Timed, large: Timed) -> float:
    return large.median / small.median


@dataclass
class _Night:
    """A country whose protocols come in, in the process of its writer."""

    election: PracticeElection
    sequencer: Sequencer
    publisher: Publisher
    waiting: list[int]
    tidying: Tidying = field(default_factory=Tidying)
    first: float = 0.0
    files: int = 0

    def publish(self, protocols: int) -> tuple[float, float]:
        """Record the next protocols, and publish them; gives the seconds that the publication took."""
        batch, self.waiting = self.waiting[:protocols], self.waiting[protocols:]
        _append(self.sequencer, _facts(self.election.hand, np.array(batch)))
        return self.published()

    def published(self) -> tuple[float, float]:
        """Publish what came in."""
        done: list[Outcome] = []
        taken = once(lambda: done.append(self.publisher.publish_next()))
        match done:
            case [Published() as published]:
                self.files = published.files
            case _:
                raise AssertionError(f"not published: {done}")
        self.tidying.after_a_publication()
        return taken


@contextmanager
def _night(place: Path, sizes: Sizes) -> Iterator[_Night]:
    """A country with its first publication made."""
    election, draw = invent(sizes, seed=SEED), Generator(PCG64(SEED))
    order = draw.permutation(sizes.stations)
    differing = order[: int(DIFFERING * sizes.stations)]
    votes = election.hand.values[:, election.hand.selection_columns]
    votes[differing, draw.integers(0, sizes.parties, len(differing))] += 1
    draw.shuffle(order)
    loaded = int(LOADED * sizes.stations)
    folder = _folder(place, election)
    with only_writer(folder.path):
        sequencer = folder.sequencer()
        _append(sequencer, _facts(election.machine, order))
        _append(sequencer, _facts(election.hand, order[:loaded]))
        publisher = Publisher(
            folder, place / "public", Gate(), languages=("en",), append=partial(_appended, sequencer)
        )
        night = _Night(election, sequencer, publisher, order[loaded:].tolist())
        night.first, _ = night.published()
        yield night


def _folder(place: Path, election: PracticeElection) -> ElectionFolder:
    place.mkdir()
    papers = Papers(
        definition=definition_text(election.sizes, seed=SEED).encode(),
        stations=format_stations(election.places),
    )
    create(place / "election", papers, received=lambda _zone: _received(0))
    return ElectionFolder(place / "election")


def _append(sequencer: Sequencer, facts: Iterator[bytes]) -> None:
    while portion := tuple(islice(facts, PORTION)):
        _appended(sequencer, partial(_same, portion))


def _same(entries: Sequence[bytes], _size: int) -> Sequence[bytes]:
    return entries


def _appended(sequencer: Sequencer, make: Make) -> tuple[int, ...]:
    """As the writer of a night does it, in its turn."""
    (receipt,) = sequencer.take([Submission(entries=tuple(make(sequencer.ledger.size)))])
    if not isinstance(receipt, Receipt):
        raise receipt
    return receipt.indexes


def _facts(table: CountTable, lines: NDArray[np.int64]) -> Iterator[bytes]:
    rows = len(table.rows)
    for place, (line, figures) in enumerate(zip(lines.tolist(), table.values[lines].tolist(), strict=True)):
        fact = CountFact(
            schema=SCHEMA,
            received=_received(place),
            account=table.source.account,
            contest=table.contest,
            station=table.units[line],
            rows=dict(zip(table.rows, figures[:rows], strict=True)),
            selections=dict(zip(table.selections, figures[rows:], strict=True)),
        )
        yield canonical_bytes(fact)


def _received(place: int) -> str:
    """Some second of the evening."""
    second = place % 14_400
    return f"2000-01-01T{18 + second // 3600}:{second // 60 % 60:02}:{second % 60:02}+00:00"
