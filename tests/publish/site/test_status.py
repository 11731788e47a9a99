"""The page on the record: who signed, who watches, since when, and how to check it; honest about what is not there."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from sverka.publish.site.build import LANGUAGES
from sverka.publish.site.status import RecordStatus, status_files
from tests.publish.site.reading import Read, read
from tests.publish.site.statuses import COPY, FULL, NEW, NOTE, ROOT, VKEY
from tests.publish.site.toytown import town


def made(status: RecordStatus) -> dict[str, bytes]:
    return dict(status_files(town(), status, LANGUAGES))


def page(status: RecordStatus, language: str = "en") -> Read:
    return read(made(status)[f"{language}/status.html"])


def words(status: RecordStatus, language: str = "en") -> str:
    return re.sub(r"\s+", " ", page(status, language).text)


def test_it_says_how_many_witnesses_have_signed_and_when() -> None:
    said = words(FULL)

    assert "2 of 3 witnesses have signed" in said
    assert "party.example/w1 5 Feb 2020, 10:01 UTC+6" in said
    assert "newspaper.example/w not this state yet" in said
    assert "The last sign of life: 5 Feb 2020, 10:02 UTC+6." in said
    assert "These are not enough yet" in said
    assert "These are enough" in words(replace(FULL, quorum_met=True))


@pytest.mark.parametrize(
    "language, of_three",
    [("ky", "3 ырастоочунун 2"), ("ru", "2 из 3 заверителей"), ("en", "2 of 3 witnesses")],
)
def test_it_says_so_in_every_language(language: str, of_three: str) -> None:
    assert of_three in words(FULL, language)


def test_a_witness_is_no_witness_of_a_court() -> None:
    assert "күбө" not in words(FULL, "ky").lower()
    assert "свидетел" not in words(FULL, "ru").lower()


def test_without_witnesses_and_stamps_it_says_so() -> None:
    said = words(NEW)

    assert "No witnesses are named yet." in said
    assert "No state of the record has been stamped yet." in said
    assert "These are" not in said


def test_checkpoint_and_key_can_be_copied_whole() -> None:
    text = made(FULL)["en/status.html"].decode()

    assert NOTE in text
    assert VKEY in text
    assert ROOT in text
    assert "5fec eb66 ffc8 6f38" in text


def test_what_is_owed_is_a_visible_notice() -> None:
    assert "has not answered since 5 Feb 2020, 09:00 UTC+6: https://late.example/tsr." in words(FULL)
    assert "has not answered" not in words(NEW)


def test_the_last_publication_is_in_force_and_says_what_it_corrects() -> None:
    said = words(FULL)

    assert said.count("in force") == 1
    assert "7 Feb 2020, 22:30 UTC+6 · first 70 facts in force" in said
    assert "Why figures changed: 2 < 3" in said
    assert "Earlier publications: 2" in said


def test_people_are_told_to_take_the_verifier_from_elsewhere() -> None:
    assert "Do not take the verifier from here." in words(FULL)
    assert "../sverka_verify.py" in page(FULL).links
    assert "../sverka_verify.py" not in page(NEW).links


def test_a_copy_says_that_it_is_one_and_claims_no_signature() -> None:
    said = words(COPY)

    assert "This copy was made again from the first 21 facts of a record." in said
    assert "witnesses have signed" not in said
    assert not {"../record/checkpoint", "../log.vkey"} & set(page(COPY).links)


@pytest.mark.parametrize("status", [FULL, NEW, COPY])
def test_every_page_is_well_formed_and_without_holes(status: RecordStatus) -> None:
    for language in LANGUAGES:
        found = page(status, language)

        assert (found.wrong, found.open) == ([], [])
        assert found.tags.count("h1") == 1
        assert re.findall(r"\{\w*\}", found.text) == []


QUOTED = """Sverka UTC ADDRESS Python evidence files results json sha256 data mirror sverka publish copy again install
fsck python3 sverka_verify party example observers newspaper rather long name witness stamps https late checkpoint
record vkey policy toytown lists figures hand stations English"""


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_no_english_is_left_but_what_is_quoted(language: str) -> None:
    said = re.sub(
        r"[0-9a-f]{64}", "", words(FULL, language).replace(" ".join(NOTE.split()), "").replace(VKEY, "")
    )

    assert set(re.findall(r"\b[A-Za-z_]{4,}\b", said)) <= set(QUOTED.split())


def test_programs_read_the_same() -> None:
    said = json.loads(made(FULL)["status.json"])

    assert (said["checkpoint"]["size"], said["checkpoint"]["root"]) == (44, ROOT)
    assert [each["cosigned_at"] != "" for each in said["witnesses"]] == [True, True, False]
    assert said["publications"][0]["entry"] == 70
    assert json.loads(made(COPY)["status.json"])["checkpoint"] is None
