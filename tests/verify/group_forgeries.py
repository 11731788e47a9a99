"""The lies about what the group did: written into the record by an operator who signs it, and by members who help.

Each stands behind the story of `group_story`, linked and hashed as if all were well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from sverka.audits.population import format_population
from sverka.record.facts import hash_of, parse_fact
from sverka.record.group_facts import FinalDocumentFact, OpinionFact, RefusalFact, SignatureFact
from sverka.record.signing import sign
from sverka.tlog.keys import ED25519, new_signer
from tests.group_town import KEYS, step
from tests.verify.forge import changed, found
from tests.verify.group_story import DIGITS, REASON, dismiss, drawn_list, population_of
from tests.verify.scribe import (
    ELECTION,
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

ONE_PARTY = "needs members of 2 parties, and is signed for ['apple']"


@dataclass(frozen=True, slots=True)
class GroupForgery:
    """What is written, and what must be said of it; `sverka` says it with `code`, "" where only the verifier does."""

    forge: Callable[[Scribe], object]
    said: str
    code: str


# --- decisions ---------------------------------------------------------------------------------------------------


def decided_by_one_party(scribe: Scribe) -> None:
    """A party, with the observers, says what stands."""
    opened(scribe, "0001")
    scribe.write(step("0001", "paper-checked", reason="looked"), "apple")
    scribe.write(step("0001", "decided", stands="hand"), "apple", "observers")


def granted_by_one_party(scribe: Scribe) -> None:
    scribe.write(application("2", ["0001"]), "apple")
    scribe.write(grant("2", "0001"), "apple")


def reopened_by_one_party(scribe: Scribe) -> None:
    """What two parties decided, one unsettles."""
    scribe.write(step("0002", "reopened", reason="we think otherwise"), "apple")


def decided_unseen(scribe: Scribe) -> None:
    """A decision before anyone looked at a paper."""
    opened(scribe, "0001")
    scribe.write(step("0001", "decided", stands="hand"), "apple", "pear")


def decided_before_the_recount(scribe: Scribe) -> None:
    opened(scribe, "0001")
    scribe.write(step("0001", "recount-asked", reason="the copy differs"), "apple")
    scribe.write(step("0001", "paper-checked", reason="looked"), "pear")
    scribe.write(step("0001", "decided", stands="hand"), "apple", "pear")


def dissent_of_a_decider(scribe: Scribe) -> None:
    scribe.write(step("0002", "dissent", reason="on second thoughts"), "apple")


def dissent_from_nothing(scribe: Scribe) -> None:
    """An opinion on a decision that there is not."""
    opened(scribe, "0001")
    scribe.write(step("0001", "in-court", authority="Court", reason="no recount"), "apple")
    scribe.write(step("0001", "dissent", reason="we are against it"), "quince")


def withdrawn_by_another(scribe: Scribe) -> None:
    """A party takes back what another asked for."""
    scribe.write(application("2", ["0001"]), "apple")
    scribe.write(withdrawal("2"), "pear")


def applied_for_another(scribe: Scribe) -> None:
    """A party asks in the name of another."""
    scribe.write(application("2", ["0001"]), "pear")


def recount_not_granted(scribe: Scribe) -> None:
    """A recount for an application that was declined there."""
    scribe.write(step("0102", "recount-asked", application="1"), "apple")


def decided_on_the_side(scribe: Scribe) -> None:
    """A look at the papers that says what stands, as if it were decided."""
    opened(scribe, "0001")
    scribe.write(step("0001", "paper-checked", reason="looked", stands="hand"), "apple")


def court_without_a_name(scribe: Scribe) -> None:
    opened(scribe, "0001")
    scribe.write(step("0001", "in-court", reason="we go to court"), "apple")


def case_of_another_application(scribe: Scribe) -> None:
    """An application that never asked for this station."""
    scribe.write(step("0001", "opened", application="1"), "apple")


def case_that_was_not_drawn(scribe: Scribe) -> None:
    """A station that somebody chose, said to be drawn."""
    scribe.write(step("0003", "opened", draw="1"), "apple")


def number_that_is_taken(scribe: Scribe) -> None:
    """Another application in the place of one."""
    scribe.write(application("1", ["0001"]), "apple")


def granted_again(scribe: Scribe) -> None:
    """What was declined is granted all the same."""
    scribe.write(grant("1", "0102"), "apple", "pear")


def granted_and_declined(scribe: Scribe) -> None:
    """What was granted is declined after all."""
    scribe.write(grant("1", declined=["0002"]), "apple", "pear")


def withdrawn_of_nothing(scribe: Scribe) -> None:
    """What is taken back is taken back again."""
    scribe.write(withdrawal("1", "0002"), "apple")
    scribe.write(withdrawal("1"), "apple")


def case_of_another_contest(scribe: Scribe) -> None:
    """An application for another contest than the case's."""
    scribe.write(replace(step("0002", "opened", application="1"), contest="mayor"), "apple")


def declined_without_a_reason(scribe: Scribe) -> None:
    scribe.write(application("2", ["0001"]), "apple")
    scribe.write(replace(grant("2", declined=["0001"]), reason=""), "apple", "pear")


def opened(scribe: Scribe, station: str) -> None:
    scribe.write(step(station, "opened", reason="the accounts differ"), "apple")


# --- signatures --------------------------------------------------------------------------------------------------


def key_of_nobody(scribe: Scribe) -> None:
    scribe.write(step("0001", "opened", reason="a stranger says so"), "stranger")


def key_of_the_name_of_a_member(scribe: Scribe) -> None:
    """Another key, under the name of a member."""
    thief = new_signer("pear", ED25519, hashlib.sha256(b"thief").digest())
    scribe.write(step("0001", "opened", reason="said by pear"), thief)


def revoked_key(scribe: Scribe) -> None:
    """A stolen key, after the definition revoked it."""
    dismiss(scribe, "commission", revoked="quince")
    scribe.write(step("0001", "opened", reason="a thief says so"), "quince")


def member_of_before(scribe: Scribe) -> None:
    """A member that is one no longer."""
    scribe.write(step("0001", "opened", reason="we were there too"), "commission")


def signed_twice(scribe: Scribe) -> None:
    """One signature, twice, to look like two."""
    once = sign(step("0001", "opened", reason="the accounts differ"), ELECTION, [KEYS["apple"]])
    scribe.put(replace(once, signatures=once.signatures * 2))


def not_signed(scribe: Scribe) -> None:
    scribe.put(step("0001", "opened", reason="the group says so"))


def signature_of_another_act(scribe: Scribe) -> None:
    """The signature of one act under another."""
    other = sign(step("0003", "opened", reason="the accounts differ"), ELECTION, [KEYS["apple"]])
    scribe.put(replace(step("0001", "opened", reason="the accounts differ"), signatures=other.signatures))


def signature_for_another_election(scribe: Scribe) -> None:
    scribe.put(sign(step("0001", "opened", reason="as last time"), "town-2022", [KEYS["apple"]]))


def changed_reason(scribe: Scribe) -> None:
    """The opinion of a member, in other words."""
    _change(scribe, lambda fact: fact.get("reason") == REASON, reason="all is well")


def digit_changed(scribe: Scribe) -> None:
    """One digit of the dice, and the seed with it."""
    at = found(scribe.entries, lambda fact: fact["kind"] == "dice")
    digits = json.loads(scribe.entries[at])["digits"]
    _change(scribe, lambda fact: fact.get("digits") == digits, digits=digits[:-1] + "1")


def _change(scribe: Scribe, wanted: Callable[[dict[str, object]], bool], **fields: object) -> None:
    scribe.entries = changed(scribe.entries, found(scribe.entries, wanted), **fields)


# --- the drawing -------------------------------------------------------------------------------------------------


def begun(scribe: Scribe, draw: str = "9", **fields: object) -> str:
    """A drawing that is committed as it should be."""
    population = scribe.keep(format_population(population_of()))
    return scribe.write(commitment(draw, scribe, population, **fields), "apple", "observers")


def station_swapped(scribe: Scribe) -> None:
    """The second station drawn gives way to the third."""
    committed = begun(scribe)
    scribe.write(dice("9", committed, DIGITS), "pear", "apple")
    lines = drawn_list(DIGITS, 3).splitlines(keepends=True)
    third = lines[3].replace(b"3,", b"2,", 1)
    scribe.write(sample("9", committed, DIGITS, scribe.keep(b"".join([*lines[:2], third]))), "apple")


def station_more(scribe: Scribe) -> None:
    """One station more than was committed."""
    committed = begun(scribe)
    scribe.write(dice("9", committed, DIGITS), "pear", "apple")
    scribe.write(sample("9", committed, DIGITS, scribe.keep(drawn_list(DIGITS, 3))), "apple")


def drawn_before_the_dice(scribe: Scribe) -> None:
    """A seed of one's own, and dice afterwards."""
    committed = begun(scribe)
    scribe.write(sample("9", committed, DIGITS, scribe.keep(drawn_list(DIGITS))), "apple")
    scribe.write(dice("9", committed, DIGITS), "pear", "apple")


def too_few_digits(scribe: Scribe) -> None:
    """So few that one can try them out."""
    committed = begun(scribe)
    scribe.write(dice("9", committed, DIGITS[:19]), "pear", "apple")
    scribe.write(sample("9", committed, DIGITS[:19], scribe.keep(drawn_list(DIGITS[:19]))), "apple")


def another_seed(scribe: Scribe) -> None:
    committed = begun(scribe)
    scribe.write(dice("9", committed, DIGITS), "pear", "apple")
    scribe.write(sample("9", committed, DIGITS[::-1], scribe.keep(drawn_list(DIGITS[::-1]))), "apple")


def dice_before_the_list(scribe: Scribe) -> None:
    """Dice for a list that comes afterwards, when one knows what they draw."""
    scribe.write(dice("9", "ab" * 32, DIGITS), "pear", "apple")
    begun(scribe)


def dice_of_one(scribe: Scribe) -> None:
    """Dice that one side alone has seen."""
    scribe.write(dice("9", begun(scribe), DIGITS), "apple")


def digits_of_no_die(scribe: Scribe) -> None:
    scribe.write(dice("9", begun(scribe), "0" + DIGITS), "pear", "apple")


def no_digit(scribe: Scribe) -> None:
    scribe.write(dice("9", begun(scribe), ""), "pear", "apple")


def dice_after_the_draw(scribe: Scribe) -> None:
    """More dice, because the draw displeased."""
    at = found(scribe.entries, lambda fact: (fact["kind"], fact.get("draw")) == ("commitment", "1"))
    scribe.write(dice("1", hash_of(scribe.entries[at]), "1"), "pear", "apple")


def drawn_under_a_name_that_is_taken(scribe: Scribe) -> None:
    """Another list in the place of one that displeased."""
    begun(scribe, "1")


def another_root(scribe: Scribe) -> None:
    """Counts as reported that were never reported so."""
    begun(scribe, root="ab" * 32)


def size_to_come(scribe: Scribe) -> None:
    """Over facts that come afterwards."""
    begun(scribe, record_size=scribe.size + 1)


def list_of_another_size(scribe: Scribe) -> None:
    begun(scribe, population_size=5)


def station_twice_on_the_list(scribe: Scribe) -> None:
    """One station, twice on the list, so that it is drawn twice as easily."""
    whole = format_population(population_of()).splitlines(keepends=True)
    population = scribe.keep(b"".join([*whole[:2], *whole[1:]]))
    committed = commitment("9", scribe, population, population_size=4)
    scribe.write(committed, "apple", "observers")


def weight_of_zero(scribe: Scribe) -> None:
    """A station on the list that can never be drawn."""
    population = scribe.keep(format_population(population_of(sizes=True)).replace(b",20,", b",0,"))
    scribe.write(commitment("9", scribe, population, method="size"), "apple", "observers")


def more_than_there_are(scribe: Scribe) -> None:
    begun(scribe, sample_size=4)


def another_size_drawn(scribe: Scribe) -> None:
    """Fewer stations than were committed."""
    committed = begun(scribe)
    scribe.write(dice("9", committed, DIGITS), "pear", "apple")
    scribe.write(sample("9", committed, DIGITS, scribe.keep(drawn_list(DIGITS, 1)), size=1), "apple")


def rolled_on(scribe: Scribe) -> None:
    """More dice, when those that were rolled say what will be drawn."""
    committed = begun(scribe)
    for digits in (DIGITS, "1"):
        scribe.write(dice("9", committed, digits), "pear", "apple")


def list_not_equal(scribe: Scribe) -> None:
    """Chances said to be equal that are not."""
    population = scribe.keep(format_population(population_of(sizes=True)))
    scribe.write(commitment("9", scribe, population), "apple", "observers")


# --- the final document ------------------------------------------------------------------------------------------


def in_force(scribe: Scribe) -> FinalDocumentFact:
    """Two parties make a final document anew."""
    document = final_document(scribe, scribe.keep(b'{"stations":5}'))
    scribe.write(document, "apple", "pear")
    return document


def over_another_record(scribe: Scribe) -> None:
    """A signature over the document and the record of an hour before."""
    size, root = scribe.size, scribe.root
    scribe.write(step("0003", "opened", reason="the accounts differ"), "apple")
    document = in_force(scribe)
    scribe.write(answer(SignatureFact, "pear", document, record_size=size, root=root), "pear")


def over_a_changed_document(scribe: Scribe) -> None:
    """A signature over a document that was changed afterwards."""
    document = in_force(scribe)
    other = scribe.keep(b'{"stations":3}')
    scribe.write(answer(SignatureFact, "pear", document, document=other), "pear")


def over_the_document_before(scribe: Scribe) -> None:
    """A signature under what a later document has replaced."""
    before = parse_fact(scribe.entries[found(scribe.entries, lambda fact: fact["kind"] == "final-document")])
    assert isinstance(before, FinalDocumentFact)
    in_force(scribe)
    scribe.write(answer(SignatureFact, "pear", before), "pear")


def answered_twice(scribe: Scribe) -> None:
    """A member that signed refuses as well."""
    document = in_force(scribe)
    scribe.write(answer(SignatureFact, "pear", document), "pear")
    scribe.write(answer(RefusalFact, "pear", document, reason="not any more"), "pear")


def signed_by_another(scribe: Scribe) -> None:
    """One member signs in the name of another."""
    scribe.write(answer(SignatureFact, "pear", in_force(scribe)), "apple")


def refusal_never_given(scribe: Scribe) -> None:
    """A refusal in the name of a member, with a key that is not its own."""
    thief = new_signer("pear", ED25519, hashlib.sha256(b"thief").digest())
    scribe.write(answer(RefusalFact, "pear", in_force(scribe), reason="so they say"), thief)


def reported_after_an_answer(scribe: Scribe) -> None:
    """A refusal is reported of a member that has signed."""
    document = in_force(scribe)
    scribe.write(answer(SignatureFact, "pear", document), "pear")
    scribe.write(answer(RefusalFact, "pear", document, reason="so they say"), "apple")


def opinion_without_words(scribe: Scribe) -> None:
    scribe.write(answer(OpinionFact, "pear", in_force(scribe), reason=" "), "pear")


def answer_of_no_member(scribe: Scribe) -> None:
    """Somebody who is no member is said to have refused."""
    scribe.write(answer(RefusalFact, "stranger", in_force(scribe), reason="so they say"), "apple")


def replaced_by_one_party(scribe: Scribe) -> None:
    """One party makes a new document, and what others answered to the old one counts no more."""
    scribe.write(final_document(scribe, scribe.keep(b'{"stations":6}')), "apple")


def made_twice(scribe: Scribe) -> None:
    """The same document once more, so that its answers are asked anew."""
    document = in_force(scribe)
    scribe.write(document, "apple", "pear")


OF_THE_GROUP = {
    "a decision by one party": GroupForgery(decided_by_one_party, ONE_PARTY, "R405"),
    "an application granted by one party": GroupForgery(granted_by_one_party, ONE_PARTY, "R405"),
    "a case reopened by one party": GroupForgery(reopened_by_one_party, ONE_PARTY, "R405"),
    "a document replaced by one party": GroupForgery(
        replaced_by_one_party, "it replaces one that was answered; it needs members of 2 parties", "R405"
    ),
    "a decision before anyone looked": GroupForgery(
        decided_unseen, "'decided' may not follow 'opened'", "R413"
    ),
    "a decision before the recount": GroupForgery(
        decided_before_the_recount, "'decided' may not follow 'recount-asked'", "R414"
    ),
    "a dissent of a decider": GroupForgery(dissent_of_a_decider, "by who decided, or dissented", "R420"),
    "a dissent from nothing": GroupForgery(dissent_from_nothing, "no decision is in force", "R419"),
    "what stands, said on the side": GroupForgery(
        decided_on_the_side, "only a decision says what stands", "R422"
    ),
    "a court without a name": GroupForgery(court_without_a_name, "it names a court, or does not", "R421"),
    "a case of another application": GroupForgery(
        case_of_another_application, "its application is not for this", "R429"
    ),
    "a case that was not drawn": GroupForgery(case_that_was_not_drawn, "its drawing did not draw it", ""),
    "a number that is taken": GroupForgery(
        number_that_is_taken, "an application of this number is there", "R425"
    ),
    "what was declined, granted": GroupForgery(granted_again, "or one that does not wait", "R427"),
    "what was granted, declined": GroupForgery(granted_and_declined, "or one that does not wait", "R427"),
    "a withdrawal of nothing": GroupForgery(withdrawn_of_nothing, "it names no station", "R427"),
    "a case of another contest": GroupForgery(
        case_of_another_contest, "its application is not for this", "R429"
    ),
    "declined without a reason": GroupForgery(
        declined_without_a_reason, "it declines without a reason", "R421"
    ),
    "a station twice on the list": GroupForgery(
        station_twice_on_the_list, "its list names a station twice", ""
    ),
    "a weight of zero": GroupForgery(weight_of_zero, "its list has weights of 0 or less", ""),
    "more than there are": GroupForgery(more_than_there_are, "draws none, or more than there are", "R439"),
    "fewer than were committed": GroupForgery(
        another_size_drawn, "of another size than was committed", "R437"
    ),
    "rolling on": GroupForgery(rolled_on, "its digits were enough before", "R430"),
    "a document made twice": GroupForgery(made_twice, "it was made before", "R449"),
    "a withdrawal by another": GroupForgery(
        withdrawn_by_another, "only ['apple'] make it or take it back", "R428"
    ),
    "an application in another's name": GroupForgery(
        applied_for_another, "only ['apple'] make it or take it back", "R428"
    ),
    "a recount that was not granted": GroupForgery(recount_not_granted, "was not granted", "R429"),
    "a key of nobody": GroupForgery(key_of_nobody, "of no member signed it", "R402"),
    "a key in a member's name": GroupForgery(key_of_the_name_of_a_member, "of no member signed it", "R402"),
    "a revoked key": GroupForgery(revoked_key, "of quince is revoked", "R403"),
    "a key of a member of before": GroupForgery(member_of_before, "of no member signed it", "R402"),
    "one signature twice": GroupForgery(signed_twice, "or two by one key", "R401"),
    "an act that nobody signed": GroupForgery(not_signed, "it has no signature", "R401"),
    "the signature of another act": GroupForgery(
        signature_of_another_act, "of apple did not sign what it says", "R404"
    ),
    "the signature for another election": GroupForgery(
        signature_for_another_election, "of apple did not sign what it says", "R404"
    ),
    "a changed reason": GroupForgery(changed_reason, "of observers did not sign what it says", "R404"),
    "a changed digit": GroupForgery(digit_changed, "of pear did not sign what it says", "R404"),
    "a station swapped": GroupForgery(station_swapped, "where the dice draw ['2',", ""),
    "a station more": GroupForgery(station_more, "where the dice draw None", ""),
    "drawn before the dice": GroupForgery(drawn_before_the_dice, "fewer than 20 digits were rolled", "R436"),
    "too few digits": GroupForgery(too_few_digits, "fewer than 20 digits were rolled", "R436"),
    "another seed": GroupForgery(another_seed, f"not the digits that were rolled, {DIGITS}", "R437"),
    "dice before the list": GroupForgery(
        dice_before_the_list, "nothing was committed before, or something else", "R432"
    ),
    "dice of one side": GroupForgery(dice_of_one, "of one side alone, ['apple']", "R435"),
    "digits of no die": GroupForgery(digits_of_no_die, "no die of 6 sides has these digits", "R434"),
    "no digit at all": GroupForgery(no_digit, "it does not say 'digits'", "R434"),
    "dice after the draw": GroupForgery(dice_after_the_draw, "this drawing was drawn before", "R433"),
    "a list in the place of another": GroupForgery(
        drawn_under_a_name_that_is_taken, "this drawing was committed before", "R431"
    ),
    "a commitment over another root": GroupForgery(another_root, "its root is not that of the first", ""),
    "a commitment over facts to come": GroupForgery(
        size_to_come, "its root is not that of the first", "R439"
    ),
    "a list of another size": GroupForgery(list_of_another_size, "of another size than its list", ""),
    "chances that are not equal": GroupForgery(list_not_equal, "its list is not for its method", ""),
    "an answer over another record": GroupForgery(
        over_another_record, "over another record than the document", "R443"
    ),
    "an answer over a changed document": GroupForgery(
        over_a_changed_document, "of no final document that is in force", "R442"
    ),
    "an answer to the document before": GroupForgery(
        over_the_document_before, "of no final document that is in force", "R442"
    ),
    "a second answer": GroupForgery(answered_twice, "pear has answered already", "R446"),
    "a signature by another": GroupForgery(
        signed_by_another, "signed by ['apple'], not by pear alone", "R445"
    ),
    "a refusal that was never given": GroupForgery(refusal_never_given, "of no member signed it", "R402"),
    "a refusal reported of who signed": GroupForgery(
        reported_after_an_answer, "pear has answered already", "R446"
    ),
    "an opinion without words": GroupForgery(
        opinion_without_words, "it does not say what it must: reason", "R447"
    ),
    "an answer of no member": GroupForgery(
        answer_of_no_member, "stranger was no member when the document was made", "R444"
    ),
}
