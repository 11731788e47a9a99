"""The figures of one publication as cells of a table: they never change again, so they are written once.

::

    <td>34<small>of 36</small></td>…<td><span class="first">12.51%</span><br><span class="other">12.42%</span></td>…
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from sverka.domain.ids import AreaId, SelectionId
from sverka.publish.history.figures import Figures
from sverka.publish.language import NOTHING, Translator
from sverka.publish.site.history_tracks import Reading, Track, reading


def figure_cells(
    t: Translator,
    figures: Figures | None,
    tracks: Sequence[Track],
    area: AreaId,
    shown: Sequence[SelectionId],
) -> Markup:
    """How far each track is, then the shares of some selections, the last track's on top."""
    if figures is None:
        return Markup(f"<td>{NOTHING}</td>" * (len(tracks) + len(shown)))  # noqa: S704 - no text of others
    key = ("cells", str(t.language), area, *(track.id for track in tracks), *shown)
    if key not in figures.memory:
        figures.memory[key] = _cells(t, [reading(figures, track, area) for track in tracks], shown)
    cells: Markup = figures.memory[key]
    return cells


def _cells(t: Translator, readings: Sequence[Reading | None], shown: Sequence[SelectionId]) -> Markup:
    stations = (f"<td>{_stations(t, each)}</td>" for each in readings)
    shares = (f"<td>{'<br>'.join(_shares(t, readings, each))}</td>" for each in shown)
    return Markup("".join((*stations, *shares)))  # noqa: S704 - numbers, and words of the catalogue


def _stations(t: Translator, found: Reading | None) -> str:
    if found is None:
        return NOTHING
    expected = t._("of {n}", n=t.number(found.stations.expected))
    return f"{t.number(found.stations.summed)}<small>{expected}</small>"


def _shares(t: Translator, readings: Sequence[Reading | None], selection: SelectionId) -> list[str]:
    texts = [t.percent(each.shares.get(selection) if each else None) for each in reversed(readings)]
    return [
        f'<span class="{"other" if place else "first"}">{text.replace("<", "&lt;").replace(">", "&gt;")}</span>'
        for place, text in enumerate(texts)
    ]
