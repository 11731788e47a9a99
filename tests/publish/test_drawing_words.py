"""What a drawing can show, in words: the numbers of the bounds, and never a claim beyond them."""

from __future__ import annotations

import pytest

from sverka.domain.names import Language
from sverka.publish.language import translator
from sverka.publish.words.drawing import Outcome, what_a_drawing_shows, what_applications_show


def said(outcome: Outcome, language: Language = Language.EN) -> str:
    """All sentences, with plain spaces."""
    sentences = what_a_drawing_shows(translator(language), outcome)
    return " ".join(sentences).replace("\N{NO-BREAK SPACE}", " ").replace(",", "")


@pytest.mark.parametrize("language", Language)
def test_the_bound_stands_in_every_language(language: Language) -> None:
    text = said(Outcome(population=2474, drawn=60, by_size=False), language)

    assert "119" in text
    assert "95" in text


@pytest.mark.parametrize(
    "outcome, part",
    [
        (Outcome(population=2474, drawn=60, by_size=False, differing=0), "None of those drawn differs: at a"),
        (Outcome(population=2474, drawn=60, by_size=False, differing=4), "at most 359 of all 2474 do"),
        (Outcome(population=2474, drawn=60, by_size=True), "at most 4.88% of the size of all"),
        (Outcome(population=2474, drawn=60, by_size=True, differing=2), "Of those drawn 2 differ."),
        (Outcome(population=5, drawn=1, by_size=False, differing=0), "So few stations say nothing"),
        (Outcome(population=5, drawn=5, by_size=False), "All 5 stations of the list are drawn."),
    ],
)
def test_every_outcome_has_its_sentence(outcome: Outcome, part: str) -> None:
    assert part in said(outcome)


@pytest.mark.parametrize("language", Language)
def test_stations_that_somebody_chose_bound_nothing(language: Language) -> None:
    assert not any(letter.isdigit() for letter in what_applications_show(translator(language)))
