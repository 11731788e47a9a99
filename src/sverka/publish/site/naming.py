"""What accounts, areas, selections and stations are called on a page."""

from __future__ import annotations

from sverka.domain.counts import Source
from sverka.domain.election import Contest, Election
from sverka.domain.ids import AreaId, BaseId, ContestId, LevelId, RowId, SelectionId, StationId
from sverka.publish.areas import WHOLE
from sverka.publish.differences import COMPARED, DIFFERENT
from sverka.publish.language import N_, Translator
from sverka.publish.legal import LEGAL

PLAIN_NAME = 2  # words in «шайлоо участкасы», "polling station"

OWN_BASES = {COMPARED: N_("stations compared"), DIFFERENT: N_("stations that differ")}


def source_name(t: Translator, election: Election, source: Source) -> str:
    """An account, with the holder where there is one."""
    if source == LEGAL:
        return t._("Count in law")
    account = election.accounts.get(source.account)
    name = t.name(account.names) if account else str(source.account)
    return f"{name} ({source.holder})" if source.holder else name


def area_name(t: Translator, election: Election, area: AreaId | None) -> str:
    """An area; the contest as a whole where there is none."""
    if area in (None, WHOLE):
        return t._("All stations")
    known = election.places.areas.get(AreaId(str(area)))
    return t.name(known.names) if known else str(area)


def contest_name(t: Translator, election: Election, contest: str) -> str:
    """A contest; its id where the definition does not have it."""
    known = election.contests.get(ContestId(contest))
    return t.name(known.names) if known else contest


def level_name(t: Translator, election: Election, level: LevelId) -> str:
    """What areas of a level are called."""
    return next((t.name(each.names) for each in election.places.levels if each.id == level), str(level))


def station_name(t: Translator, election: Election, station: str) -> str:
    """The name of a station, empty where the table gives none but its id."""
    known = election.places.stations.get(StationId(station))
    name = t.name(known.names) if known else ""
    return name if _says_more(name) else ""


def _says_more(name: str) -> bool:
    """Whether a name has more words than "polling station" and a number."""
    return sum(word.isalpha() for word in name.replace("-", " ").split()) > PLAIN_NAME


def base_name(t: Translator, contest: Contest, base: BaseId | None) -> str:
    """What a share is a share of."""
    if base in OWN_BASES:
        return t._(OWN_BASES[BaseId(str(base))])
    known = contest.bases.get(BaseId(str(base)))
    return t.name(known.names) if known else str(base or "")


def field_name(t: Translator, contest: Contest, field: str) -> str:
    """A row or a selection."""
    for row in contest.rows:
        if row.id == RowId(field):
            return t.name(row.names)
    return next((t.name(s.names) for s in contest.selections if s.id == SelectionId(field)), field)
