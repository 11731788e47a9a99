"""The drawings: what was committed, the dice, and what was drawn (docs/drawing.md).

Every commitment stays, with dice or without: a drawing that displeased cannot be replaced, only another put beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sverka.audits.dice import DIGITS_OF, ENOUGH_DIGITS, strange_digit
from sverka.domain.group import Member
from sverka.errors import Refused
from sverka.publish.group.acts import Act
from sverka.record.group_facts import AnyGroupFact, CaseFact, CommitmentFact, DiceFact, SampleFact

SIDES_NEEDED = 2  # nobody rolls for himself: members of two parties, or of one and one that speaks for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One drawing, as far as it has come; `drawn` is None until then."""

    draw: str
    committed: Act[CommitmentFact]
    dice: tuple[Act[DiceFact], ...] = ()
    drawn: Act[SampleFact] | None = None

    @property
    def seed(self) -> str:
        """All digits, in the order of the record."""
        return "".join(roll.fact.digits for roll in self.dice)

    @property
    def digits_missing(self) -> int:
        """How many digits are still to be rolled."""
        return max(0, ENOUGH_DIGITS - len(self.seed))


@dataclass
class Drawings:
    """The drawings by their names, in the order of their commitments, as acts add up to them."""

    by_id: dict[str, Drawing] = field(default_factory=dict)

    def take(self, act: Act[AnyGroupFact]) -> None:
        """Let an act have its effect; refused, nothing has changed."""
        match act.fact:
            case CommitmentFact():
                drawing = self._committed(act.as_of(act.fact))
            case DiceFact():
                drawing = self._rolled(act.as_of(act.fact))
            case SampleFact():
                drawing = self._drawn(act.as_of(act.fact))
            case _:
                raise AssertionError(f"{type(act.fact).__name__} is of no drawing")
        self.by_id[drawing.draw] = drawing

    def check_case(self, fact: CaseFact) -> None:
        """A case is opened, or its recount asked for, for a drawing of its contest that was drawn."""
        drawing = self.by_id.get(fact.draw)
        if fact.draw and (
            drawing is None or drawing.drawn is None or drawing.committed.fact.contest != fact.contest
        ):
            raise not_drawn(f"nothing of {fact.contest} was drawn under the name {fact.draw}")

    def _committed(self, act: Act[CommitmentFact]) -> Drawing:
        fact = act.fact
        if fact.draw in self.by_id:
            raise Refused(
                "R431",
                f"the drawing {fact.draw} is committed already",
                cure="it stays as it is; commit another under a name of its own",
            )
        _check_sides(act)
        check_fits(act)
        return Drawing(draw=fact.draw, committed=act)

    def _rolled(self, act: Act[DiceFact]) -> Drawing:
        drawing = self._begun(act)
        _check_sides(act)
        check_digits(act.fact.digits, act.fact.sides)
        if not drawing.digits_missing:
            raise Refused(
                "R430",
                f"the drawing {drawing.draw} has its {ENOUGH_DIGITS} digits: "
                "more would be rolling again until it pleases",
                cure="draw: `sverka group draw`",
            )
        return replace(drawing, dice=(*drawing.dice, act))

    def _drawn(self, act: Act[SampleFact]) -> Drawing:
        drawing, fact = self._begun(act), act.fact
        if drawing.digits_missing:
            raise Refused(
                "R436",
                f"the drawing {fact.draw} has {len(drawing.seed)} digits, and {ENOUGH_DIGITS} are needed",
                cure="roll more dice: `sverka group roll`",
            )
        if fact.seed != drawing.seed:
            raise _does_not_follow(f"its seed is {fact.seed}, and the dice say {drawing.seed}")
        if fact.sample_size != drawing.committed.fact.sample_size:
            committed = drawing.committed.fact.sample_size
            raise _does_not_follow(f"it has {fact.sample_size} stations, and {committed} were committed")
        return replace(drawing, drawn=act)

    def _begun(self, act: Act[DiceFact] | Act[SampleFact]) -> Drawing:
        """The drawing that dice or a sample are of: committed before, not drawn yet."""
        drawing = self.by_id.get(act.fact.draw)
        if drawing is None or act.fact.commitment != drawing.committed.sha256:
            raise Refused(
                "R432",
                f"nothing was committed for the drawing {act.fact.draw}"
                if drawing is None
                else f"this is for another commitment than the one of the drawing {act.fact.draw}",
                cure="first the list, then the dice: `sverka group commit`",
            )
        if drawing.drawn is not None:
            raise Refused(
                "R433",
                f"the drawing {act.fact.draw} is drawn already",
                cure="commit another under a name of its own; this one stays beside it",
            )
        return drawing


def check_fits(act: Act[CommitmentFact]) -> None:
    """A commitment is about facts before it, and draws no more stations than its list has."""
    fact = act.fact
    if not 0 < fact.record_size <= act.entry:
        raise unfit(f"it names the first {fact.record_size} facts, and stands behind {act.entry}")
    if not 0 < fact.sample_size <= fact.population_size:
        raise unfit(f"it asks for {fact.sample_size} of {fact.population_size} stations")


def check_digits(digits: str, sides: int) -> None:
    """Digits that such a die has, at least one."""
    if sides not in DIGITS_OF:
        raise Refused("R434", f"a die of {sides} sides", cure="use dice of 6 or of 10 sides")
    strange = strange_digit(digits, sides)
    if strange is not None or not digits:
        what = f"digit {strange} is {digits[strange - 1]!r}" if strange else "no digit at all"
        allowed = DIGITS_OF[sides]
        raise Refused(
            "R434",
            f"{what}, and a die of {sides} sides has {allowed[0]} to {allowed[-1]}",
            cure="type the digits as they were rolled, and nothing between them",
        )


def sides_of(members: tuple[Member, ...]) -> frozenset[str]:
    """The sides of those who signed: a party, or a member that speaks for none."""
    return frozenset(f"party {each.party}" if each.party else f"member {each.id}" for each in members)


def _check_sides(act: Act[CommitmentFact] | Act[DiceFact]) -> None:
    if len(sides_of(act.members)) < SIDES_NEEDED:
        named = ", ".join(member.id for member in act.members)
        raise Refused(
            "R435",
            f"signed for one side alone: {named}",
            cure="a member of another party, of the observers or of the commission signs it too",
        )


def unfit(why: str) -> Refused:
    """A commitment that does not fit the record."""
    return Refused("R439", f"the commitment does not fit the record: {why}", cure="commit it anew")


def not_drawn(why: str) -> Refused:
    """A case for a drawing that did not draw it."""
    return Refused("R432", why, cure="see what was drawn: `sverka draw`")


def _does_not_follow(why: str) -> Refused:
    return Refused(
        "R437", f"the sample does not follow from what was committed and rolled: {why}", cure=FOLLOW
    )


FOLLOW = "let Sverka draw it: `sverka group draw`"
