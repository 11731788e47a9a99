"""The toy town with a group that does everything a group can do: what the group's pages must be able to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from msgspec import structs

from sverka.audits.drawn_list import format_drawn
from sverka.audits.population import Listed, Population, format_population
from sverka.audits.sampling import draw_sample
from sverka.domain.election import Election
from sverka.formats.definition import parse_definition
from sverka.publish.final_document.contents import format_contents
from sverka.publish.final_document.making import Frame, final_document
from sverka.publish.group.state import group_state
from sverka.publish.results import Results
from sverka.publish.site.group_edition import GroupEdition
from sverka.record.fact_shape import SCHEMA, EnteredBy
from sverka.record.facts import (
    AnyFact,
    CountFact,
    DocumentFact,
    RefusedCopyFact,
    canonical_bytes,
    hash_of,
    parse_fact,
    subject_of,
)
from sverka.record.group_facts import (
    AnyGroupFact,
    ApplicationDecisionFact,
    ApplicationFact,
    CaseFact,
    CommitmentFact,
    DiceFact,
    FinalDocumentFact,
    GroupFact,
    OpinionFact,
    RefusalFact,
    SampleFact,
    SignatureFact,
    WithdrawalFact,
)
from sverka.record.replay import replay
from sverka.record.signing import sign
from sverka.tlog.keys import format_vkey
from tests.group_town import KEYS
from tests.publish.site.toytown import (
    ANNULLED,
    BY_ONE,
    DEFINITION,
    ODD_NAME,
    REVERSED,
    REVISED,
    SAME,
    UNREAD,
    record,
    town,
)

PHOTO, WITHHELD, WITHDRAWN, ACT_OF_RECOUNT = "c3" * 32, "d4" * 32, "e5" * 32, "f6" * 32
DEADLINE = "2020-03-01T18:00:00+06:00"
DICE = "35142663145226316254"

ACCOUNTS = """
[[accounts]]
id = "tape"
names = { ky = "Чек", ru = "Лента", en = "Tape" }
counted = "machine"
seen_in = "tape"
source = "a test"
rows = ["10"]
[[accounts]]
id = "recount"
names = { ky = "Кайра саноо", ru = "Повторный подсчёт", en = "Recount" }
counted = "recount"
seen_in = "protocol"
source = "a test"
rows = ["10"]
"""
MEMBERS = {
    "apple": ("party", "Алма", "Яблоко", "Apple"),
    "pear": ("party", "Алмурут", "Груша", "Pear"),
    "quince": ("party", "Беки", "Айва", "Quince"),
    "observers": ("observer", "Байкоочулар «Көз»", "Наблюдатели «Взгляд»", "Observers “Gaze”"),
    "commission": ("commission", "Шаарчанын комиссиясы", "Комиссия городка", "Commission of the town"),
}


def _group() -> str:
    tables = [
        '[group]\nnames = { ky = "Салыштыруу тобу", ru = "Группа по сверке", en = "Reconciliation group" }\n'
        'source = "not read: the decision on the group"\n'
    ]
    for id_, (kind, ky, ru, en) in MEMBERS.items():
        vkey = format_vkey(KEYS[id_].verifier)
        lost = format_vkey(KEYS["stranger"].verifier)
        revoked = (
            f'revoked = [{{ key = "{lost}", reason = "the telephone was lost" }}]\n' if id_ == "pear" else ""
        )
        tables.append(
            f'[[group.members]]\nid = "{id_}"\nkind = "{kind}"\nkeys = ["{vkey}"]\n{revoked}'
            f'names = {{ ky = "{ky}", ru = "{ru}", en = "{en}" }}\n'
        )
    return "\n".join(tables)


def group_town() -> Election:
    """The election, its stations and its group."""
    described = parse_definition(f"{DEFINITION}{ACCOUNTS}{_group()}", name="grouptown.toml")
    return replace(described, places=town().places)


@dataclass
class Town:
    """The record of the town as it grows, and the files that the group made."""

    election: Election = field(default_factory=group_town)
    entries: list[bytes] = field(default_factory=record)
    files: dict[str, bytes] = field(default_factory=dict)
    last: dict[tuple[str, ...], str] = field(default_factory=dict)
    day: int = 6

    def enter(self, *facts: AnyFact) -> None:
        """Facts that nobody signs."""
        self.entries += map(canonical_bytes, facts)

    def act(self, fact: AnyGroupFact, *names: str) -> str:
        """Let members do something; gives the hash by which other facts name it."""
        linked = structs.replace(fact, supersedes=self.last.get(subject_of(fact), ""))
        signed = sign(linked, "toytown", [KEYS[name] for name in names])
        entry = canonical_bytes(signed)
        self.entries.append(entry)
        self.last[subject_of(fact)] = hash_of(entry)
        return hash_of(entry)

    def put(self, content: bytes) -> str:
        """A file of evidence."""
        self.files[hash_of(content)] = content
        return hash_of(content)

    @property
    def said(self) -> dict[str, Any]:
        """What every act says."""
        day = min(28, len(self.entries) // 4)
        return {
            "schema": SCHEMA,
            "received": f"2020-02-{day:02}T15:00:00+06:00",
            "claimed": f"2020-02-{day:02}T12:00:00+06:00",
            "signatures": (),
        }

    def step(self, station: str, step: str, *names: str, contest: str = "lists", **said: Any) -> str:
        """A step of a case."""
        return self.act(CaseFact(**self.said, station=station, contest=contest, step=step, **said), *names)  # type: ignore[arg-type]


def whole_town() -> Town:
    """Everything that can happen."""
    here = Town()
    papers(here)
    applications(here)
    cases(here)
    drawings(here)
    final(here)
    here.step(
        SAME, "decided", "apple", stands="hand"
    )  # without effect: nothing was opened, and one party alone
    return here


def papers(here: Town) -> None:
    """A photo that is published, one withheld, one withdrawn, copies refused, a tape, and a recount."""
    here.enter(
        _photo(
            PHOTO, BY_ONE, "photo.jpg", signed="yes", stamped="no", original="ab" * 32, through="Watch & Co"
        ),
        _photo(WITHHELD, SAME, "second.jpg", withheld="a voter can be recognised", signed="yes"),
        _photo(WITHDRAWN, UNREAD, "third.jpg", withdrawn="a photo of another station"),
        _photo(
            ACT_OF_RECOUNT, BY_ONE, "recount.pdf", account="recount", holder="", media_type="application/pdf"
        ),
        refused(BY_ONE, "Gaze", "no copier at the station"),
        refused(REVISED, "Watch & Co", "first the district must check it", through="Gaze"),
        _count("tape", BY_ONE, {"fish": 61, "bread": 40, "against": 3}, holder="Watch & Co"),
        _count("recount", BY_ONE, {"fish": 61, "bread": 39, "against": 3}, documents=(ACT_OF_RECOUNT,)),
    )


def _photo(sha256: str, station: str, file: str, **said: Any) -> DocumentFact:
    usual = {"account": "copy", "holder": "Watch & Co", "media_type": "image/jpeg"}
    return DocumentFact(
        **{
            "schema": SCHEMA,
            "received": "2020-02-03T10:00:00+06:00",
            "claimed": "2020-02-02T22:10:00+06:00",
            "sha256": sha256,
            "bytes": 345678,
            "station": station,
            "file": file,
            **usual,
            **said,
        }
    )


def refused(station: str, holder: str, reason: str, through: str = "") -> RefusedCopyFact:
    """A copy that was refused."""
    return RefusedCopyFact(
        schema=SCHEMA,
        received="2020-02-03T11:00:00+06:00",
        claimed="2020-02-02T23:00:00+06:00",
        account="copy",
        holder=holder,
        station=station,
        reason=reason,
        through=through,
    )


def _count(
    account: str, station: str, votes: dict[str, int], *, holder: str = "", documents: tuple[str, ...] = ()
) -> CountFact:
    return CountFact(
        schema=SCHEMA,
        received="2020-02-10T10:00:00+06:00",
        claimed="2020-02-10T09:00:00+06:00",
        account=account,
        contest="lists",
        station=station,
        holder=holder,
        rows={"10": sum(votes.values())},
        selections=votes,
        documents=documents,
        entered_by=EnteredBy(organisation="District 1", role="operator"),
    )


def applications(here: Town) -> None:
    """One taken back in part and decided, one of an outsider that waits."""
    here.act(
        ApplicationFact(
            **here.said,
            number="17",
            applicant="apple",
            contest="lists",
            stations=(SAME, BY_ONE, UNREAD),
            reason="the copy and the published protocol differ",
        ),
        "apple",
    )
    here.act(
        ApplicationFact(
            **here.said,
            number="18",
            applicant="Neighbours’ league",
            contest="lists",
            stations=(REVERSED,),
            reason="nobody was let in",
        ),
        "observers",
    )
    here.act(
        WithdrawalFact(**here.said, number="17", stations=(SAME,), reason="the district showed the paper"),
        "apple",
    )
    here.act(
        ApplicationDecisionFact(
            **here.said, number="17", granted=(BY_ONE,), declined=(UNREAD,), reason="the papers of one differ"
        ),
        "apple",
        "pear",
    )


def cases(here: Town) -> None:
    """One case in every state."""
    here.step(BY_ONE, "opened", "apple", application="17")
    here.step(BY_ONE, "recount-asked", "apple", "pear", application="17")
    here.step(BY_ONE, "recounted", "commission", "observers", documents=(ACT_OF_RECOUNT,))
    here.step(
        BY_ONE,
        "decided",
        "apple",
        "pear",
        stands="recount",
        fields={"against": "hand"},
        reason="the ballots say so",
    )
    here.step(BY_ONE, "dissent", "quince", reason="the seal of the box was not shown to us")
    here.step(UNREAD, "opened", "observers", reason="a figure is unread")
    here.step(UNREAD, "paper-checked", "observers", "commission", reason="the paper has a blot")
    here.step(UNREAD, "disputed", "pear", reason="nobody can read it")
    here.step(ODD_NAME, "opened", "pear", reason="<b> & “more”")
    here.step(ODD_NAME, "in-court", "pear", authority="Town court", reason="it was not shown")
    here.step(REVISED, "opened", "observers", reason="corrected on the next day")
    here.step(REVISED, "paper-checked", "observers", documents=(WITHHELD,))
    here.step(ANNULLED, "opened", "quince", reason="the box had no seal")
    here.step(SAME, "opened", "quince", contest="mayor-left-bank", reason="they asked for it")


def drawings(here: Town) -> None:
    """One that was drawn, and one of which no die has fallen."""
    stations = [(station, 1) for station in here.election.places.stations if station != ODD_NAME]
    listed = Population(tuple(Listed(station, size) for station, size in stations))  # type: ignore[arg-type]
    population = here.put(format_population(listed))
    size = len(here.entries)
    for draw in ("1", "second"):
        committed = here.act(
            CommitmentFact(
                **here.said,
                draw=draw,
                contest="lists",
                method="equal",
                sample_size=3,
                population=population,
                population_size=len(stations),
                record_size=size,
                root="ab" * 32,
            ),
            "apple",
            "observers",
        )
        if draw == "1":
            _draw(here, committed, listed)


def _draw(here: Town, committed: str, population: Population) -> None:
    for digits in (DICE[:12], DICE[12:]):
        here.act(
            DiceFact(**here.said, draw="1", commitment=committed, digits=digits, sides=6),
            "pear",
            "commission",
        )
    drawn = draw_sample(population.units(), DICE, 3)
    here.act(
        SampleFact(
            **here.said,
            draw="1",
            commitment=committed,
            seed=DICE,
            drawn=here.put(format_drawn(drawn)),
            sample_size=3,
        ),
        "apple",
    )
    for each in drawn:
        if each.unit not in (BY_ONE, UNREAD, REVISED, ANNULLED):
            here.step(each.unit, "opened", "apple", draw="1")


def final(here: Town) -> None:
    """A document, which one signs, one with an opinion, one refuses by hearsay, and two say nothing about in time."""
    election, size = here.election, len(here.entries)
    assert election.group is not None
    results, state = results_of(here), edition_of(here).state
    frame = Frame(origin="toytown/1", root="cd" * 32, made="2020-02-20T10:00:00+06:00", deadline=DEADLINE)
    document = here.put(format_contents(final_document(results, state, election.group, frame)))
    papers = {language: hash_of(language.encode()) for language in ("ky", "ru", "en")}
    here.act(
        FinalDocumentFact(
            **here.said, record_size=size, root="cd" * 32, document=document, papers=papers, deadline=DEADLINE
        ),
        "commission",
    )
    asked: dict[str, Any] = {"document": document, "record_size": size, "root": "cd" * 32}
    here.act(SignatureFact(**here.said, **asked, member="apple"), "apple")
    here.act(
        OpinionFact(**here.said, **asked, member="pear", reason="not every station was compared"), "pear"
    )
    here.act(
        RefusalFact(**here.said, **asked, member="quince", reason="the server was not shown"), "observers"
    )


def results_of(here: Town) -> Results:
    """The results of the town's record."""
    return Results(here.election, replay(here.entries, here.election))


def edition_of(here: Town) -> GroupEdition:
    """What the town's group did."""
    return edition_of_group(here.election, here.entries, here.files)


def edition_of_group(
    election: Election, entries: Iterable[bytes], files: Mapping[str, bytes]
) -> GroupEdition:
    """What a group did, as the facts say; its definition never changed."""
    facts = [(entry, parse_fact(fact)) for entry, fact in enumerate(entries)]
    acts = ((entry, fact) for entry, fact in facts if isinstance(fact, GroupFact))
    state = group_state(acts, election="toytown", group_at=lambda _: election.group)
    members = election.group.members.values() if election.group else ()
    enrolled = {vkey: "2020-01-01T09:00:00+06:00" for each in members for vkey in each.keys}
    return GroupEdition(state, files, enrolled)


def quoted(here: Town) -> set[str]:
    """The words that the pages repeat as somebody said them, in whatever language; and of messages of the command."""
    group = here.election.group
    assert group is not None
    revoked = (key.reason for member in group.members.values() for key in member.revoked)
    wrong = (each.refused.what for each in edition_of(here).state.wrong)
    said: list[str] = [group.source, *revoked, *wrong]
    for entry in here.entries:
        fact = parse_fact(entry)
        said += [str(getattr(fact, name, "")) for name in SAID]
    return {word for text in (*said, *KEYS) for word in re.findall(r"[A-Za-z]+", text)}


SAID = ("reason", "withheld", "withdrawn", "holder", "through", "applicant", "authority", "file", "draw")
