from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from sverka.domain.names import Names
from sverka.publish.language import translator

NBSP = "\N{NO-BREAK SPACE}"
KY, RU, EN = (translator(each) for each in ("ky", "ru", "en"))


def test_thousands_are_set_apart_as_the_language_does() -> None:
    assert RU.number(1281622) == KY.number(1281622) == f"1{NBSP}281{NBSP}622"
    assert EN.number(1281622) == "1,281,622"


def test_a_difference_carries_its_sign_and_zero_has_none() -> None:
    assert [EN.signed(each) for each in (-4341, 0, 7)] == ["−4,341", "0", "+7"]


@pytest.mark.parametrize(
    "share, ru, en",
    [
        (Fraction(222005, 1281622), f"17,32{NBSP}%", "17.32%"),
        (Fraction(1, 2), f"50,00{NBSP}%", "50.00%"),
        (Fraction(0), f"0,00{NBSP}%", "0.00%"),
        (Fraction(1), f"100,00{NBSP}%", "100.00%"),
        (Fraction(3, 2), f"150,00{NBSP}%", "150.00%"),
        (Fraction(125, 1000000), f"0,01{NBSP}%", "0.01%"),
        (Fraction(1, 1000000), f"<0,01{NBSP}%", "<0.01%"),
        (Fraction(999999, 1000000), f">99,99{NBSP}%", ">99.99%"),
        (None, "–", "–"),
    ],
)
def test_a_percentage_is_rounded_half_up_and_never_hides_a_rest(
    share: Fraction | None, ru: str, en: str
) -> None:
    assert RU.percent(share) == ru
    assert EN.percent(share) == en


def test_a_percentage_of_a_law_has_no_needless_zeros() -> None:
    assert EN.plain_percent(Fraction(5, 100)) == "5%"
    assert EN.plain_percent(Fraction(5, 1000)) == "0.5%"


def test_exact_numbers_are_rounded_half_up() -> None:
    assert EN.decimal(Fraction(813687, 54), 3) == "15,068.278"
    assert EN.decimal(Fraction(-1, 2), 0) == "−1"
    assert EN.decimal(Fraction(-1, 1000)) == "0.00"


def test_russian_has_three_plurals_and_kyrgyz_one() -> None:
    def stations(t: object, n: int) -> str:
        return t.ngettext("{n} station", "{n} stations", n)  # type: ignore[attr-defined,no-any-return]

    assert [stations(RU, n) for n in (1, 2, 5, 21)] == ["1 участок", "2 участка", "5 участков", "21 участок"]
    assert [stations(KY, n) for n in (1, 2, 5)] == ["1 участка", "2 участка", "5 участка"]
    assert [stations(EN, n) for n in (1, 2)] == ["1 station", "2 stations"]


def test_kyrgyz_letters_sort_in_their_place() -> None:
    words = ["Өзгөн", "Ысык-Көл", "Үзөн", "Уч", "Ош", "Ңома", "Нарын", "Пишпек"]

    assert sorted(words, key=KY.sort_key) == [
        "Нарын",
        "Ңома",
        "Ош",
        "Өзгөн",
        "Пишпек",
        "Уч",
        "Үзөн",
        "Ысык-Көл",
    ]


def test_dates_and_times_are_written_as_people_do() -> None:
    day = date(2021, 11, 28)

    assert EN.date(day) == "28 November 2021"
    assert RU.date(day) == "28 ноября 2021\N{NARROW NO-BREAK SPACE}г."
    assert "28-ноябрь" in KY.date(day)
    assert EN.moment("2021-11-28T20:14:05+06:00") == "28 Nov 2021, 20:14 UTC+6"
    assert RU.moment("2021-11-28T20:14:05+06:00") == "28.11.2021, 20:14 UTC+6"
    assert EN.moment("2021-11-28T20:14:05-03:30") == "28 Nov 2021, 20:14 UTC−3:30"


def test_a_day_without_an_hour_gets_none() -> None:
    assert EN.moment("2021-12-15") == "15 Dec 2021"
    assert EN.moment("in the evening") == "in the evening"


def test_a_name_falls_back_to_another_language() -> None:
    assert KY.name(Names(ru="Ордо")) == "Ордо"


def test_bytes_are_said_in_the_unit_that_fits() -> None:
    assert [EN.size(each) for each in (999, 4321, 12_345_678)] == [f"999{NBSP}B", f"4{NBSP}kB", f"12{NBSP}MB"]
