"""What the title of a column says about it, in the languages people head their tables in."""

from __future__ import annotations

import re

from sverka.formats.spellings import is_total, spelled

UNIT = (
    *(
        "station",
        "precinct",
        "ward",
        "unit",
        "poll",
        "section",
        "place",
        "booth",
        "batch",
        "township",
        "village",
    ),
    *("участ", "уик", "ушк", "секци", "избират участ"),
)
AREA = (
    *(
        "county",
        "counties",
        "district",
        "region",
        "area",
        "province",
        "parish",
        "town",
        "city",
        "municip",
        "locality",
    ),
    *("округ", "област", "район", "аймак", "облус", "шаар", "город", "айыл", "село"),
)
IDENTIFIER = frozenset(
    {
        "id",
        "ids",
        "code",
        "number",
        "no",
        "nr",
        "num",
        "fips",
        "geoid",
        "key",
        "номер",
        "код",
        "ном",
        "коду",
        "номери",
    }
)
FILLERS = frozenset(
    {"of", "the", "name", "reporting", "voting", "polling", "and", "название", "аты", "n", "имя"}
)
INDEX = frozenset({"", "#", "n", "row", "index", "unnamed 0", "no", "nr", "п/п", "no p/p", "s no"})
COUNTS = (  # figures of a protocol that are no votes for anyone
    *(
        "registered",
        "registration",
        "electorate",
        "eligible",
        "electors",
        "voters",
        "ballots",
        "turnout",
        "valid",
    ),
    *(
        "invalid",
        "spoil",
        "reject",
        "unused",
        "issued",
        "избирател",
        "бюллетен",
        "действит",
        "недействит",
        "явк",
    ),
    *("шайлоочу", "добуш берүүгө", "регистр"),
)
NO_VOTES = frozenset(
    {
        *(
            "year",
            "date",
            "population",
            "latitude",
            "longitude",
            "lat",
            "lon",
            "lng",
            "zip",
            "postcode",
            "rank",
        ),
        *(
            "percent",
            "percentage",
            "pct",
            "share",
            "год",
            "дата",
            "население",
            "калк",
            "доля",
            "процент",
            "үлүш",
        ),
    }
)
SELECTION = (
    *(
        "selection",
        "selection id",
        "candidate",
        "candidate name",
        "choice",
        "choice name",
        "option",
        "contestant",
    ),
    *("party", "party name", "list", "кандидат", "партия", "список", "талапкер", "тизме", "фио кандидата"),
)
VOTES = (
    *("votes", "vote", "total votes", "votes cast", "vote count", "number of votes", "count", "counts"),
    *(
        "голоса",
        "голосов",
        "число голосов",
        "количество голосов",
        "добуш",
        "добуштар",
        "добуш саны",
        "гласове",
    ),
)
CONTEST = (
    "contest",
    "contest id",
    "contest name",
    "race",
    "office",
    "contest title",
    "выборы",
    "вид выборов",
    "шайлоо",
)


def tokens(title: str) -> list[str]:
    """The words of a title."""
    return re.findall(
        r"\w+", spelled(title).replace("_", " ").replace("№", " номер ").replace("#", " number ")
    )


def is_key_title(title: str) -> bool:
    """Whether a title names a unit, an area or an identifier and nothing else ("Ward", but not "Ward, Kelli")."""
    words = tokens(title)
    return bool(words) and all(
        word in FILLERS or word in IDENTIFIER or _begins(word, (*UNIT, *AREA)) for word in words
    )


def is_unit_title(title: str) -> bool:
    """Whether a title names the smallest units: stations, precincts, wards."""
    return any(_begins(word, UNIT) for word in tokens(title))


def is_index_title(title: str) -> bool:
    """Whether a title may head the bare numbers of the rows."""
    return " ".join(tokens(title)) in INDEX or spelled(title) in INDEX or spelled(title) in {"№", "№ п/п"}


def is_count_title(title: str) -> bool:
    """Whether a title names a figure of a protocol that is no votes for anyone; `row:10` is a row of its form."""
    if title.strip().casefold().startswith("row:"):
        return True
    return any(_begins(word, COUNTS) for word in tokens(title)) and not is_votes_total(title)


def is_no_votes_title(title: str) -> bool:
    """Whether a title names a figure that is not counted at an election at all."""
    return any(word in NO_VOTES for word in tokens(title)) or "%" in title


def is_votes_total(title: str) -> bool:
    """Whether a title names the sum of votes: "Total", "Total votes", «Всего голосов»."""
    words = tokens(title)
    sums = {"total", "totals", "sum", "итого", "всего", "жалпы", "сумма", "общо", "итог", "баары"}
    votes = {
        "votes",
        "vote",
        "cast",
        "голосов",
        "голоса",
        "добуш",
        "добуштар",
        "гласове",
        "all",
        "of",
        "the",
        "саны",
    }
    return is_total(title) or (bool(sums & set(words)) and set(words) <= sums | votes)


def _begins(word: str, stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stem) for stem in stems)
