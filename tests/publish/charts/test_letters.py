from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sverka.publish.charts.letters import advances, shorten, width_of, wrap
from tests.publish.charts.figures import LONGEST, NAMES

words = st.text(alphabet="аеңөү -Жw1", max_size=60)


def test_the_font_has_every_letter_of_three_languages() -> None:
    wanted = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя" + "abcdefghijklmnopqrstuvwxyz" + "0123456789"
    signs = "№«»„“–—…%‰≥≤−×→←↑↓±·\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"

    assert set(wanted + wanted.upper() + signs) <= set(advances(bold=False)) & set(advances(bold=True))


def test_figures_have_one_width() -> None:
    assert len({width_of(digit, 10) for digit in "0123456789"}) == 1
    assert len({width_of(digit, 10, bold=True) for digit in "0123456789"}) == 1


def test_a_long_name_breaks_at_a_space() -> None:
    assert " ".join(wrap(LONGEST, 200, 13)) == LONGEST
    assert len(wrap(LONGEST, 200, 13)) == 2


def test_a_name_may_break_after_a_hyphen() -> None:
    assert wrap("Жалал-Абад", 44, 13) == ("Жалал-", "Абад")


@given(words, st.integers(30, 200), st.integers(1, 3))
def test_lines_are_few_enough_and_fit(text: str, width: int, most: int) -> None:
    found = wrap(text, width, 13, lines=most)

    assert len(found) <= most
    assert all(width_of(line, 13) <= width for line in found)


@given(words, st.integers(30, 200))
def test_nothing_is_lost_unless_an_ellipsis_says_so(text: str, width: int) -> None:
    found = wrap(text, width, 13, lines=20)

    if not any(line.endswith("…") for line in found):
        assert "".join("".join(found).split()) == "".join(text.split())


@given(st.lists(st.text("аеңөүЖw", min_size=1, max_size=5), max_size=9).map(" ".join))
def test_with_lines_enough_for_its_words_nothing_is_shortened(text: str) -> None:
    assert " ".join(wrap(text, 60, 13, lines=9)) == text


def test_a_number_is_not_broken_at_its_thousands() -> None:
    assert wrap("бардыгы 2\N{NO-BREAK SPACE}494 участок", 80, 13, lines=3)[:2] == (
        "бардыгы",
        "2\N{NO-BREAK SPACE}494 участок",
    )


def test_what_fits_is_not_shortened() -> None:
    assert [shorten(name, 1000, 13) for name in NAMES] == NAMES
