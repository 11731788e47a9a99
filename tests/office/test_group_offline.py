"""Acts signed on machines of members: written here, signed there, entered again; and nothing that came along."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sverka.errors import Fault, Refused, SverkaError
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import group_state_of, linked
from sverka.office.group_document import make_document
from sverka.office.group_offline import (
    check_election,
    enter_acts,
    evidence_beside,
    read_acts,
    sign_acts,
    standing_of,
    write_acts,
)
from sverka.office.member_keys import read_member_key, write_member_key
from sverka.record.act_notes import Acts, format_acts, parse_acts
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import hash_of
from sverka.record.group_facts import CaseFact, FinalDocumentFact
from sverka.record.signing import sign, text_of
from sverka.tlog.errors import FormatError
from sverka.tlog.keys import COSIGNATURE, ED25519, new_signer
from sverka.tlog.note import MAX_NOTE_BYTES, parse_note
from tests.group_town import AFTERNOON, KEYS, NOON, act, group_town, keys, step
from tests.town import files_of

ELECTION = "town-2026-05-17"
OPENED = [step("0002", "opened", reason="the accounts differ"), step("0102", "opened", reason="one account")]


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    return group_town(tmp_path / "town").folder


@pytest.fixture
def file(tmp_path: Path, folder: ElectionFolder) -> Path:
    """Two acts that nobody has signed."""
    write_acts(folder.open(), OPENED, [], tmp_path / "open.txt")
    return tmp_path / "open.txt"


def refused(folder: ElectionFolder, file: Path) -> str:
    """Why the record does not take a file; it is as it was."""
    before = files_of(folder.path)
    with pytest.raises(SverkaError) as caught:
        enter_acts(folder.open(), file, received=AFTERNOON)

    assert files_of(folder.path) == before
    return caught.value.code if isinstance(caught.value, Refused) else str(caught.value)


def test_what_is_signed_elsewhere_is_in_the_record_as_if_it_were_signed_here(
    tmp_path: Path, folder: ElectionFolder, file: Path
) -> None:
    sign_acts(file, KEYS["apple"])
    sign_acts(file, KEYS["pear"])
    enter_acts(folder.open(), file, received=AFTERNOON)
    here = group_town(tmp_path / "here").folder
    act(here, OPENED, "apple", "pear")

    assert group_state_of(folder.open()).cases == group_state_of(here.open()).cases
    assert not group_state_of(folder.open()).wrong


def test_one_act_that_was_signed_is_a_note_for_any_program(tmp_path: Path, folder: ElectionFolder) -> None:
    write_acts(folder.open(), OPENED[:1], keys("apple"), tmp_path / "one.txt")
    note = parse_note((tmp_path / "one.txt").read_bytes())

    assert note.text == text_of(OPENED[0], ELECTION)
    assert [each.name for each in note.signatures] == ["apple"]


def test_reading_and_writing_back_changes_no_byte(file: Path) -> None:
    sign_acts(file, KEYS["apple"])

    assert format_acts(read_acts(file)) == file.read_bytes()


def test_what_nobody_signed_is_not_entered(folder: ElectionFolder, file: Path) -> None:
    assert refused(folder, file) == "R401"


def test_one_signature_of_a_stranger_spoils_all_acts(folder: ElectionFolder, file: Path) -> None:
    sign_acts(file, KEYS["apple"])
    sign_acts(file, KEYS["stranger"])

    assert refused(folder, file) == "R402"


def test_what_was_changed_after_it_was_signed_is_refused(folder: ElectionFolder, file: Path) -> None:
    sign_acts(file, KEYS["apple"])
    file.write_text(file.read_text().replace("one account", "two accounts"))

    assert refused(folder, file) == "R404"


def test_what_happened_meanwhile_is_not_passed_over(folder: ElectionFolder, file: Path) -> None:
    sign_acts(file, KEYS["apple"])
    act(folder, step("0002", "opened", reason="faster"), "observers")
    (first, second) = read_acts(file).facts
    faster = standing_of(folder.open(), first)

    assert faster is not None
    assert faster.code == "R407"
    assert standing_of(folder.open(), second) is None
    assert refused(folder, file) == "R407"


def test_acts_of_another_election_are_neither_signed_nor_entered(
    tmp_path: Path, folder: ElectionFolder
) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(format_acts(Acts("town-2022", (sign(OPENED[0], "town-2022", keys("apple")),))))

    assert refused(folder, other) == "R476"
    with pytest.raises(Refused) as caught:
        sign_acts(other, KEYS["pear"], election=ELECTION)
    assert caught.value.code == "R476"


def test_a_signature_for_another_election_under_this_one_is_refused(
    folder: ElectionFolder, file: Path
) -> None:
    elsewhere = sign(OPENED[0], "town-2022", keys("apple"))
    file.write_bytes(format_acts(Acts(ELECTION, (elsewhere,))))

    assert refused(folder, file) == "R404"


def test_the_same_key_signs_once(file: Path) -> None:
    sign_acts(file, KEYS["apple"])
    before = file.read_bytes()
    with pytest.raises(Refused) as caught:
        sign_acts(file, KEYS["apple"])

    assert caught.value.code == "R475"
    assert file.read_bytes() == before


def test_a_second_act_of_one_subject_waits_for_the_first(tmp_path: Path, folder: ElectionFolder) -> None:
    with pytest.raises(Refused) as caught:
        write_acts(
            folder.open(), [OPENED[0], step("0002", "paper-checked", reason="seen")], [], tmp_path / "two.txt"
        )

    assert caught.value.code == "R471"
    assert not (tmp_path / "two.txt").exists()


def test_no_one_signs_or_enters_two_acts_of_one_subject(folder: ElectionFolder, file: Path) -> None:
    """They could never be entered, so whoever looks at them hears it before signing."""
    sign_acts(file, KEYS["apple"])
    file.write_bytes(file.read_bytes() * 2)
    with pytest.raises(Refused) as caught:
        read_acts(file)

    assert caught.value.code == "R471"
    assert refused(folder, file) == "R471"


def test_nothing_is_written_over_another_file(folder: ElectionFolder, file: Path) -> None:
    with pytest.raises(Fault, match="something lies there"):
        write_acts(folder.open(), OPENED, [], file)


def test_the_key_of_a_witness_signs_no_acts(tmp_path: Path) -> None:
    write_member_key(new_signer("apple", COSIGNATURE, bytes(32)), tmp_path / "apple.key")

    with pytest.raises(Fault, match="key of a witness"):
        read_member_key(tmp_path / "apple.key")


def test_a_members_key_that_others_can_read_is_revoked_by_the_group(tmp_path: Path) -> None:
    write_member_key(KEYS["apple"], tmp_path / "apple.key")
    (tmp_path / "apple.key").chmod(0o644)
    with pytest.raises(Refused) as caught:
        read_member_key(tmp_path / "apple.key")

    assert caught.value.code == "R222"
    assert "`sverka group revoke`" in caught.value.cure


# hostile files

BARE = text_of(OPENED[0], ELECTION)
LINE = sign(OPENED[0], ELECTION, keys("apple")).signatures[0]
BAD = {
    "nothing": b"",
    "no text": b"\xff\xfe\n",
    "a control character": f"{BARE}\n\x1b[2J\n".encode(),
    "no newline at the end": f"{BARE}\n{LINE}".encode(),
    "windows line ends": f"{BARE}\n".replace("\n", "\r\n").encode(),
    "another first line": BARE.replace("v1", "v2").encode() + b"\n",
    "no empty line": BARE.encode(),
    "a line that is no signature": f"{BARE}\nhello\n".encode(),
    "two signatures of one key": f"{BARE}\n{LINE}\n{LINE}\n".encode(),
    "101 signatures": (f"{BARE}\n" + f"{LINE}\n" * 101).encode(),
    "spaces in the act": BARE.replace('":"', '": "').encode() + b"\n",
    "a key twice": BARE.replace('{"claimed"', '{"step":"decided","claimed"').encode() + b"\n",
    "a key that we do not know": BARE.replace('"step"', '"stop"').encode() + b"\n",
    "another kind": BARE.replace('"case"', '"count"').encode() + b"\n",
    "another schema": BARE.replace('"schema":1', '"schema":2').encode() + b"\n",
    "signatures inside the act": BARE.replace('"station"', '"signatures":[],"station"').encode() + b"\n",
    "received inside the act": BARE.replace('"schema"', '"received":"","schema"').encode() + b"\n",
    "no object": f"sverka/group/v1\n{ELECTION}\n[]\n\n".encode(),
    "deep": f"sverka/group/v1\n{ELECTION}\n{'[' * 100_000}\n\n".encode(),
    "acts of two elections": f"{BARE}\n{BARE.replace(ELECTION, 'town-2022')}\n".encode(),
    "too long": BARE.encode() + b"\n" * MAX_NOTE_BYTES,
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_anything_else_is_refused_by_all(
    name: str, tmp_path: Path, folder: ElectionFolder
) -> None:
    with pytest.raises(FormatError):
        parse_acts(BAD[name])
    file = tmp_path / "bad.txt"
    file.write_bytes(BAD[name])
    with pytest.raises(Fault):
        sign_acts(file, KEYS["apple"])

    assert file.read_bytes() == BAD[name]
    assert "no acts of a group" in refused(folder, file)


def document(sha256: str) -> FinalDocumentFact:
    return FinalDocumentFact(
        schema=SCHEMA,
        received="",
        signatures=(),
        claimed=NOON,
        record_size=1,
        root="0" * 64,
        document=sha256,
        papers={},
        deadline="2026-05-21T18:00:00+06:00",
    )


def test_files_that_acts_name_travel_beside_them(tmp_path: Path, folder: ElectionFolder) -> None:
    file = tmp_path / "document.txt"
    write_acts(
        folder.open(), [document(hash_of(b"what it says"))], keys("apple"), file, evidence=[b"what it says"]
    )
    (kept,) = evidence_beside(file).iterdir()

    assert kept.read_bytes() == b"what it says"
    kept.write_bytes(b"another")
    assert not refused(folder, file).startswith("R4")  # a fault: the file is not what its name says
    kept.unlink()
    assert refused(folder, file) == "R474"


@pytest.mark.parametrize("name", ["../../../etc/passwd", "", "A" * 64])
def test_a_name_that_is_no_hash_leads_nowhere(tmp_path: Path, folder: ElectionFolder, name: str) -> None:
    file = tmp_path / "document.txt"
    write_acts(folder.open(), [document(name)], keys("apple"), file)

    assert "is no hash" in refused(folder, file)


def test_what_members_sign_elsewhere_names_the_act_before_it(folder: ElectionFolder, tmp_path: Path) -> None:
    act(folder, OPENED[0], "apple")
    (expected,) = linked(folder.open(), [step("0002", "paper-checked", reason="seen")])
    write_acts(folder.open(), [step("0002", "paper-checked", reason="seen")], [], tmp_path / "a.txt")
    (fact,) = read_acts(tmp_path / "a.txt").facts

    assert isinstance(fact, CaseFact)
    assert fact.supersedes == expected.supersedes != ""


def test_no_election_told_is_any_election(file: Path) -> None:
    check_election(read_acts(file), "")

    assert sign_acts(file, new_signer("x", ED25519, bytes(32))).election == ELECTION


def test_a_final_document_that_the_record_does_not_give_is_refused(
    tmp_path: Path, folder: ElectionFolder
) -> None:
    made = make_document(folder.open(), made=NOON, deadline="2026-05-21T18:00:00+06:00")
    other = made.content.replace(b'"title":""', b'"title":"another"')
    write_acts(folder.open(), [made.fact], keys("apple"), tmp_path / "made.txt", evidence=made.evidence)
    changed = {
        "root": replace(made.fact, root="0" * 64),
        "beyond": replace(made.fact, record_size=99),
        "content": replace(made.fact, document=hash_of(other)),
        "papers": replace(made.fact, papers={"en": hash_of(other)}),
    }
    for name, fact in changed.items():
        file = tmp_path / f"{name}.txt"
        write_acts(folder.open(), [fact], keys("apple"), file, evidence=[*made.evidence, other])
        assert refused(folder, file) == "R479"

    enter_acts(folder.open(), tmp_path / "made.txt", received=AFTERNOON)
    assert group_state_of(folder.open()).documents.in_force is not None


@pytest.mark.parametrize("claimed", ["soon", "2026-05-19T12:00", "2026-05-19T12:00:00+06:00\n"])
def test_what_is_no_time_is_refused(tmp_path: Path, folder: ElectionFolder, claimed: str) -> None:
    file = tmp_path / "open.txt"
    write_acts(folder.open(), [replace(OPENED[0], claimed=claimed)], keys("apple"), file)

    assert "no time" in refused(folder, file)
