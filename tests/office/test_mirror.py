"""A copy believes nothing: what does not verify never gets into it, and what contradicts it is kept as evidence."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sverka.cli.app import run
from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.mirror import Mirror, Mirrored
from sverka.office.mirror_forks import NotFollowed, Reason
from sverka.office.mirror_source import FolderSource
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import KeyFact, canonical_bytes, hash_of
from sverka.tlog.bundles import format_bundle, parse_bundle
from sverka.tlog.keys import ED25519, format_vkey, new_signer
from sverka.tlog.note import format_note
from sverka.tlog.tiles import Edge
from sverka.tlog.tree import leaf_hash
from tests.office.signed_folder import (
    ORIGIN,
    SIGNER,
    TAPE,
    checkpoint_of,
    count,
    document,
    facts,
    signed_folder,
    write,
)
from tests.town import HAND, MACHINE, NIGHT, add, files_of, town


def all_at_once(each: Iterable[Any], _: int) -> Iterable[Any]:
    return each


def mirrored(source: Path, copy: Path) -> Mirrored:
    outcome = Mirror(FolderSource(source), copy).renew(all_at_once)
    assert isinstance(outcome, Mirrored)
    return outcome


def not_followed(source: Path, copy: Path) -> NotFollowed:
    outcome = Mirror(FolderSource(source), copy).renew(all_at_once)
    assert isinstance(outcome, NotFollowed)
    return outcome


def grown(source: Path, entries: list[bytes]) -> Path:
    """The same place with more facts, or others."""
    shutil.rmtree(source)
    return signed_folder(source, entries)


def test_a_first_copy_has_every_byte_and_says_whom_it_believed(tmp_path: Path) -> None:
    source = signed_folder(tmp_path / "source", facts(700))
    outcome = mirrored(source, tmp_path / "copy")

    assert files_of(tmp_path / "copy") == files_of(source)
    assert outcome.trusted == format_vkey(SIGNER.verifier)


@pytest.mark.parametrize("sizes", [(1, 2), (100, 255, 256, 257), (256, 512), (300, 700, 700, 900)])
def test_a_copy_grows_as_its_source_does(sizes: tuple[int, ...], tmp_path: Path) -> None:
    source, before = signed_folder(tmp_path / "source", facts(2)), 0
    for size in sizes:
        outcome = mirrored(grown(source, facts(size)), tmp_path / "copy")

        assert (outcome.before, outcome.checkpoint.size) == (before, size)
        assert fsck(tmp_path / "copy").defects == ()
        before = size


def test_only_what_is_new_is_fetched(tmp_path: Path) -> None:
    source = signed_folder(tmp_path / "source", facts(700))
    mirrored(source, tmp_path / "copy")
    grown(source, facts(900))
    (source / "record/tile/entries/000").unlink()
    (source / "evidence" / hash_of(TAPE)).unlink()
    outcome = mirrored(source, tmp_path / "copy")

    assert outcome.evidence.copied == ()
    assert fsck(tmp_path / "copy").sound


def another_history(size: int) -> list[bytes]:
    """The same facts, but one."""
    changed = facts(size)
    changed[300] = canonical_bytes(count(298, apple=31))
    return changed


@pytest.mark.parametrize("size", [700, 900])
def test_another_history_is_not_followed_and_both_checkpoints_are_kept(size: int, tmp_path: Path) -> None:
    source, copy = signed_folder(tmp_path / "source", facts(700)), tmp_path / "copy"
    mirrored(source, copy)
    before = files_of(copy)
    ours = (copy / "record/checkpoint").read_bytes()
    grown(source, another_history(size))
    outcome = not_followed(source, copy)

    assert (outcome.reason, outcome.entry) == (Reason.FORK, 300)
    assert [path.read_bytes() for path in outcome.kept] == [ours, (source / "record/checkpoint").read_bytes()]
    assert {path: b for path, b in files_of(copy).items() if not path.startswith("forks")} == before
    assert not_followed(source, copy).kept == outcome.kept


def test_fewer_facts_are_not_followed(tmp_path: Path) -> None:
    source, copy = signed_folder(tmp_path / "source", facts(700)), tmp_path / "copy"
    mirrored(source, copy)

    assert not_followed(grown(source, facts(600)), copy).reason is Reason.SMALLER
    assert not_followed(grown(source, another_history(600)), copy).reason is Reason.FORK
    assert ElectionFolder(copy).store.size == 700


def test_another_key_is_not_believed(tmp_path: Path) -> None:
    source, copy = signed_folder(tmp_path / "source", facts(300)), tmp_path / "copy"
    mirrored(source, copy)
    shutil.rmtree(source)
    signed_folder(source, facts(400), signer=new_signer(ORIGIN, ED25519, bytes(32)))

    assert not_followed(source, copy).reason is Reason.UNSIGNED
    assert fsck(copy).sound


def test_the_key_given_decides_from_the_first_copy_on(tmp_path: Path) -> None:
    source = signed_folder(tmp_path / "source", facts(300))
    other = new_signer(ORIGIN, ED25519, bytes(32)).verifier
    outcome = Mirror(FolderSource(source), tmp_path / "copy", other).renew(all_at_once)

    assert isinstance(outcome, NotFollowed)
    assert files_of(tmp_path / "copy") == {}


def test_changed_facts_are_named_and_nothing_is_put_in_place(tmp_path: Path) -> None:
    source, copy = signed_folder(tmp_path / "source", facts(300)), tmp_path / "copy"
    mirrored(source, copy)
    before = files_of(copy)
    grown(source, facts(900))
    bundle = source / "record/tile/entries/002"
    right = bundle.read_bytes()
    entries = parse_bundle(right)
    entries[7] = entries[7].replace(b'"apple":30', b'"apple":31')
    bundle.write_bytes(format_bundle(entries))
    outcome = not_followed(source, copy)

    assert (outcome.reason, outcome.files) == (Reason.DAMAGED, ("tile/entries/002",))
    assert {path: b for path, b in files_of(copy).items() if not path.startswith(".mirror")} == before

    bundle.write_bytes(right)
    mirrored(source, copy)
    assert fsck(copy).defects == ()


def test_changed_facts_that_the_copy_has_already_are_named_too(tmp_path: Path) -> None:
    source, copy = signed_folder(tmp_path / "source", facts(300)), tmp_path / "copy"
    mirrored(source, copy)
    grown(source, facts(400))
    bundle = source / "record/tile/entries/001.p/144"
    right = bundle.read_bytes()
    bundle.write_bytes(right.replace(b'"apple":30', b'"apple":31', 1))

    assert not_followed(source, copy).files == ("tile/entries/001.p/144",)

    bundle.write_bytes(right)
    mirrored(source, copy)
    assert fsck(copy).defects == ()


def test_tiles_that_do_not_lead_to_the_checkpoint_are_no_fork(tmp_path: Path) -> None:
    source, copy = signed_folder(tmp_path / "source", facts(300)), tmp_path / "copy"
    mirrored(source, copy)
    grown(source, facts(900))
    write(source / "record/tile/1/000.p/3", bytes(96))

    assert not_followed(source, copy).reason is Reason.DAMAGED


def test_files_of_evidence_are_held_against_their_names(tmp_path: Path) -> None:
    source = signed_folder(tmp_path / "source", facts(20))
    tape = hash_of(TAPE)
    write(source / "evidence" / tape, b"another tape")
    assert mirrored(source, tmp_path / "copy").evidence.changed == (tape,)
    (source / "evidence" / tape).unlink()
    assert mirrored(source, tmp_path / "copy").evidence.missing == (tape,)
    assert not (tmp_path / "copy/evidence" / tape).exists()
    write(source / "evidence" / tape, TAPE)

    assert mirrored(source, tmp_path / "copy").evidence.copied == (tape,)


def test_what_is_withheld_is_not_copied_and_said(tmp_path: Path) -> None:
    withheld = document(
        TAPE, supersedes=hash_of(canonical_bytes(document(TAPE))), withheld="a telephone number"
    )
    source = signed_folder(tmp_path / "source", [*facts(20), canonical_bytes(withheld)])
    outcome = mirrored(source, tmp_path / "copy")

    assert outcome.withheld == {hash_of(TAPE): "a telephone number"}
    assert not (tmp_path / "copy/evidence" / hash_of(TAPE)).exists()
    assert fsck(tmp_path / "copy").sound


def test_what_its_holder_took_back_is_not_copied_and_said(tmp_path: Path) -> None:
    before = document(TAPE)
    taken_back = replace(before, supersedes=hash_of(canonical_bytes(before)), withdrawn="of another station")
    source = signed_folder(tmp_path / "source", [*facts(20), canonical_bytes(taken_back)])
    outcome = mirrored(source, tmp_path / "copy")

    assert outcome.withdrawn == {hash_of(TAPE): "of another station"}
    assert not (tmp_path / "copy/evidence" / hash_of(TAPE)).exists()
    assert fsck(tmp_path / "copy").sound


def test_nothing_is_written_outside_whatever_a_fact_names(tmp_path: Path) -> None:
    sly = canonical_bytes(document(TAPE)).replace(hash_of(TAPE).encode(), b"../../../sly")
    source = signed_folder(tmp_path / "inner" / "source", [*facts(20), sly])
    write(tmp_path / "sly", TAPE)
    before = files_of(tmp_path)
    outcome = mirrored(source, tmp_path / "inner" / "deep" / "copy")

    assert [each.code.value for each in outcome.defects] == ["evidence-no-hash"]
    assert {path for path in files_of(tmp_path) if not path.startswith("inner")} == {
        path for path in before if not path.startswith("inner")
    }
    assert files_of(tmp_path / "inner").keys() - before.keys() <= {
        path for path in files_of(tmp_path / "inner") if path.startswith(("deep", "source"))
    }


def test_a_file_larger_than_the_limit_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sverka.office.mirror_evidence.MOST_BYTES", 4)
    source = signed_folder(tmp_path / "source", facts(20))

    with pytest.raises(Fault, match="more than 4 bytes"):
        mirrored(source, tmp_path / "copy")


def stopped(each: Iterable[Any], _: int) -> Iterator[Any]:
    """Someone presses Ctrl-C at the fact 600."""
    for number, one in enumerate(each):
        if number == 600:
            raise KeyboardInterrupt
        yield one


def test_an_interrupted_copy_goes_on_where_it_stopped(tmp_path: Path) -> None:
    source, copy = signed_folder(tmp_path / "source", facts(900)), tmp_path / "copy"
    with pytest.raises(KeyboardInterrupt):
        Mirror(FolderSource(source), copy).renew(stopped)
    assert not (copy / "record").exists()
    (source / "record/tile/entries/000").unlink()
    mirrored(source, copy)

    assert fsck(copy).defects == ()
    assert not (copy / ".mirror").exists()


def test_a_copy_that_was_left_between_tiles_and_checkpoint_is_mended(tmp_path: Path) -> None:
    source, copy = signed_folder(tmp_path / "source", facts(900)), tmp_path / "copy"
    mirrored(source, copy)
    (copy / "record/checkpoint").unlink()
    mirrored(source, copy)

    assert files_of(copy) == files_of(source)


def test_a_damaged_copy_is_not_grown(tmp_path: Path) -> None:
    source, copy = signed_folder(tmp_path / "source", facts(300)), tmp_path / "copy"
    mirrored(source, copy)
    write(copy / "record/tile/0/001.p/44", bytes(44 * 32))

    with pytest.raises(Fault, match="the copy itself is damaged"):
        mirrored(grown(source, facts(900)), copy)


def test_a_copy_that_watches_reads_its_own_facts_once(tmp_path: Path) -> None:
    source, totals = signed_folder(tmp_path / "source", facts(300)), []

    def shown(each: Iterable[Any], total: int) -> Iterable[Any]:
        totals.append(total)
        return each

    copy = Mirror(FolderSource(source), tmp_path / "copy")
    copy.renew(shown)
    grown(source, facts(310))
    copy.renew(shown)

    assert totals == [0, 300, 3, 10, 0]  # own facts, new ones, evidence; new ones, evidence


def test_a_new_key_is_believed_where_the_old_one_signs_beside_it(tmp_path: Path) -> None:
    new = new_signer(ORIGIN, ED25519, b"n" * 32)
    fact = KeyFact(
        schema=SCHEMA, received=NIGHT, vkey=format_vkey(new.verifier), state="in-force", reason="yearly"
    )
    entries = [*facts(20), canonical_bytes(fact)]
    source, copy = signed_folder(tmp_path / "source", facts(20)), tmp_path / "copy"
    mirrored(source, copy)
    grown(source, entries)
    edge = Edge().grown([leaf_hash(each) for each in entries])[0]
    by_old, by_new = checkpoint_of(edge), checkpoint_of(edge, new)
    both = format_note(by_old).replace(b"\n\n", b"\n\n", 1) + format_note(by_new).split(b"\n\n")[1]
    write(source / "record/checkpoint", both)

    assert mirrored(source, copy).new_key == format_vkey(new.verifier)
    assert (copy / "log.vkey").read_text() == format_vkey(new.verifier) + "\n"


def test_a_log_that_goes_on_under_another_name_is_followed_where_a_person_says_so(tmp_path: Path) -> None:
    """A key was lost: the same facts, a new origin, a new key (docs/keys.md)."""
    source, copy = signed_folder(tmp_path / "source", facts(300)), tmp_path / "copy"
    mirrored(source, copy)
    shutil.rmtree(source)
    new = new_signer("town/second", ED25519, b"n" * 32)
    signed_folder(source, facts(320), signer=new)
    assert not_followed(source, copy).reason is Reason.UNSIGNED
    outcome = Mirror(FolderSource(source), copy, new.verifier).renew(all_at_once)

    assert isinstance(outcome, Mirrored)
    assert fsck(copy).sound

    shutil.rmtree(source)
    signed_folder(source, another_history(340), signer=new)
    assert not_followed(source, copy).reason is Reason.FORK


def test_a_policy_that_changes_is_said(tmp_path: Path) -> None:
    source, copy = signed_folder(tmp_path / "source", facts(20)), tmp_path / "copy"
    write(source / "policy.txt", f"log {format_vkey(SIGNER.verifier)}\nquorum none\n".encode())
    assert not mirrored(source, copy).new_policy
    write(source / "policy.txt", f"# new\nlog {format_vkey(SIGNER.verifier)}\nquorum none\n".encode())
    assert mirrored(source, copy).new_policy
    write(source / "policy.txt", b"no policy")

    assert not mirrored(source, copy).new_policy
    assert (copy / "policy.txt").read_bytes().startswith(b"# new")


def test_nothing_else_is_copied_over(tmp_path: Path) -> None:
    source = signed_folder(tmp_path / "source", facts(20))
    write(tmp_path / "letters" / "mother.txt", b"Dear")

    with pytest.raises(Refused, match="R251"):
        mirrored(source, tmp_path / "letters")


def test_a_copy_publishes_the_same_bytes_and_cannot_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = town(tmp_path / "town")
    add(state.folder, MACHINE)
    add(state.folder, HAND, "hand")
    mirrored(tmp_path / "town", tmp_path / "copy")
    copy = ElectionFolder(tmp_path / "copy")

    for folder, out in (("town", "one"), ("copy", "other")):
        size = str(copy.store.size)
        assert run(["publish", str(tmp_path / folder), "--at", size, "--out", str(tmp_path / out)]) == 0

    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")

    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "another machine"))
    with pytest.raises(Refused, match="mirror"):
        add(copy, MACHINE.replace("0001,60", "0001,61"), reason="a test")
