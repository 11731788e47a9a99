"""States of cells, ways of counting, places of seeing, severities and policies in words."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.domain.accounts import Account, Counted, SeenIn
from sverka.domain.counts import State
from sverka.domain.election import FindingsPolicy, Provenance, RowKind, Severity
from sverka.domain.places import Machine
from sverka.publish.language import N_, Translator
from sverka.publish.words.saying import Words

STATES: Mapping[State, Words] = {
    State.NO_COUNT: Words(N_("no count"), N_("This account has no count of the station.")),
    State.READ: Words(N_("read"), N_("The figure on the sheet; zero is a figure too.")),
    State.UNREAD: Words(N_("unread"), N_("On the sheet, but nobody could read it.")),
    State.ABSENT: Words(N_("not on the sheet"), N_("This sheet does not have the row.")),
}

COUNTED: Mapping[Counted, Words] = {
    Counted.MACHINE: Words(N_("counted by machine")),
    Counted.HAND: Words(N_("counted by hand")),
    Counted.RECOUNT: Words(N_("recounted by hand")),
}

SEEN_IN: Mapping[SeenIn, Words] = {
    SeenIn.TAPE: Words(N_("tape of the machine")),
    SeenIn.SERVER: Words(N_("server")),
    SeenIn.PROTOCOL: Words(N_("protocol")),
    SeenIn.SCAN: Words(N_("scan of the protocol")),
    SeenIn.OBSERVER_COPY: Words(N_("observer's copy")),
    SeenIn.DISTRICT_ENTRY: Words(N_("entry of the district commission")),
    SeenIn.PUBLISHED_PAGE: Words(N_("published page")),
}

SEVERITIES: Mapping[Severity, Words] = {
    Severity.ERROR: Words(
        N_("to be explained"),
        N_(
            "Hold these rows against the paper. If the entry was typed wrongly, correct the entry. "
            "If the paper itself says so, it stays as it is and whoever signed it explains it."
        ),
    ),
    Severity.WARNING: Words(
        N_("look again"),
        N_("Look at these rows of the paper once more; they may well be right as they are."),
    ),
}

FINDINGS_POLICY: Mapping[FindingsPolicy, Words] = {
    FindingsPolicy.COUNT: Words(N_("Papers with findings are summed, and marked.")),
    FindingsPolicy.SET_ASIDE: Words(
        N_("Papers with findings that must be explained are published but not summed until they are.")
    ),
}

ROW_KINDS: Mapping[RowKind, Words] = {
    RowKind.VOTERS: Words(N_("voters")),
    RowKind.BALLOTS: Words(N_("ballots")),
    RowKind.MARKS: Words(N_("preferences")),
}

MACHINES: Mapping[Machine, Words] = {
    Machine.OWN: Words(N_("The station has a scanner of its own.")),
    Machine.NONE: Words(N_("The station has no scanner: there is no machine count of it.")),
    Machine.ELSEWHERE: Words(N_("Its ballots are counted by the scanner of another station.")),
}


PROVENANCES: Mapping[Provenance, Words] = {
    Provenance.OFFICIAL: Words(
        N_("official"), N_("Published by the authority; its source is in the definition.")
    ),
    Provenance.BOUNDED: Words(
        N_("bounded"), N_("Not published; chosen within bounds that follow from what was published.")
    ),
    Provenance.INVENTED: Words(N_("invented"), N_("Made up, so that there is something to show.")),
}


def way_of(t: Translator, account: Account) -> str:
    """How an account was counted and where it was seen: "counted by hand, protocol"."""
    return f"{t._(COUNTED[account.counted].title)}, {t._(SEEN_IN[account.seen_in].title)}"
