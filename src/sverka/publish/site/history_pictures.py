"""The shares of a contest drawn against the part counted, publication by publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from sverka.domain.ids import SelectionId
from sverka.publish.charts import Chart, Course, Frame, Point, Series, Words, draw_courses, looks_of
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.history_tracks import Reading, Track
from sverka.publish.site.pictures import Picture, _picture, _threshold

MOST_PANELS = 9
FIRST = Fraction(1, 50)  # of the stations: before that the shares jump about
DOTTED = (2, 2)


def course_chart(
    t: Translator,
    edition: Edition,
    figures: ContestFigures,
    readings: Mapping[Track, Sequence[Reading]],
    order: Sequence[SelectionId],
) -> Picture | None:
    """A small panel for each of the strongest selections; None until two publications have enough stations."""
    expected = len(figures.results.stations)
    drawn = {track: [each for each in found if _enough(each, expected)] for track, found in readings.items()}
    if max(map(len, drawn.values()), default=0) < 2:
        return None
    names = {each.id: t.name(each.names) for each in figures.contest.selections}
    courses = [_course(t, each, names[each], drawn) for each in order[:MOST_PANELS]]
    accounts = edition.election.accounts
    looks = looks_of(accounts[track.source.account] for track in drawn if track.same_as is None)
    series = [
        Series(
            id=track.id,
            name=track.name,
            look=looks[track.source.account]
            if track.same_as is None
            else replace(looks[track.source.account], dash=DOTTED),
            note=track.note,
        )
        for track, found in drawn.items()
        if found
    ]
    caption = t._(
        "Shares at each publication, against the stations that were in. "
        "The order in which counts arrive is not random, so a line says nothing of where it will end."
    )
    words = Words(title=t._("Shares while the counts came in"), description=caption)
    threshold = _threshold(t, figures)

    def draw(frame: Frame) -> Chart:
        return draw_courses(courses, series, words, frame, expected=expected, threshold=threshold)

    return _picture(t, edition, figures, "history", caption, draw)


def _enough(found: Reading, expected: int) -> bool:
    has_share = any(share is not None for share in found.shares.values())
    return has_share and found.stations.summed >= 2 and found.stations.summed >= FIRST * expected


def _course(
    t: Translator, selection: SelectionId, name: str, drawn: Mapping[Track, Sequence[Reading]]
) -> Course:
    points = {
        track.id: tuple(
            Point(each.stations.summed, share)
            for each in found
            if (share := each.shares.get(selection)) is not None
        )
        for track, found in drawn.items()
    }
    last = {id_: t.percent(line[-1].share) for id_, line in points.items() if line}
    return Course(id=selection, name=name, points=points, last=last)
