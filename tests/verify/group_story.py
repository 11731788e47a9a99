"""A town whose group did everything that a group can do, by its rules: what forgers of its acts begin with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from msgspec.structs import replace

from sverka.audits.drawn_list import format_drawn
from sverka.audits.population import LeftOut, Listed, Population, format_population
from sverka.audits.sampling import draw_sample
from sverka.office.folder import ElectionFolder
from sverka.office.keys import signers_of
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import DefinitionFact, parse_fact
from sverka.record.group_facts import (
    OpinionFact,
    RefusalFact,
    SignatureFact,
)
from sverka.tlog.keys import Signer
from tests.group_town import AFTERNOON, KINDS, group_table, group_town, step
from tests.town import DEFINITION
from tests.verify.scribe import (
    Scribe,
    answer,
    application,
    commitment,
    dice,
    final_document,
    grant,
    sample,
    withdrawal,
)

DIGITS = "35142663145226316254"
NORTH = {
    "0001": 60,
    "0002": 70,
    "0003": 20,
}  # the stations that can be drawn, and the ballots counted by hand
SOUTH = {"0101": 100, "0102": 40}  # those that cannot
REASON = "470 copies were compared"


@dataclass(frozen=True, slots=True)
class Story:
    """The election folder, and the key of its record."""

    folder: ElectionFolder

    @property
    def signer(self) -> Signer:
        return signers_of(self.folder.origin)[0]


def story(place: Path) -> Story:
    """The whole story, in the record of a town."""
    folder = group_town(place / "town").folder
    scribe = Scribe(list(folder.store.entries()))
    before = scribe.size
    tell_of_cases(scribe)
    tell_of_a_drawing(scribe)
    tell_of_a_document(scribe)
    dismiss(scribe, "commission")
    scribe.write(step("0101", "opened", reason="the accounts differ"), "apple")
    folder.append(scribe.entries[before:], after=before, evidence=scribe.evidence.values())
    papers = folder.evidence.get(last_definition(scribe).definition)
    (folder.path / "election.toml").write_bytes(papers)
    return Story(folder)


def tell_of_cases(scribe: Scribe) -> None:
    """One application, granted in part; a recount and a decision, and one that rests on the papers alone."""
    scribe.write(application("1", ["0002", "0003", "0102"]), "apple")
    scribe.write(withdrawal("1", "0003"), "apple")
    scribe.write(grant("1", "0002", declined=["0102"]), "pear", "quince")
    scribe.write(application("of pear", ["0003"], "pear"), "pear")
    scribe.write(replace(grant("of pear", "0003"), reason=""), "apple", "quince")
    scribe.write(step("0002", "opened", reason="the accounts differ"), "observers")
    scribe.write(step("0102", "opened", application="1"), "observers")
    scribe.write(step("0002", "recount-asked", application="1"), "commission")
    scribe.write(step("0002", "paper-checked", reason="the paper says 14"), "pear")
    scribe.write(step("0002", "recounted", reason="recounted on the 19th"), "commission")
    scribe.write(step("0002", "decided", stands="hand", fields={"pear": "machine"}), "apple", "pear")
    scribe.write(step("0002", "dissent", reason="the seal was broken"), "quince")
    scribe.write(step("0102", "paper-checked", reason="the paper is clear"), "observers")
    scribe.write(step("0102", "decided", stands="hand"), "pear", "quince", "observers")
    scribe.write(step("0102", "in-court", authority="Court", reason="we ask for a recount"), "apple")
    scribe.write(step("0102", "dissent", reason="it needs a recount"), "apple")
    scribe.write(step("0102", "reopened", reason="the court says so"), "apple", "pear")


def tell_of_a_drawing(scribe: Scribe) -> None:
    """Two of three stations, twice: with equal chances, and with chances in proportion to the ballots."""
    for draw, method, drawn in (
        ("1", "equal", drawn_list(DIGITS)),
        ("2", "size", drawn_list(DIGITS, sizes=True)),
    ):
        population = scribe.keep(format_population(population_of(sizes=method == "size")))
        committed = scribe.write(commitment(draw, scribe, population, method=method), "apple", "observers")
        for digits in (DIGITS[:12], DIGITS[12:]):
            scribe.write(dice(draw, committed, digits), "pear", "commission")
        scribe.write(sample(draw, committed, DIGITS, scribe.keep(drawn)), "quince")


def tell_of_a_document(scribe: Scribe) -> None:
    """A final document; one member signs, one with an opinion, one refuses, and one refusal is reported first."""
    document = final_document(scribe, scribe.keep(b'{"stations":4}'))
    scribe.write(document, "apple")
    scribe.write(answer(SignatureFact, "apple", document), "apple")
    scribe.write(answer(OpinionFact, "observers", document, reason=REASON), "observers")
    scribe.write(answer(RefusalFact, "quince", document, reason="said so in the meeting"), "apple")
    scribe.write(answer(RefusalFact, "quince", document, reason="the server was not shown"), "quince")


def dismiss(scribe: Scribe, member: str, *, revoked: str = "") -> None:
    """A new definition without a member, or with its key revoked; what it signed before stays as it is."""
    members = [name for name in KINDS if name != member]
    text = f"{DEFINITION}\n{group_table(members, revoked=revoked)}"
    old = last_definition(scribe)
    fact = DefinitionFact(
        schema=SCHEMA,
        received=AFTERNOON,
        election=old.election,
        definition=scribe.keep(text.encode()),
        stations=old.stations,
        reason="the group changed",
    )
    scribe.link(fact)


def last_definition(scribe: Scribe) -> DefinitionFact:
    """The definition in force."""
    facts = map(parse_fact, reversed(scribe.entries))
    return next(fact for fact in facts if isinstance(fact, DefinitionFact))


def population_of(*, sizes: bool = False) -> Population:
    """The list that is drawn from: the north."""
    drawn, outside = (
        [(id_, Fraction(n if sizes else 1)) for id_, n in each.items()] for each in (NORTH, SOUTH)
    )
    lines = [Listed(*each) for each in drawn] + [Listed(*each, LeftOut.OUTSIDE) for each in outside]
    return Population(tuple(lines), "hand:[2]" if sizes else "")


def drawn_list(seed: str, size: int = 2, *, sizes: bool = False) -> bytes:
    """What a seed draws from it, by our own hand."""
    return format_drawn(draw_sample(population_of(sizes=sizes).units(), seed, size))
