"""A town that elects its council, and with `MAYOR` a mayor of the north, as files for tests."""

from __future__ import annotations

import gzip
from pathlib import Path

from sverka.domain.ids import AccountId
from sverka.office.delivery import Delivery
from sverka.office.folder import ElectionFolder, State
from sverka.office.founding import create
from sverka.office.papers import Papers
from sverka.office.take_in import Taken, take_in

NIGHT, MORNING = "2026-05-17T21:00:00+06:00", "2026-05-18T09:00:00+06:00"

DEFINITION = """\
[election]
id = "town-2026-05-17"
held_on = 2026-05-17
timezone = "Asia/Bishkek"
names = { ky = "Шаардык шайлоо", ru = "Городские выборы", en = "Town election" }

[[levels]]
id = "town"
names = "Town"

[[levels]]
id = "quarter"
names = "Quarter"

[[areas]]
id = "town"
level = "town"
names = "Town"

[[areas]]
id = "north"
level = "quarter"
parent = "town"
names = "North"

[[areas]]
id = "south"
level = "quarter"
parent = "town"
names = "South"

[[accounts]]
id = "machine"
names = { ky = "Сканер", ru = "Сканер", en = "Scanner" }
counted = "machine"
seen_in = "tape"
rows = ["2", "3"]
source = "a test"

[[accounts]]
id = "hand"
names = { ky = "Кол менен", ru = "Вручную", en = "By hand" }
counted = "hand"
seen_in = "protocol"
source = "a test"

[[accounts]]
id = "observer"
names = "Observers"
counted = "hand"
seen_in = "observer-copy"
source = "a test"

[policies]
legal = ["hand", "machine"]
left = "machine"
right = "hand"
findings = "count"
source = "a test"

[[contests]]
id = "council"
kind = "party"
names = { ky = "Кеңеш", ru = "Совет", en = "Council" }
share_base = "valid"
turnout = ["valid", "on-list"]

[[contests.selections]]
id = "apple"
names = "Apple"
number = "1"

[[contests.selections]]
id = "pear"
names = "Pear"
number = "2"

[[contests.selections]]
id = "quince"
names = "Quince"
number = "3"

[[contests.selections]]
id = "against"
kind = "against-all"
names = "Against all"

[[contests.rows]]
id = "1"
kind = "voters"
names = "Voters on the list"

[[contests.rows]]
id = "2"
names = "Ballots in the box"

[[contests.rows]]
id = "3"
names = "Invalid ballots"

[contests.bases.valid]
names = "valid ballots"
expression = "[2] - [3]"

[contests.bases.on-list]
names = "voters on the list"
expression = "registered"

[[contests.controls]]
code = "E1"
severity = "error"
rule = "[2] = sum(selections) + [3]"
names = "In the box = votes + invalid"
source = "a test"

[[contests.controls]]
code = "W1"
severity = "warning"
rule = "10 * [3] <= [2]"
names = "At most a tenth invalid"
source = "a test"

[contests.seats]
rule = "largest-remainder"
quota = "hare"
seats = 5
source = "a test"

[[contests.seats.thresholds]]
share = 0.05
base = "valid"
source = "a test"

[[contests.seats.thresholds]]
share = 0.01
base = "valid"
areas = "quarter"
source = "a test"
"""

MAYOR = """
[[contests]]
id = "mayor-north"
kind = "candidate"
names = "Mayor of the north"
area = "north"

[[contests.selections]]
id = "aida"
names = "Candidate 1"

[[contests.selections]]
id = "bakyt"
names = "Candidate 2"

[contests.seats]
rule = "plurality"
source = "a test"

[mappings.mayor]
station = "station"
contest = "mayor-north"
selections = { "Candidate 1" = "aida", "Candidate 2" = "bakyt" }

"""

STATIONS = """\
id,name,area,registered
0001,School 1,north,100
0002,School 2,north,120
0003,Hospital,north,30
0101,School 3,south,200
0102,School 4,south,80
"""

MACHINE = """\
station,row:2,row:3,apple,pear,quince,against
0001,60,2,30,20,5,3
0002,70,0,40,10,15,5
0003,20,1,10,5,3,1
0101,100,4,50,30,10,6
"""

HAND = """\
station,row:1,row:2,row:3,apple,pear,quince,against
0001,100,60,2,30,20,5,3
0002,120,70,0,40,11,14,5
0003,30,20,1,10,5,3,1
0101,200,100,4,50,30,10,6
0102,80,40,0,20,15,3,2
"""


def town(path: Path, *, definition: str = DEFINITION, stations: str = STATIONS, origin: str = "") -> State:
    """The election folder without any count."""
    papers = Papers(definition=definition.encode(), stations=stations.encode())
    return create(path, papers, received=lambda _: NIGHT, origin=origin)


def add(
    folder: ElectionFolder,
    text: str | bytes,
    account: str = "machine",
    *,
    name: str = "counts.csv",
    holder: str = "",
    reason: str = "",
    dry_run: bool = False,
) -> Taken:
    """Take one file in."""
    delivery = delivered(text, account, name=name, holder=holder)
    return take_in(folder.open(), [delivery], received=MORNING, reason=reason, dry_run=dry_run)[0]


def delivered(
    text: str | bytes, account: str = "machine", *, name: str = "counts.csv", holder: str = ""
) -> Delivery:
    """A file that was handed in."""
    content = text.encode() if isinstance(text, str) else text
    return Delivery(name=name, content=content, account=AccountId(account), holder=holder)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file beneath a folder, byte for byte; empty folders too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def packed(text: str) -> bytes:
    """A text as gzip, always the same bytes."""
    return gzip.compress(text.encode(), mtime=0)
