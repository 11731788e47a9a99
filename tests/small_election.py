"""A small election by hand, for tests that need one: six stations in two districts, two contests, three accounts."""

from __future__ import annotations

from datetime import date

from sverka.domain.accounts import Account, Counted, SeenIn
from sverka.domain.election import Contest, ContestKind, Election, Policies, Row, Selection, SelectionKind
from sverka.domain.ids import AccountId, AreaId, ContestId, ElectionId, LevelId, RowId, SelectionId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Area, Level, Places, Station

STATIONS = ("0001", "0002", "0101", "0102", "1001", "7133")
MACHINE, HAND, OBSERVER = AccountId("machine"), AccountId("hand"), AccountId("observer")
PARTIES = ContestId("parties")


def small_election(*, contests: int = 2, open_stations: bool = False, **changes: object) -> Election:
    """The election; `contests=1` leaves the parties alone, other keywords replace fields of `Election`."""
    chosen = [parties(), district("a"), district("b")][: 1 if contests == 1 else 3]
    fields: dict[str, object] = {
        "id": ElectionId("small"),
        "names": Names.same("A small election"),
        "held_on": date(2021, 11, 28),
        "timezone": "Asia/Bishkek",
        "contests": {each.id: each for each in chosen},
        "accounts": {each.id: each for each in accounts()},
        "policies": Policies(legal=(HAND, MACHINE), left=MACHINE, right=HAND, source="a test"),
        "places": places(),
        "open_stations": open_stations,
    }
    return Election(**{**fields, **changes})  # type: ignore[arg-type]


def accounts() -> tuple[Account, ...]:
    """What the machine says, what the hand count says, and an observer's copy of the latter."""
    kinds = ((MACHINE, Counted.MACHINE, SeenIn.TAPE), (HAND, Counted.HAND, SeenIn.PROTOCOL))
    two = tuple(
        Account(id=each, names=Names.same(each), counted=counted, seen_in=seen)
        for each, counted, seen in kinds
    )
    copy = Account(
        id=OBSERVER, names=Names.same("observer"), counted=Counted.HAND, seen_in=SeenIn.OBSERVER_COPY
    )
    return (*two, copy)


def parties() -> Contest:
    """Three parties and "against all", on a form of three rows."""
    selections = (
        _selection("gerb", "1", Names(ky="Герб", ru="Герб", en="Coat of Arms")),
        _selection(
            "ata", "2", Names(ky="Ата Мекен", ru="Ата-Мекен", en="Ata Meken"), aliases=("Фатерланд «АМ»",)
        ),
        _selection("butun", "3", Names(ky="Бүтүн Кыргызстан", ru="Бутун Кыргызстан")),
        _selection("against", "4", Names(ru="Против всех", en="Against all"), SelectionKind.AGAINST_ALL),
    )
    rows = tuple(Row(id=RowId(each), names=Names.same(f"Row {each}")) for each in ("1", "10", "11"))
    return Contest(
        id=PARTIES, kind=ContestKind.PARTY, names=Names(en="Party lists"), selections=selections, rows=rows
    )


def district(letter: str) -> Contest:
    """The single seat of a district, one of a family."""
    names = (
        (f"{letter}-1", f"Candidate 1, district {letter}"),
        (f"{letter}-2", f"Candidate 2, district {letter}"),
    )
    return Contest(
        id=ContestId(f"single-{letter}"),
        kind=ContestKind.CANDIDATE,
        names=Names(en=f"Single seat {letter}"),
        selections=tuple(
            _selection(id_, str(number), Names.same(name), SelectionKind.CANDIDATE)
            for number, (id_, name) in enumerate(names, start=1)
        ),
        area=AreaId(letter),
        family="single",
    )


def places() -> Places:
    """Two districts with three stations each; one station has another id elsewhere and one an alias."""
    level = Level(id=LevelId("district"), names=Names.same("district"))
    areas = {
        AreaId(letter): Area(
            id=AreaId(letter),
            names=Names.same(f"District {letter.upper()}"),
            level=level.id,
            aliases=(f"D{letter}",),
        )
        for letter in "ab"
    }
    stations = [
        Station(id=StationId(each), names=Names.same(f"School {number}"), area=AreaId("ab"[number > 3]))
        for number, each in enumerate(STATIONS, start=1)
    ]
    stations[4] = Station(
        id=StationId("1001"), names=Names.same("Lyceum"), area=AreaId("b"), external_ids={"cec": "KG-1001"}
    )
    stations[5] = Station(
        id=StationId("7133"), names=Names.same("Clinic"), area=AreaId("b"), aliases=("Clinic, upper floor",)
    )
    return Places(levels=(level,), areas=areas, stations={each.id: each for each in stations})


def _selection(
    id_: str,
    number: str,
    names: Names,
    kind: SelectionKind = SelectionKind.PARTY,
    aliases: tuple[str, ...] = (),
) -> Selection:
    return Selection(id=SelectionId(id_), names=names, kind=kind, number=number, aliases=aliases)
