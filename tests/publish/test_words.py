"""Every code of the core has words, and no sentence asks for a figure that its code does not carry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

import pytest

from sverka.domain.accounts import Counted, SeenIn
from sverka.domain.counts import State
from sverka.domain.election import FindingsPolicy, RowKind, Severity
from sverka.domain.expressions import parse_control
from sverka.domain.group import MemberKind
from sverka.domain.places import Machine
from sverka.domain.readings import Notice
from sverka.formats.notices import NoticeCode
from sverka.publish.group.answers import Answer
from sverka.publish.inventory import Held
from sverka.publish.language import translator
from sverka.publish.words import findings, group, kinds, notices, papers, seats, states
from sverka.reconcile.case_step import StepKind
from sverka.reconcile.cases import (
    Decided,
    Decision,
    Disputed,
    InCourt,
    Opened,
    PaperChecked,
    RecountAsked,
    Recounted,
    Reopened,
    state_id,
)
from sverka.reconcile.kinds import KINDS
from sverka.record.group_facts import AnyGroupFact
from sverka.seats.allocation import Reason
from sverka.seats.steps import CONTEXT_KEYS, StepCode, step
from tests.publish.site.toytown import town

PLACE = re.compile(r"\{(\w+)\}")
LANGUAGES = ("ky", "ru", "en")


CASES = (
    *(Opened(), PaperChecked(), RecountAsked(), Recounted(), Disputed(), InCourt("court"), Reopened("why")),
    Decided(Decision(stands="hand", fields={}, members=())),
)
OTHER_ACTS = {str(kind.__struct_config__.tag) for kind in AnyGroupFact.__args__} - {"case"}


@pytest.mark.parametrize(
    "codes, words",
    [
        (KINDS, kinds.WORDS),
        (State, states.STATES),
        (Counted, states.COUNTED),
        (SeenIn, states.SEEN_IN),
        (Severity, states.SEVERITIES),
        (FindingsPolicy, states.FINDINGS_POLICY),
        (RowKind, states.ROW_KINDS),
        (Machine, states.MACHINES),
        (NoticeCode, notices.SENTENCES),
        (StepCode, seats.SENTENCES),
        (Reason, seats.REASONS),
        (Held, papers.HELD),
        (MemberKind, group.MEMBER_KINDS),
        (StepKind, group.CASE_STEPS),
        ([state_id(state) for state in CASES], group.CASE_STATES),
        (OTHER_ACTS, group.ACTS),
        (Answer, group.ANSWERS),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_code_has_words_and_every_word_a_code(
    codes: Iterable[object], words: dict[object, object]
) -> None:
    assert set(words) == set(codes)


@pytest.mark.parametrize("code", StepCode)
def test_a_step_names_only_figures_it_has(code: StepCode) -> None:
    allowed = {*CONTEXT_KEYS[code], "limit"} if "strict" in CONTEXT_KEYS[code] else set(CONTEXT_KEYS[code])

    assert set(PLACE.findall(seats.SENTENCES[code])) <= allowed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_is_told_with_names_and_rounded_numbers(language: str) -> None:
    election = town()
    said = seats.step_sentence(
        translator(language),
        step(
            StepCode.WHOLE_QUOTAS,
            selection="bread",
            votes=1234,
            quotas=Fraction(5, 3),
            seats=1,
            remainder=Fraction(2, 3),
        ),
        election.contests["lists"],  # type: ignore[index]
        election,
    )

    assert {"ky": "Нан", "ru": "Хлеб", "en": "Bread"}[language] in said
    assert {"ky": "0,6667", "ru": "0,6667", "en": "0.6667"}[language] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_is_told_with_its_figures(language: str) -> None:
    notice = Notice(code="zeros-restored", context={"count": 1200, "row": 3, "text": "17", "station": "0017"})
    said = notices.notice_sentence(translator(language), notice)

    assert "0017" in said
    assert {"ky": "1 200", "ru": "1 200", "en": "1,200"}[language] in said.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("sign", ["=", "!=", "<=", ">=", "<", ">"])
def test_every_sign_of_a_control_has_a_sentence(sign: str) -> None:
    assert parse_control(f"[1] {sign} [2]").demand.value in findings.CONTRADICTIONS


def test_no_words_accuse_or_explain() -> None:
    """A difference is a fact: no kind says why, none says who."""
    spoken = " ".join(f"{each.title} {each.meaning}" for each in kinds.WORDS.values()).lower()

    assert not re.search(r"violation|fraud|falsif|error|mistake|wrong|verified|scanner failed", spoken)
