"""Until the law's body decides, every page says that its figures are preliminary and without legal force."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from sverka.publish.language import translator
from sverka.publish.results import Results
from sverka.publish.site.build import LANGUAGES, build_site
from sverka.publish.site.legal_force import legal_force
from sverka.publish.site.status import RecordStatus, status_files
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import canonical_bytes
from sverka.record.night_facts import DecisionFact
from sverka.record.replay import replay
from tests.publish.site.reading import read
from tests.publish.site.toytown import record, town

PRELIMINARY = {
    "ky": "Алдын ала маалымат, юридикалык күчү жок.",
    "ru": "Данные предварительные, юридической силы не имеют.",
    "en": "Preliminary figures without legal force.",
}


def decision(contest: str = "", state: str = "in-force", number: str = "836") -> DecisionFact:
    return DecisionFact(
        schema=SCHEMA,
        received="2020-02-20T10:00:00+06:00",
        authority="Town board",
        number=number,
        claimed="2020-02-20",
        contest=contest,
        state=state,  # type: ignore[arg-type]
    )


def pages(decisions: Iterable[DecisionFact]) -> dict[str, str]:
    """The text of every page of a language, after some decisions."""
    entries, election = [*record(), *map(canonical_bytes, decisions)], town()
    snapshot = replay(entries, election)
    site = dict(build_site(Results(election, snapshot), entries))
    status = RecordStatus(pages_size=len(entries), pages_root="", decisions=snapshot.decisions)
    site |= dict(status_files(election, status, LANGUAGES))
    return {
        path: read(page).text for path, page in site.items() if path[2:3] == "/" and path.endswith(".html")
    }


def test_every_page_says_so_in_its_language_and_quotes_the_law() -> None:
    shown = pages([])

    assert [path for path, text in shown.items() if PRELIMINARY[path[:2]] not in text] == []
    assert [path for path, text in shown.items() if "Art. 1; " not in text] == []
    assert "not read: Art. 2" in shown["en/station/0001.html"]


def test_after_the_decision_every_page_says_by_which() -> None:
    shown = pages([decision()])

    assert [path for path, text in shown.items() if PRELIMINARY[path[:2]] in text] == []
    assert "Town board, No. 836, 20 Feb 2020." in shown["en/index.html"]
    assert "Town board, № 836, 20.02.2020." in shown["ru/station/0001.html"]


def test_a_decision_on_one_contest_leaves_the_others_preliminary() -> None:
    said = pages([decision("lists")])["en/index.html"]

    assert PRELIMINARY["en"] in said
    assert "Lists: Town board, No. 836, 20 Feb 2020." in said


@pytest.mark.parametrize(
    "facts, official",
    [
        ([], False),
        ([decision()], True),
        ([decision(), decision(state="cancelled")], False),
        ([decision(), decision(state="cancelled"), decision(number="840")], True),
        ([decision("lists")], False),
        ([decision(each) for each in ("lists", "mayor-left-bank", "mayor-right-bank")], True),
    ],
)
def test_the_last_decision_on_a_contest_counts(facts: list[DecisionFact], official: bool) -> None:
    said = legal_force(translator("en"), town(), dict(enumerate(facts)))

    assert said.official is official


def test_many_decisions_are_counted_and_not_all_named() -> None:
    facts = {place: decision(str(place)) for place in range(40)}
    said = legal_force(translator("en"), town(), facts)

    assert len(said.said) == 4
    assert said.more == 37
