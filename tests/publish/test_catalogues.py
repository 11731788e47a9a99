"""The catalogues are complete, and exactly those of the source."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tools.catalogues import LANGUAGES, catalogue_path, renewed, written

PLACE = re.compile(r"\{(\w*)\}")


def catalogue(language: str) -> Catalog:
    return read_po(io.BytesIO(catalogue_path(language).read_bytes()), locale=language)


def texts(string: object) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ())  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_exactly_the_messages_of_the_source(language: str) -> None:
    assert catalogue_path(language).read_bytes() == written(renewed(language)), (
        "run: python tools/catalogues.py"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_in_every_plural(language: str) -> None:
    held = catalogue(language)
    missing = [
        message.id
        for message in held
        if message.id
        and (
            not all(texts(message.string))
            or (message.pluralizable and len(texts(message.string)) != held.num_plurals)
        )
    ]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_message(language: str) -> None:
    wrong = [
        (message.id, text)
        for message in catalogue(language)
        if message.id
        for text in texts(message.string)
        if set(PLACE.findall(text)) != set(PLACE.findall(" ".join(texts(message.id))))
        and not (
            message.pluralizable
            and set(PLACE.findall(text)) | {"n"} == set(PLACE.findall(" ".join(texts(message.id))))
        )
    ]

    assert wrong == []


def test_nothing_is_said_in_russian_instead_of_kyrgyz() -> None:
    russian = {message.id: message.string for message in catalogue("ru")}
    same = [
        message.id
        for message in catalogue("ky")
        if message.id and texts(message.string) == texts(russian[message.id])
    ]

    assert [each for each in same if len(re.findall(r"[а-яё]{4,}", " ".join(texts(russian[each])))) > 2] == []
