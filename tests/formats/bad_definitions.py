"""Broken definitions and station tables: one change to a good one, where the fault lies, and what it says."""

from __future__ import annotations

from typing import NamedTuple

GOOD = """\
[election]
id = "town-2026"
names = { ky = "Шаар", ru = "Город", en = "Town" }
held_on = 2026-05-17
timezone = "Asia/Bishkek"

[[levels]]
id = "town"
names = "Town"

[[levels]]
id = "ward"
names = "Ward"

[[areas]]
id = "all"
level = "town"
names = "The town"

[[areas]]
id = "w1"
level = "ward"
parent = "all"
names = "Ward 1"
tile = [0, 0]

[[areas]]
id = "w2"
level = "ward"
parent = "all"
names = "Ward 2"
tile = [1, 0]

[[accounts]]
id = "machine"
names = "Scanner"
counted = "machine"
seen_in = "tape"
rows = ["10", "marks.{selection}"]
source = "not read: the rules for scanners"

[[accounts]]
id = "hand"
names = "Hand count"
counted = "hand"
seen_in = "protocol"
source = "law, art. 1"

[policies]
legal = ["hand"]
left = "machine"
right = "hand"
findings = "count"
source = "law, art. 2"

[policies.tolerance]
votes = 2
share = 0.01
source = "law, art. 3"

[stations]
open = true

[[contests]]
id = "lists"
kind = "party"
names = "Lists"
share_base = "valid"
turnout = ["voted", "registered"]

[[contests.selections]]
id = "red"
names = { ru = "Красные", en = "Reds" }
aliases = ["The Reds"]
colour = "#cc0000"

[[contests.selections]]
id = "blue"
names = "Blues"

[[contests.rows]]
id = "6"
kind = "voters"
names = "Voters"

[[contests.rows]]
id = "10"
names = "Valid ballots"

[[contests.rows]]
id = "marks.{selection}"
kind = "marks"
for_each = "party"
names = "Marks: {selection}"

[contests.bases.valid]
names = "valid ballots"
expression = "[10]"

[contests.bases.voted]
names = "voters who took part"
expression = "[6]"

[contests.bases.registered]
names = "voters on the lists"
expression = "registered"

[[contests.controls]]
code = "E1"
severity = "error"
rule = "[10] = sum(selections)"
names = "Valid = votes"
suppresses = ["E2"]
source = "form, section 1"

[[contests.controls]]
code = "E2"
severity = "error"
rule = "[marks.{selection}] <= {selection}"
for_each = "party"
names = "Marks at most votes: {selection}"
accounts = ["hand"]
units = ["station"]
source = "form, section 2"

[contests.seats]
rule = "largest-remainder"
seats = 30
quota = "hare"
cap = 15
source = "law, art. 4"

[[contests.seats.thresholds]]
share = 0.05
base = "valid"
areas = "ward"
source = "law, art. 5"

[[contests]]
id = "deputy"
each = "ward"
kind = "candidate"
names = "Deputy, {area}"

[[contests.selections]]
id = "candidate-1"
names = "Candidate 1"

[[contests.rows]]
id = "7"
names = "Issued"

[[contests.controls]]
code = "W1"
severity = "warning"
rule = "[7] <= lists/[6]"
names = "Issued at most voters"
source = "form, section 3"

[contests.seats]
rule = "plurality"
source = "law, art. 6"

[mappings.page]
shape = "wide"
station = "precinct"
contest = "lists"
account = { column = "source", values = { m = "machine", h = "hand" } }

[mappings.page.selections]
p1 = "red"

[[known_sums]]
provenance = "official"
contest = "lists"
accounts = ["machine", "hand"]
area = "all"
fields = ["red", "valid"]
source = "result no. 1"

[group]
names = "The group"
source = "a test"

[[group.members]]
id = "apple"
names = "Apple"
keys = ["apple+8576cc93+ASFNQ+SF3L9Xgh/r14B+4MG352AI/84X01+Sm7Eurmni"]

[[group.members]]
id = "pear"
names = "Pear"
revoked = [{ key = "pear+07c9e36b+AZZIXK2NjhkDJgMODj4Oa7enSngEP14ZP70xThVEEom2", reason = "lost" }]
"""

BASES = "[contests.bases.valid]"
ACCOUNT = """\
[[accounts]]
id = "hand"
names = "Another"
counted = "hand"
seen_in = "scan"
source = "law, art. 1"
"""


def row(id_: str) -> str:
    """One more row of the form."""
    return f'[[contests.rows]]\nid = "{id_}"\nnames = "Another"\n\n'


class Bad(NamedTuple):
    """A change of `GOOD` (or a whole text), the place that the fault names, and words of it."""

    old: str
    new: str
    place: str
    words: str


DEFINITIONS: dict[str, Bad] = {
    # the text
    "no TOML at all": Bad(GOOD, "id;name\n1;2\n", "town.toml, line 1, column 3", "Expected '='"),
    "a text without its quote": Bad(
        'id = "w2"', 'id = "w2', "town.toml, line 28, column 9", "Illegal character"
    ),
    "a key given twice": Bad(
        "tile = [0, 0]", "tile = [0, 0]\ntile = [0, 0]", "town.toml, line 26, column 14", "overwrite"
    ),
    "an account of the name of the legal count": Bad(
        "[policies]\n",
        ACCOUNT.replace('"hand"', '"legal"', 1) + "\n[policies]\n",
        "accounts[3].id",
        "the legal count",
    ),
    # the shape
    "a key that is misspelled": Bad("cap = 15", "capp = 15", "contests[1].seats.capp", 'did you mean "cap"'),
    "a table that is misspelled": Bad(
        "[mappings.page]", "[mapings.page]", "mapings", 'did you mean "mappings"'
    ),
    "no policies": Bad(
        GOOD[GOOD.index("[policies]") : GOOD.index("[stations]")], "", "policies", '"policies" is missing'
    ),
    "a word that is none of the allowed": Bad(
        'counted = "hand"', 'counted = "by hand"', "accounts[2].counted", "machine, hand, recount"
    ),
    "an unknown seat rule": Bad(
        'rule = "plurality"', 'rule = "dhondt"', "contests[2].seats.rule", "largest-remainder"
    ),
    "seats without a rule": Bad('rule = "plurality"\n', "", "contests[2].seats.rule", '"rule" is missing'),
    "a number in quotes": Bad("seats = 30", 'seats = "30"', "contests[1].seats.seats", "a whole number"),
    "half a seat": Bad("seats = 30", "seats = 30.5", "contests[1].seats.seats", "a whole number"),
    "no seats": Bad("seats = 30", "seats = 0", "contests[1].seats.seats", "too small"),
    "a day that is none": Bad(
        "held_on = 2026-05-17", 'held_on = "17.05.2026"', "election.held_on", "a date such as"
    ),
    "a day with an hour": Bad(
        "held_on = 2026-05-17", "held_on = 2026-05-17T08:00:00", "election.held_on", "a date"
    ),
    "no names": Bad('names = "Hand count"\n', "", "accounts[2].names", "is missing"),
    "names in an unknown language": Bad(
        'names = "Ward 1"', 'names = { de = "Bezirk 1" }', "areas[2].names.de", "ky, ru, en"
    ),
    "names in no language": Bad(
        'names = "Ward 1"', 'names = { ky = "" }', "areas[2].names", "no language has a name"
    ),
    "a colour in words": Bad(
        'colour = "#cc0000"', 'colour = "red"', "contests[1].selections[1].colour", "#[0-9a-f]"
    ),
    "a tile in one dimension": Bad("tile = [1, 0]", "tile = [1]", "areas[3].tile", "2 entries"),
    "a unit that is none": Bad(
        'units = ["station"]', 'units = ["stations"]', "contests[1].controls[2].units[1]", "station, area"
    ),
    "less than no tolerance": Bad("votes = 2", "votes = -2", "policies.tolerance.votes", "0 or more"),
    "a turnout of nothing": Bad(
        'turnout = ["voted", "registered"]', 'turnout = ["voted"]', "contests[1].turnout", "2 entries"
    ),
    # ids
    "an id with capital letters": Bad(
        'id = "town-2026"', 'id = "Town 2026"', "election.id", "cannot be an id"
    ),
    "an id that climbs": Bad('id = "w2"', 'id = "../w2"', "areas[3].id", "cannot be an id"),
    "an account twice": Bad("[policies]\n", ACCOUNT + "\n[policies]\n", "accounts[3].id", "used twice"),
    "a selection twice": Bad('id = "blue"', 'id = "red"', "contests[1].selections[2].id", "used twice"),
    "a row twice": Bad(BASES, row("6") + BASES, "contests[1].rows[4].id", "used twice"),
    "a code twice": Bad('code = "E2"', 'code = "E1"', "contests[1].controls[2].code", "used twice"),
    "a row that is a selection": Bad(BASES, row("red") + BASES, "contests[1].rows", "a row and a selection"),
    "one spelling for two selections": Bad(
        'names = "Blues"',
        'names = "«the  reds»"',
        "contests[1].selections[2]",
        'already names the selection "red"',
    ),
    "a template without its word": Bad(
        'id = "marks.{selection}"', 'id = "marks"', "contests[1].rows[3].id", "the same row"
    ),
    "a rule that is the same for all": Bad(
        'rule = "[marks.{selection}] <= {selection}"',
        'rule = "[10] <= [6]"',
        "contests[1].controls[2].rule",
        "the same for every selection",
    ),
    "a template that makes what is written": Bad(
        BASES, row("marks.red") + BASES, "contests[1].rows", 'a second "marks.red"'
    ),
    # sources
    "a rule without a source": Bad(
        'source = "form, section 1"\n', "", "contests[1].controls[1].source", "not read"
    ),
    "an empty source": Bad(
        'source = "law, art. 4"', 'source = " "', "contests[1].seats.source", "the source is empty"
    ),
    "a source that says nothing": Bad(
        'source = "law, art. 2"', 'source = "not read: "', "policies.source", "the source is empty"
    ),
    # references
    "an unknown time zone": Bad(
        "Asia/Bishkek", "Asia/Bishkeck", "election.timezone", 'did you mean "Asia/Bishkek"'
    ),
    "an unknown level": Bad('level = "town"', 'level = "twon"', "areas[1].level", 'did you mean "town"'),
    "an unknown parent": Bad(
        'parent = "all"\nnames = "Ward 2"',
        'parent = "al"\nnames = "Ward 2"',
        "areas[3].parent",
        'no area "al"',
    ),
    "an area within itself": Bad(
        'level = "town"\nnames', 'level = "town"\nparent = "w1"\nnames', "areas[1].parent", "all → w1 → all"
    ),
    "two areas on one tile": Bad("tile = [1, 0]", "tile = [0, 0]", "areas[3].tile", '"w1" lies on this tile'),
    "an unknown legal account": Bad(
        'legal = ["hand"]', 'legal = ["hands"]', "policies.legal[1]", 'did you mean "hand"'
    ),
    "an account against itself": Bad(
        'left = "machine"', 'left = "hand"', "policies.right", "the same account"
    ),
    "a share above the whole": Bad("share = 0.01", "share = 1.5", "policies.tolerance.share", "no share"),
    "an account with an unknown row": Bad(
        'rows = ["10", ', 'rows = ["11", ', "accounts[1].rows[1]", 'no row "11"'
    ),
    "an unknown account of a control": Bad(
        'accounts = ["hand"]',
        'accounts = ["paper"]',
        "contests[1].controls[2].accounts[1]",
        'no account "paper"',
    ),
    "a control that suppresses nothing": Bad(
        'suppresses = ["E2"]',
        'suppresses = ["E3"]',
        "contests[1].controls[1].suppresses[1]",
        'no control "E3"',
    ),
    "controls that suppress one another": Bad(
        'units = ["station"]',
        'units = ["station"]\nsuppresses = ["E1"]',
        "contests[1].controls[1].suppresses",
        "E1 → E2 → E1",
    ),
    "a contest for each of no level": Bad(
        'each = "ward"', 'each = "street"', "contests[2].each", 'no level "street"'
    ),
    "one contest and many": Bad(
        'each = "ward"', 'each = "ward"\narea = "w1"', "contests[2].each", "exclude one another"
    ),
    "a contest in no area": Bad('each = "ward"', 'area = "w3"', "contests[2].area", 'no area "w3"'),
    "a contest without selections": Bad(
        '[[contests.selections]]\nid = "candidate-1"\nnames = "Candidate 1"\n',
        "",
        "contests[2].selections",
        "no selections",
    ),
    "selections of an unknown contest": Bad(
        '[[contests.selections]]\nid = "candidate-1"\nnames = "Candidate 1"\n',
        'same_selections_as = "list"\n',
        "contests[2].same_selections_as",
        'did you mean "lists"',
    ),
    # expressions
    "a rule without its right side": Bad(
        '"[10] = sum(selections)"', '"[10] ="', "contests[1].controls[1].rule", "character 7"
    ),
    "a rule without a sign": Bad(
        '"[10] = sum(selections)"', '"[10]"', "contests[1].controls[1].rule", "= != <= >= < >"
    ),
    "a rule on an unknown row": Bad(
        '"[10] = sum(selections)"', '"[11] = sum(selections)"', "contests[1].controls[1].rule", 'no row "11"'
    ),
    "a rule on an unknown selection": Bad(
        '"[10] = sum(selections)"', '"[10] >= {rred}"', "contests[1].controls[1].rule", 'did you mean "red"'
    ),
    "a rule on an unknown account": Bad(
        '"[10] = sum(selections)"', '"[10] = tape:[10]"', "contests[1].controls[1].rule", 'no account "tape"'
    ),
    "a rule on an unknown contest": Bad(
        '"[7] <= lists/[6]"', '"[7] <= list/[6]"', "contests[2].controls[1].rule", 'did you mean "lists"'
    ),
    "a rule on another contest's unknown row": Bad(
        '"[7] <= lists/[6]"', '"[7] <= lists/[7]"', "contests[2].controls[1].rule", 'no row "7"'
    ),
    "a base that is a comparison": Bad(
        'expression = "[6]"', 'expression = "[6] = 1"', "contests[1].bases.voted.expression", "one too many"
    ),
    "an unknown base of shares": Bad(
        'share_base = "valid"', 'share_base = "voters"', "contests[1].share_base", 'no base "voters"'
    ),
    # seats
    "more seats for one than there are": Bad(
        "cap = 15", "cap = 31", "contests[1].seats.cap", "above the 30 seats"
    ),
    "a threshold in per cent": Bad(
        "share = 0.05", "share = 5", "contests[1].seats.thresholds[1].share", "5 % is 0.05"
    ),
    "a threshold of an unknown base": Bad(
        'base = "valid"\nareas',
        'base = "valid_votes"\nareas',
        "contests[1].seats.thresholds[1].base",
        'did you mean "valid"',
    ),
    "a threshold in areas of no level": Bad(
        'areas = "ward"', 'areas = "wards"', "contests[1].seats.thresholds[1].areas", 'did you mean "ward"'
    ),
    # mappings
    "a mapping to an unknown selection": Bad(
        'p1 = "red"', 'p1 = "reed"', "mappings.page.selections.p1", 'did you mean "red"'
    ),
    "a mapping to an unknown account": Bad(
        'm = "machine"', 'm = "maschine"', "mappings.page.account.values.m", 'did you mean "machine"'
    ),
    "a mapping of an unknown contest": Bad(
        'contest = "lists"\naccount =',
        'contest = "list"\naccount =',
        "mappings.page.contest",
        'did you mean "lists"',
    ),
    # known sums of a replay
    "known sums of an invented kind": Bad(
        'provenance = "official"', 'provenance = "invented"', "known_sums[1].provenance", "official"
    ),
    "known sums of an unknown field": Bad(
        'fields = ["red", "valid"]',
        'fields = ["red", "vali"]',
        "known_sums[1].fields[2]",
        'did you mean "valid"',
    ),
    "known sums of an unknown area": Bad(
        'area = "all"', 'area = "alle"', "known_sums[1].area", 'did you mean "all"'
    ),
    "known sums of an unknown account": Bad(
        '"machine", "hand"]',
        '"machine", "hands"]',
        "known_sums[1].accounts[2]",
        'did you mean "hand"',
    ),
    "known sums of a contest that is not there": Bad(
        '"official"\ncontest = "lists"',
        '"official"\ncontest = "list"',
        "known_sums[1].contest",
        'did you mean "lists"',
    ),
    # the group
    "a key that was not copied whole": Bad(
        "84X01+Sm7Eurmni", "84X01+Sm7", "group.members[1].keys[1]", "not a key"
    ),
    "a key with the id of another": Bad(
        "apple+8576cc93", "apple+8576cc94", "group.members[1].keys[1]", "is not that of the key"
    ),
    "a key that signs checkpoints only": Bad(
        "apple+8576cc93+ASFNQ+SF3L9Xgh/r14B+4MG352AI/84X01+Sm7Eurmni",
        "w+76ee8549+BEgHWll+choVbi4Hmd5cwMUyTcbn6vHN1GJQho7FMhXd",
        "group.members[1].keys[1]",
        "does not sign notes",
    ),
    "one key for two members": Bad(
        'revoked = [{ key = "pear+07c9e36b+AZZIXK2NjhkDJgMODj4Oa7enSngEP14ZP70xThVEEom2", reason = "lost" }]',
        'keys = ["apple+8576cc93+ASFNQ+SF3L9Xgh/r14B+4MG352AI/84X01+Sm7Eurmni"]',
        "group.members[2].keys[1]",
        "group.members[1].keys[1] already",
    ),
    "members of one party where a decision needs two": Bad(
        'names = "Pear"', 'names = "Pear"\nparty = "apple"', "group.parties_needed", "1 parties"
    ),
    "one party that decides alone": Bad(
        'names = "The group"', 'names = "The group"\nparties_needed = 1', "group.parties_needed", "2"
    ),
    "a member of an unknown kind": Bad(
        'names = "Pear"', 'names = "Pear"\nkind = "judge"', "group.members[2].kind", "judge"
    ),
    "two members of one id": Bad('id = "pear"', 'id = "apple"', "group.members[2].id", "used twice"),
    "a mapping with an unknown key": Bad(
        'station = "precinct"', 'stations = "precinct"', "mappings.page.stations", 'did you mean "station"'
    ),
}

HEADER = "id,name,area,registered,machine,counted_at,aliases,external:cik\n"
FIRST = "0001,School,w1,500,own,,S-1,x1\n"

STATIONS: dict[str, tuple[bytes, str, str]] = {
    "nothing": (b"", "stations.csv", "empty"),
    "only a header": (HEADER.encode(), "stations.csv", "no rows"),
    "no column of ids": (b"name,registered\nSchool,500\n", "stations.csv, row 1", "no column 'id'"),
    "a row without an id": (
        (HEADER + ",School,w1,500,,,,\n").encode(),
        "row 2, column A (id)",
        "names no station",
    ),
    "an id twice": ((HEADER + FIRST + "0001,Club,w1,90,,,,\n").encode(), "row 3, column A (id)", "row 2"),
    "ids that differ in case": (b"id,name\n1a,School\n1A,Club\n", "row 3, column A (id)", "is there already"),
    "an id that is a path": (b"id,name\n../1,School\n", "row 2, column A (id)", "cannot be the id"),
    "an unknown area": (
        (HEADER + FIRST.replace("w1", "w7")).encode(),
        "row 2, column C (area)",
        "'w7' is no area",
    ),
    "no area": ((HEADER + FIRST.replace("w1", "")).encode(), "row 2, column C (area)", "lies in no area"),
    "fewer than no voters": (
        (HEADER + FIRST.replace("500", "-5")).encode(),
        "row 2, column D (registered)",
        "less than zero",
    ),
    "half a voter": (
        (HEADER + FIRST.replace("500", "5.5")).encode(),
        "row 2, column D (registered)",
        "'5.5'",
    ),
    "voters in words": (
        (HEADER + FIRST.replace("500", "many")).encode(),
        "row 2, column D (registered)",
        "'many'",
    ),
    "a machine perhaps": (
        (HEADER + FIRST.replace("own", "maybe")).encode(),
        "row 2, column E (machine)",
        "'maybe' is no answer",
    ),
    "counted nobody says where": (
        (HEADER + FIRST.replace("own", "elsewhere")).encode(),
        "row 2, column E (machine)",
        "not said where",
    ),
    "counted at an unknown station": (
        (HEADER + FIRST + "0002,Club,w1,9,elsewhere,0003,,\n").encode(),
        "row 3, column F (counted_at)",
        "'0003' is no station",
    ),
    "counted at itself": (
        (HEADER + FIRST + "0002,Club,w1,9,elsewhere,0002,,\n").encode(),
        "row 3, column F (counted_at)",
        "at itself",
    ),
    "counted at one without a machine": (
        (HEADER + FIRST.replace("own", "none") + "0002,Club,w1,9,elsewhere,0001,,\n").encode(),
        "row 3, column F (counted_at)",
        "no machine of its own",
    ),
    "counted elsewhere with its own machine": (
        (HEADER + FIRST + "0002,Club,w1,9,own,0001,,\n").encode(),
        "row 3, column F (counted_at)",
        "its machine is own",
    ),
    "an alias for two": (
        (HEADER + FIRST + "0002,Club,w1,9,,,S-1,\n").encode(),
        "row 3, column G (aliases)",
        "leads to two stations",
    ),
    "an alias that is another's id": (
        (HEADER + FIRST + "0002,Club,w1,9,,,0001,\n").encode(),
        "row 3, column G (aliases)",
        "leads to two stations",
    ),
    "a foreign id for two": (
        (HEADER + FIRST + "0002,Club,w1,9,,,,x1\n").encode(),
        "row 3, column H (external:cik)",
        "leads to two stations",
    ),
    "a row too long": (
        (HEADER + FIRST.replace("School", "School, new hall")).encode(),
        "row 2",
        "9 cells where the header has 8",
    ),
}
