"""Whatever acts a record holds, it can be read: what the rules do not allow is named, and nothing else happens."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from sverka.formats.definition import parse_definition
from sverka.publish.group.state import GroupState, group_state
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import canonical_bytes, hash_of
from sverka.record.group_facts import AnyGroupFact, CaseStep
from sverka.record.signing import sign
from tests.group_town import KEYS, group_table
from tests.town import DEFINITION

ELECTION = "town-2026-05-17"
GROUP = parse_definition(f"{DEFINITION}\n{group_table()}", name="town").group
HASHES = (hash_of(b"one"), hash_of(b"two"), "", "no hash")
WORDS = ("", "1", "0002", "0102", "council", "apple", "hand", "machine", "@", "2026-05-20")
NUMBERS = st.sampled_from([1, 6, 10, 20, 2**53 - 1])
MOMENTS = st.sampled_from(["2026-05-19T12:00:00+06:00", "2026-05-21T12:00:00+06:00", "", "yesterday"])
DIGITS = st.sampled_from(["35142663145226316254", "1", "77", "a", "٣", ""])
OF_FIELD: dict[str, st.SearchStrategy[Any]] = {
    "schema": st.just(SCHEMA),
    "received": MOMENTS,
    "claimed": MOMENTS,
    "deadline": MOMENTS,
    "signatures": st.just(()),
    "step": st.sampled_from(get_args(CaseStep)),
    "method": st.sampled_from(["equal", "size"]),
    "station": st.sampled_from(["0002", "0102"]),
    "stations": st.lists(st.sampled_from(["0002", "0102"]), max_size=2).map(tuple),
    "contest": st.sampled_from(["council", "council", "mayor"]),
    "number": st.sampled_from(["1", "2"]),
    "application": st.sampled_from(["", "", "", "1"]),
    "member": st.sampled_from(["apple", "pear", "observers", "nobody"]),
    "reason": st.sampled_from(["a reason", "a reason", ""]),
    "stands": st.sampled_from(["hand", "machine", ""]),
    "digits": DIGITS,
    "seed": DIGITS,
    "root": st.just("0" * 64),
    "supersedes": st.sampled_from(HASHES),
    "commitment": st.sampled_from(HASHES),
    "document": st.sampled_from([HASHES[0], HASHES[0], "no hash"]),
    "sides": NUMBERS,
    "sample_size": NUMBERS,
    "population_size": NUMBERS,
    "record_size": st.sampled_from([20, 20, 1, 2**53 - 1]),
}
OF_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.sampled_from(WORDS),
    tuple[str, ...]: st.lists(st.sampled_from(WORDS), max_size=3).map(tuple),
    dict[str, str]: st.dictionaries(st.sampled_from(WORDS), st.sampled_from(WORDS), max_size=2),
}


def _of(kind: Any, name: str) -> st.SearchStrategy[Any] | None:
    if name == "draw":
        return st.just("1") if "sample_size" in kind.__struct_fields__ else st.sampled_from(["", "", "", "1"])
    return OF_FIELD.get(name)


def facts_of(kind: type[AnyGroupFact]) -> st.SearchStrategy[AnyGroupFact]:
    """Facts of one kind, of words that mean something and words that do not."""
    fields = msgspec.structs.fields(kind)
    words = {
        each.name: OF_FIELD[each.name] if each.name in OF_FIELD else OF_TYPE[each.type] for each in fields
    }
    return st.builds(kind, **words)


signers = st.lists(st.sampled_from(sorted(KEYS.keys() - {"stranger"})), unique=True, min_size=1, max_size=4)
acts = st.tuples(st.one_of([facts_of(kind) for kind in get_args(AnyGroupFact)]), signers)


@settings(max_examples=200)
@given(st.lists(acts, max_size=20))
def test_no_act_stops_a_record_from_being_read(said: list[tuple[AnyGroupFact, list[str]]]) -> None:
    facts = [sign(fact, ELECTION, [KEYS[name] for name in names]) for fact, names in said]
    state = read(facts)

    assert len(state.wrong) <= len(facts)
    assert all(each.refused.code.startswith("R4") for each in state.wrong)


@given(st.lists(acts, max_size=20))
def test_what_has_no_effect_can_be_left_out(said: list[tuple[AnyGroupFact, list[str]]]) -> None:
    facts = [sign(fact, ELECTION, [KEYS[name] for name in names]) for fact, names in said]
    state = read(facts)
    wrong = {each.entry for each in state.wrong}
    right = group_state(
        [(entry, fact) for entry, fact in enumerate(facts, start=20) if entry not in wrong],
        election=ELECTION,
        group_at=lambda _: GROUP,
    )

    assert right.wrong == []
    assert (right.applications, right.cases, right.drawings, right.documents) == (
        state.applications,
        state.cases,
        state.drawings,
        state.documents,
    )


def read(facts: list[AnyGroupFact]) -> GroupState:
    assert all(canonical_bytes(fact) for fact in facts)
    return group_state(enumerate(facts, start=20), election=ELECTION, group_at=lambda _: GROUP)
