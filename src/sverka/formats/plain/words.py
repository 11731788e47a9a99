"""What the title of a column says about it, in the languages people head their tables in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sverka.formats.spellings import is_total, spelled


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Whole words (or their plural), since candidates and parties are called Pollard, Wardak and Unity.
UNITS = _words(
    "station precinct ward unit poll section place booth batch township village uik uek tps casilla seccion"
    " sección secção secao seção sezione bureau sandık sandik obwod obwód okrsek"
)
AREAS = _words(
    "county district region area province parish town city municipality municipal locality constituency"
    " borough commune canton tik oik municipio zona"
)
# Beginnings of words, where endings change with the case.
UNIT_STEMS = ("участ", "уик", "ушк", "секци", "избират участ", "дільниц", "უბან", "бирачк", "biračk")
AREA_STEMS = (
    *("округ", "област", "район", "аймак", "облус", "шаар", "город", "айыл", "село", "municip"),
    *("ოლქ", "დისტრიქტ", "општин", "opštin"),
)
IDENTIFIER = _words("id ids code number no nr num fips geoid key номер код ном коду номери")
ENDS_IDENTIFIER = _words("id ids code fips geoid код коду")
FILLERS = _words("of the name reporting voting polling and special название аты n имя")
INDEX = frozenset({"", "#", "n", "row", "index", "unnamed 0", "no", "nr", "п/п", "no p/p", "s no"})
YES = _words("yes sí si sim oui ja да ооба for за")
COUNTS = (  # beginnings of words for figures of a protocol that are no votes for anyone
    *("registered", "registration", "electorate", "eligible", "elector", "voters", "ballots", "turnout"),
    *("valid", "invalid", "spoil", "reject", "unused", "issued", "избирател", "бюллетен", "действит"),
    *(
        "недействит",
        "явк",
        "участник",
        "проголосовав",
        "открепительн",
        "шайлоочу",
        "добуш берүүгө",
        "регистр",
    ),
)
PEOPLE = ("избирател", "voters", "elector", "шайлоочу")  # «Число голосов избирателей за …» are votes
HOW_MANY = re.compile(r"(?:number of|число|количество|кол-во) ")
FORM_ROW = re.compile(r"row:.*|\[[^]]+\]", re.IGNORECASE)
FOR_SOMEONE = ("votes", "vote", "голосов", "голоса", "добуш")
SO_FAR = re.compile(r"votes? (?:by|at|until|before|as of) \d")  # turnout through the day
SHARES = _words("percent percentage pct share доля процент үлүш")
NO_VOTES = _words(
    "year date population latitude longitude lat lon lng zip postcode rank год дата население калк"
)
SELECTION = (
    *("selection", "selection id", "candidate", "candidate name", "choice", "choice name", "option"),
    *("contestant", "party", "party name", "list", "candidato", "partido", "lista", "candidat", "liste"),
    *("кандидат", "партия", "список", "талапкер", "тизме", "фио кандидата"),
)
ABOUT_A_SELECTION = _words(
    "selection candidate choice option contestant party list candidato partido lista candidat liste"
    " кандидат кандидата партия партии список списка талапкер тизме"
)
VOTES = (
    *("votes", "vote", "total votes", "votes cast", "vote count", "number of votes", "count", "counts"),
    *("votos", "voix", "stimmen", "голоса", "голосов", "число голосов", "количество голосов", "добуш"),
    *("добуштар", "добуш саны", "гласове"),
)
SUMS = _words("total totals sum итого всего жалпы сумма общо итог баары")
OF_VOTES = _words("votes vote cast голосов голоса добуш добуштар гласове all of the саны")
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


def letters(title: str) -> str:
    """The title without spaces and marks; a plus stays, since "List A+" is another than "List A"."""
    return "".join(re.findall(r"[\w+]+", spelled(title).replace("_", " ")))


def is_key_title(title: str) -> bool:
    """Whether a title names a unit, an area or an identifier and nothing else.

    "Ward" does, and "Major district id", but not "Ward, Kelli".
    """
    words = tokens(title)
    if "%" in title or not words:
        return False
    return words[-1] in ENDS_IDENTIFIER or all(map(_names_a_place, words))


def _names_a_place(word: str) -> bool:
    return (
        word in FILLERS
        or word in IDENTIFIER
        or _is_one_of(word, UNITS | AREAS)
        or word.startswith((*UNIT_STEMS, *AREA_STEMS))
    )


def is_about_a_selection(title: str) -> bool:
    """Whether a title names something of a selection: "Party", "Candidate id"."""
    return not ABOUT_A_SELECTION.isdisjoint(tokens(title))


def is_unit_title(title: str) -> bool:
    """Whether a title names the smallest units: stations, precincts, wards."""
    return any(_is_one_of(word, UNITS) or word.startswith(UNIT_STEMS) for word in tokens(title))


def is_answer(title: str, header: Iterable[str]) -> bool:
    """Whether a title is the "No" of "Yes" and "No", and no number."""
    return tokens(title) == ["no"] and any(" ".join(tokens(each)) in YES for each in header)


def is_index_title(title: str) -> bool:
    """Whether a title may head the bare numbers of the rows."""
    return " ".join(tokens(title)) in INDEX or spelled(title) in INDEX or spelled(title) in {"№", "№ п/п"}


def is_count_title(title: str) -> bool:
    """Whether a title names a figure of a protocol that is no votes for anyone; `row:10` and `[10]` are rows of it."""
    if FORM_ROW.fullmatch(title.strip()):
        return True
    words, plain = tokens(title), spelled(title)
    stems = {stem for stem in COUNTS if any(word.startswith(stem) for word in words)}
    votes = any(word in FOR_SOMEONE for word in words)
    if votes and stems <= set(PEOPLE):
        return bool(SO_FAR.match(plain))
    return bool(stems or HOW_MANY.match(plain)) and not is_votes_total(title)


def is_share_title(title: str) -> bool:
    """Whether a title names shares, which are computed from votes."""
    return "%" in title or any(word in SHARES for word in tokens(title))


def is_no_votes_title(title: str) -> bool:
    """Whether a title names a figure that is not counted at an election at all ("Lat", but not "Lon Johnson")."""
    words = tokens(title)
    known = NO_VOTES | FILLERS | IDENTIFIER
    return is_share_title(title) or (bool(NO_VOTES & set(words)) and set(words) <= known)


def is_votes_total(title: str) -> bool:
    """Whether a title names a sum of votes: "Total", "Write-in totals", «Всего голосов»."""
    return is_total(title) or is_total_alone(title)


def is_total_alone(title: str) -> bool:
    """Whether a title says that it is a sum and nothing else: "Total votes"."""
    words = set(tokens(title))
    return bool(SUMS & words) and words <= SUMS | OF_VOTES


def _is_one_of(word: str, words: frozenset[str]) -> bool:
    """Whether a word, or the one of which it is the plural, is among them."""
    singular = {word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word)}
    return not words.isdisjoint(singular)
