"""The page of a drawing: what was committed before the dice, the dice, and every station drawn, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sverka.audits.dice import ENOUGH_DIGITS
from sverka.audits.sampling import Drawn, composed, decimal_of, hashed_text
from sverka.domain.ids import ContestId, StationId
from sverka.publish.group.draw_check import DrawnAnew, Stamp, stamps_before_dice
from sverka.publish.group.draw_outcome import differing_of
from sverka.publish.group.drawings import Drawing
from sverka.publish.language import Translator
from sverka.publish.site.case_links import CaseLink, case_link
from sverka.publish.site.deeds import Deed, deed_of
from sverka.publish.site.edition import Edition
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.group_edition import GroupEdition
from sverka.publish.site.naming import contest_name
from sverka.publish.words.drawing import LEFT_OUT, Outcome, what_a_drawing_shows, what_applications_show
from sverka.record.group_facts import CommitmentFact


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLine:
    """One station in the order of the drawing, with every step by which it came to its place.

    `station` : its id as it is hashed, in Unicode's composed form
    `minus_ln`, `weight` : "" where every station has the same chance
    """

    place: int
    id: str
    station: str
    path: str
    hash: str
    minus_ln: str
    weight: str
    key: str
    case: CaseLink | None


@dataclass(frozen=True, slots=True)
class Roll:
    """One roll of dice."""

    digits: str
    sides: int
    deed: Deed


@dataclass(frozen=True, kw_only=True)
class DrawingPage:
    """Everything the page shows.

    `problem` : why what is recorded does not follow, as the command says it; "" where it does
    `example` : what is hashed for the first station drawn
    """

    frame: Frame
    draw: str
    contest: Link
    by_size: bool
    sizes: str
    sample_size: int
    population_size: int
    left_out: tuple[tuple[str, int], ...]
    record_size: int
    root: str
    population: str
    drawn_list: str
    committed: Deed
    stamps: tuple[tuple[str, str], ...]
    rolls: tuple[Roll, ...]
    seed: str
    digits_missing: int
    enough: int
    drawn: Deed | None
    lines: tuple[DrawnLine, ...]
    example: str
    problem: str
    shows: tuple[str, ...]
    chosen: str


def drawing_page(t: Translator, edition: Edition, group: GroupEdition, drawing: Drawing) -> DrawingPage:
    """The page of one drawing."""
    fact, found = drawing.committed.fact, group.drawn_anew[drawing.draw]
    anew = found if isinstance(found, DrawnAnew) else None
    lines = tuple(_lines(t, edition, fact.contest, anew)) if anew and drawing.drawn else ()
    stamps = stamps_before_dice(drawing, edition.results.snapshot.anchors)
    return DrawingPage(
        frame=Frame(
            path=edition.addresses.drawings[drawing.draw],
            title=t._("Drawing {id}", id=drawing.draw),
            changed_at=_changed_at(edition, fact.contest, stamps),
            trail=(Link(t._("Group"), "group.html"),),
        ),
        draw=drawing.draw,
        contest=Link(
            contest_name(t, edition.election, fact.contest),
            edition.addresses.contests.get(fact.contest, ""),
        ),
        by_size=fact.method == "size",
        sizes=anew.population.sizes if anew else "",
        sample_size=fact.sample_size,
        population_size=fact.population_size,
        left_out=tuple(_left_out(t, anew)) if anew else (),
        record_size=fact.record_size,
        root=fact.root,
        population=fact.population,
        drawn_list=drawing.drawn.fact.drawn if drawing.drawn else "",
        committed=deed_of(t, edition, drawing.committed),
        stamps=tuple((stamp.anchor.authority, stamp.anchor.stamped) for stamp in stamps),
        rolls=tuple(Roll(act.fact.digits, act.fact.sides, deed_of(t, edition, act)) for act in drawing.dice),
        seed=drawing.seed,
        digits_missing=drawing.digits_missing,
        enough=ENOUGH_DIGITS,
        drawn=deed_of(t, edition, drawing.drawn) if drawing.drawn else None,
        lines=lines,
        example=hashed_text(drawing.seed, lines[0].station) if lines else "",
        problem="" if isinstance(found, DrawnAnew) else found.what,
        shows=what_a_drawing_shows(t, _outcome(edition, fact, lines)),
        chosen=what_applications_show(t),
    )


def _changed_at(edition: Edition, contest: str, stamps: Sequence[Stamp]) -> int:
    """Of any act, of the stamps named, and of the counts of the contest, by which stations differ or not."""
    figures = edition.contests.get(ContestId(contest))
    counts = edition.changes.contest(figures) if figures else 0
    return max(edition.changes.acts, counts, *(stamp.entry + 1 for stamp in stamps), 0)


def _left_out(t: Translator, anew: DrawnAnew) -> Iterator[tuple[str, int]]:
    return ((t._(LEFT_OUT[why]), n) for why, n in anew.population.left_out().items())


def _outcome(edition: Edition, fact: CommitmentFact, lines: Sequence[DrawnLine]) -> Outcome:
    """How many of those drawn differ, once all of them were counted again."""
    figures = edition.contests.get(ContestId(fact.contest))
    differing = None
    if figures and lines:
        stations = [line.id for line in lines]
        differing = differing_of(figures.results, stations, record_size=fact.record_size)
    return Outcome(
        population=fact.population_size,
        drawn=fact.sample_size,
        by_size=fact.method == "size",
        differing=differing,
    )


def _lines(t: Translator, edition: Edition, contest: str, anew: DrawnAnew) -> Iterator[DrawnLine]:
    ids = {composed(station): station for station in edition.stations}
    cases = {(case.contest, case.station): case for several in edition.cases_at.values() for case in several}
    for each in anew.drawn:
        station = ids.get(each.unit, each.unit)
        case = cases.get((ContestId(contest), StationId(station)))
        link = case_link(t, edition, case) if case else None
        yield _line(each, station, edition.addresses.stations.get(station, ""), link)


def _line(drawn: Drawn, id_: str, path: str, case: CaseLink | None) -> DrawnLine:
    return DrawnLine(
        place=drawn.place,
        id=id_,
        station=drawn.unit,
        path=path,
        hash=f"{drawn.hash:064x}",
        minus_ln="" if drawn.minus_ln is None else decimal_of(drawn.minus_ln),
        weight=str(drawn.weight or 1),
        key=decimal_of(drawn.key),
        case=case,
    )
