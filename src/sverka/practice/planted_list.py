"""The list of what was planted, as CSV: the answers to an exercise."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from sverka.practice.mistakes import Mistake

TITLES = ("contest", "station", "account", "kind", "field", "before", "after")


def planted_list(mistakes: Iterable[tuple[str, Mistake]]) -> bytes:
    """One line per changed field of each (contest, mistake); `after` is empty where it cannot be read."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(TITLES)
    for contest, mistake in mistakes:
        writer.writerows(_lines(contest, mistake))
    return text.getvalue().encode()


def _lines(contest: str, mistake: Mistake) -> Iterable[Sequence[object]]:
    head = (contest, mistake.station, mistake.source, mistake.kind)
    if not mistake.fields:
        return [(*head, "", "", "")]
    changes = zip(mistake.fields, mistake.before, mistake.after, strict=True)
    return [(*head, field, before, "" if after is None else after) for field, before, after in changes]
