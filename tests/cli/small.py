"""The small election of `tests.small_election`, its parties alone, as the files of a folder."""

from __future__ import annotations

DEFINITION = """\
[election]
id = "small"
names = "A small election"
held_on = 2021-11-28
timezone = "Asia/Bishkek"

[[levels]]
id = "district"
names = "district"

[[areas]]
id = "a"
level = "district"
names = "District A"
aliases = ["Da"]

[[areas]]
id = "b"
level = "district"
names = "District B"
aliases = ["Db"]

[[accounts]]
id = "machine"
names = "machine"
counted = "machine"
seen_in = "tape"
source = "a test"

[[accounts]]
id = "hand"
names = "hand"
counted = "hand"
seen_in = "protocol"
source = "a test"

[[accounts]]
id = "observer"
names = "observer"
counted = "hand"
seen_in = "observer-copy"
source = "a test"

[policies]
legal = ["hand", "machine"]
left = "machine"
right = "hand"
source = "a test"

[[contests]]
id = "parties"
kind = "party"
names = { en = "Party lists" }

[[contests.selections]]
id = "gerb"
number = "1"
names = { ky = "Герб", ru = "Герб", en = "Coat of Arms" }

[[contests.selections]]
id = "ata"
number = "2"
names = { ky = "Ата Мекен", ru = "Ата-Мекен", en = "Ata Meken" }
aliases = ["Фатерланд «АМ»"]

[[contests.selections]]
id = "butun"
number = "3"
names = { ky = "Бүтүн Кыргызстан", ru = "Бутун Кыргызстан" }

[[contests.selections]]
id = "against"
number = "4"
kind = "against-all"
names = { ru = "Против всех", en = "Against all" }

[[contests.rows]]
id = "1"
names = "Row 1"

[[contests.rows]]
id = "10"
names = "Row 10"

[[contests.rows]]
id = "11"
names = "Row 11"
"""

STATIONS = """\
id,name,area,aliases,external:cec
0001,School 1,a,,
0002,School 2,a,,
0101,School 3,a,,
0102,School 4,b,,
1001,Lyceum,b,,KG-1001
7133,Clinic,b,"Clinic, upper floor",
"""
