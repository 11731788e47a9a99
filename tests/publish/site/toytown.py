"""A town of eight stations where everything happens once: what every page of a site must be able to show."""

from __future__ import annotations

from dataclasses import replace

from sverka.domain.election import Election
from sverka.domain.ids import AreaId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Machine, Places, Station
from sverka.formats.definition import parse_definition
from sverka.publish.results import Results
from sverka.record.fact_shape import SCHEMA, EnteredBy
from sverka.record.facts import (
    AnnulmentFact,
    CountFact,
    DefinitionFact,
    DocumentFact,
    ReinstatementFact,
    Scope,
    canonical_bytes,
    hash_of,
)
from sverka.record.replay import replay

SAME, BY_ONE, REVISED, UNREAD, WAITING, ANNULLED, REVERSED, ODD_NAME = (
    "0001",
    "0002",
    "0003",
    "0101",
    "0102",
    "0103",
    "0104",
    "9/<b>",
)
MACHINE_FILE, HAND_FILE = "a1" * 32, "b2" * 32

DEFINITION = """
[election]
id = "toytown"
held_on = 2020-02-02
timezone = "Asia/Bishkek"
source = "not read: the law of the town"
licence = "CC0-1.0"
names = { ky = "Шаарчанын шайлоосу", ru = "Выборы в городке", en = "Election of the town" }
remarks = [
  { ky = "Баары ойдон чыгарылган.", ru = "Всё вымышлено.", en = "Everything is invented." },
  { ky = "Экинчи сүйлөм.", ru = "Второе предложение.", en = "A second sentence." },
]

[[levels]]
id = "town"
names = { ky = "Шаарча", ru = "Городок", en = "Town" }
[[levels]]
id = "bank"
names = { ky = "Жээк", ru = "Берег", en = "Bank" }
[[areas]]
id = "town"
level = "town"
names = { ky = "Шаарча", ru = "Городок", en = "The town" }
[[areas]]
id = "left-bank"
level = "bank"
parent = "town"
names = { ky = "Сол жээк", ru = "Левый берег", en = "Left bank" }
tile = [0, 0]
[[areas]]
id = "right-bank"
level = "bank"
parent = "town"
names = { ky = "Оң жээк", ru = "Правый берег", en = "Right bank" }
tile = [1, 0]

[[accounts]]
id = "machine"
names = { ky = "Машина", ru = "Машина", en = "Machine" }
counted = "machine"
seen_in = "server"
source = "a test"
rows = ["10", "11"]
[[accounts]]
id = "hand"
names = { ky = "Протокол", ru = "Протокол", en = "Protocol" }
counted = "hand"
seen_in = "protocol"
source = "a test"
[[accounts]]
id = "copy"
names = { ky = "Көчүрмө", ru = "Копия", en = "Copy" }
counted = "hand"
seen_in = "observer-copy"
source = "a test"
[[accounts]]
id = "page"
names = { ky = "Барак", ru = "Страница", en = "Page" }
counted = "machine"
seen_in = "published-page"
source = "a test"
rows = ["10"]

[policies]
legal = ["hand", "machine"]
left = "machine"
right = "hand"
source = "Art. 1; not read: Art. 2"

[[contests]]
id = "lists"
kind = "party"
names = { ky = "Тизмелер", ru = "Списки", en = "Lists" }
share_base = "took-part"
turnout = ["took-part", "listed"]
source = "not read: the form"
[[contests.selections]]
id = "fish"
number = "1"
names = { ky = "Балык & «Ко»", ru = "Рыба & «Ко»", en = "Fish & Co" }
[[contests.selections]]
id = "bread"
number = "2"
names = { ky = "Нан", ru = "Хлеб", en = "Bread" }
[[contests.selections]]
id = "against"
kind = "against-all"
number = "3"
names = { ky = "Баарына каршы", ru = "Против всех", en = "Against all" }
[[contests.rows]]
id = "6"
kind = "voters"
names = { ky = "Катышкандар", ru = "Приняли участие", en = "Took part" }
[[contests.rows]]
id = "10"
names = { ky = "Жарактуу", ru = "Действительные", en = "Valid" }
[[contests.rows]]
id = "11"
names = { ky = "Жараксыз", ru = "Недействительные", en = "Invalid" }
[[contests.rows]]
id = "marks.fish"
kind = "marks"
names = { ky = "Белгилер: Балык", ru = "Отметки: Рыба", en = "Marks: Fish" }
[contests.bases.took-part]
names = { ky = "катышкандар", ru = "принявшие участие", en = "those who took part" }
expression = "[6]"
[contests.bases.listed]
names = { ky = "тизмедегилер", ru = "избиратели в списке", en = "voters on the list" }
expression = "registered"
[contests.bases.votes]
names = { ky = "добуштар", ru = "голоса", en = "votes" }
expression = "sum(selections)"
[[contests.controls]]
code = "T1"
severity = "error"
rule = "[10] = sum(selections)"
names = { ky = "Жарактуу = добуштар", ru = "Действительные = голоса", en = "Valid = votes" }
source = "not read: the form"
[[contests.controls]]
code = "T2"
severity = "warning"
rule = "[11] <= 5"
names = { ky = "Жараксыз аз", ru = "Мало недействительных", en = "Few invalid" }
source = "a test"
[contests.seats]
rule = "largest-remainder"
seats = 5
cap = 4
source = "not read: the law on seats"
[[contests.seats.thresholds]]
share = 0.05
base = "took-part"
source = "a test"
[[contests.seats.thresholds]]
share = 0.01
base = "took-part"
areas = "bank"
source = "a test"

[[contests]]
id = "mayor"
each = "bank"
kind = "candidate"
names = { ky = "Башчы: {area}", ru = "Глава: {area}", en = "Head: {area}" }
[[contests.selections]]
id = "one"
names = { ky = "Биринчи", ru = "Первый", en = "First" }
[[contests.selections]]
id = "two"
names = { ky = "Экинчи", ru = "Вторая", en = "Second" }
[[contests.selections]]
id = "against"
kind = "against-all"
names = { ky = "Баарына каршы", ru = "Против всех", en = "Against all" }
[contests.seats]
rule = "plurality"
source = "a test"
seats = 1
void_when_against_all_leads = true
"""


def toytown() -> tuple[Results, list[bytes]]:
    """The town's results, and the entries of its record."""
    entries = record()
    election = town()
    return Results(election, replay(entries, election)), entries


def town() -> Election:
    """The election and its stations."""
    election = parse_definition(DEFINITION, name="toytown.toml")
    places = election.places
    stations = {station.id: station for station in _stations()}
    return replace(election, places=Places(levels=places.levels, areas=places.areas, stations=stations))


def _stations() -> list[Station]:
    ids = (SAME, BY_ONE, REVISED, UNREAD, WAITING, ANNULLED, REVERSED, ODD_NAME)
    return [
        Station(
            id=StationId(each),
            names=Names(
                ky=f"{place}-мектеп, жогорку кабат",
                ru=f"Школа {place}, верхний этаж",
                en=f"School {place}, upper floor",
            ),
            area=AreaId("left-bank" if place < 4 else "right-bank"),
            registered=200 + place,
            machine=Machine.NONE if each == WAITING else Machine.OWN,
        )
        for place, each in enumerate(ids)
    ]


def record() -> list[bytes]:
    """Every fact, in order."""
    facts: list[bytes] = [
        canonical_bytes(
            DefinitionFact(
                schema=SCHEMA, received="2020-01-01T09:00:00+06:00", election="toytown", definition="cc" * 32
            )
        ),
        *(
            _document(sha256, name, account)
            for sha256, name, account in (
                (MACHINE_FILE, "evening.csv", "machine"),
                (HAND_FILE, "morning.csv", "hand"),
            )
        ),
    ]
    for place, station in enumerate((SAME, BY_ONE, REVISED, UNREAD, WAITING, ANNULLED, REVERSED, ODD_NAME)):
        facts += _counts(place, station)
    facts += [
        _decision(AnnulmentFact, ANNULLED),
        _decision(AnnulmentFact, REVERSED),
        _decision(ReinstatementFact, REVERSED),
    ]
    facts.append(
        canonical_bytes(
            CountFact(
                schema=SCHEMA,
                received="2020-02-02T21:00:00+06:00",
                account="page",
                contest="lists",
                area="town",
                rows={"10": 640},
                selections={"fish": 500, "bread": 300, "against": 10},
            )
        )
    )
    return facts


def _counts(place: int, station: str) -> list[bytes]:
    votes = {"fish": 60 + place, "bread": 40 - place, "against": 3}
    form = {"6": 110, "10": 103, "11": 7 if station == SAME else 2, "marks.fish": 20}
    machine = votes | ({"bread": votes["bread"] + 1} if station == BY_ONE else {})
    facts = []
    if station != WAITING:
        facts.append(
            _count("machine", station, {"10": sum(machine.values()), "11": form["11"]}, machine, MACHINE_FILE)
        )
    if station == REVISED:
        facts += _revision(station, form, votes)
    elif station == UNREAD:
        facts.append(
            _count("hand", station, form, {"fish": votes["fish"], "against": 3}, HAND_FILE, unread=("bread",))
        )
    elif station == ODD_NAME:
        facts.append(_count("hand", station, form | {"10": 99}, votes, HAND_FILE))
    else:
        facts.append(_count("hand", station, form, votes, HAND_FILE))
    if station == BY_ONE:
        facts.append(_count("copy", station, {}, votes | {"fish": 50}, "", holder="Watch & Co"))
    contest = f"mayor-{'left-bank' if place < 4 else 'right-bank'}"
    against = 60 if place >= 4 else 1
    return [
        *facts,
        *(
            _count(account, station, {}, {"one": 50, "two": 40, "against": against}, "", contest=contest)
            for account in ("machine", "hand")
        ),
    ]


def _revision(station: str, form: dict[str, int], votes: dict[str, int]) -> list[bytes]:
    first = _count("hand", station, form, votes | {"fish": 11}, HAND_FILE)
    second = CountFact(
        schema=SCHEMA,
        received="2020-02-04T12:00:00+06:00",
        account="hand",
        contest="lists",
        station=station,
        selections={"fish": votes["fish"]},
        reason="a digit was typed wrongly <again>",
        supersedes=hash_of(first),
        entered_by=EnteredBy(organisation="District 1", role="operator"),
    )
    return [first, canonical_bytes(second)]


def _count(
    account: str,
    station: str,
    rows: dict[str, int],
    selections: dict[str, int],
    document: str,
    *,
    unread: tuple[str, ...] = (),
    holder: str = "",
    contest: str = "lists",
) -> bytes:
    return canonical_bytes(
        CountFact(
            schema=SCHEMA,
            received="2020-02-02T22:30:00+06:00",
            claimed="2020-02-02T20:15:00+06:00",
            account=account,
            holder=holder,
            contest=contest,
            station=station,
            rows=rows,
            selections=selections,
            unread=unread,
            documents=(document,) if document else (),
        )
    )


def _document(sha256: str, name: str, account: str) -> bytes:
    return canonical_bytes(
        DocumentFact(
            schema=SCHEMA,
            received="2020-02-02T22:30:00+06:00",
            sha256=sha256,
            bytes=4321,
            media_type="text/csv",
            account=account,
            file=name,
        )
    )


def _decision(kind: type[AnnulmentFact] | type[ReinstatementFact], station: str) -> bytes:
    return canonical_bytes(
        kind(
            schema=SCHEMA,
            received="2020-02-05T10:00:00+06:00",
            scope=Scope(station=station),
            authority="Town court",
            number="№ 7",
            reason="the box had no seal",
            claimed="2020-02-05",
        )
    )
