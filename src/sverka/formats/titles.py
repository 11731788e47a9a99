"""How columns are called: the words that people head a column of stations, contests or votes with."""

from __future__ import annotations

from sverka.formats.table import Table, folded

STATION = (
    *(
        "station",
        "station id",
        "polling station",
        "polling station id",
        "precinct",
        "precinct id",
        "section id",
    ),
    *(
        "section",
        "ps",
        "ps id",
        "unit",
        "reporting unit",
        "ward",
        "участок",
        "№ участка",
        "номер участка",
        "уик",
    ),
    *("№ уик", "номер уик", "шайлоо участкасы", "участка", "ушк", "секция"),
)
AREA = ("area", "area id", "district", "district id", "region", "region id", "округ", "область", "округу")
CONTEST = ("contest", "contest id", "race", "office", "выборы", "вид выборов", "шайлоо")
ACCOUNT = ("account", "account id")
HOLDER = ("holder",)
CLAIMED = ("claimed", "claimed at")
SELECTION = (
    *("selection", "selection id", "party", "candidate", "choice", "option", "list", "field"),
    *("партия", "кандидат", "список", "строка бюллетеня", "талапкер", "тизме"),
)
VOTES = (
    "votes",
    "vote",
    "count",
    "ballots",
    "figure",
    "голоса",
    "голосов",
    "число голосов",
    "добуш",
    "добуштар",
    "гласове",
)


def titled(table: Table, words: tuple[str, ...]) -> str:
    """The title of the first column headed by one of the words, in the order of the words; "" if none is."""
    titles = {folded(title): title for title in reversed(table.header)}
    return next((titles[word] for word in words if word in titles), "")
