"""A bundle is everything about one station, the same bytes every time, and checks offline without Sverka."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sverka.errors import Fault
from sverka.formats.refusal_list import RefusedCopy
from sverka.office.bundle import write_bundle
from sverka.office.bundle_check import check_bundle
from sverka.office.folder import ElectionFolder
from sverka.office.pictures import Handed
from sverka.office.refused_copies import record_refusals
from sverka.office.vkeys import read_vkey
from sverka.record.facts import hash_of
from sverka.tlog.keys import ED25519, format_vkey, new_signer
from sverka_bundle import is_signed, point_of
from tests.group_town import act, group_town, step
from tests.office.authority import Authority
from tests.office.bundled import COPY, CORRECTED, eventful, vkey_of
from tests.town import HAND, MACHINE, MORNING, town

# What the program may not do: find Sverka, or speak to anyone. As if in ten years, on a machine without either.
ALONE = """
import runpy, sys
def refuse(event, arguments):
    name = arguments[0] if event == "import" else ""
    if event.startswith("socket.") or name.split(".")[0] in {"sverka", "cryptography", "msgspec"}:
        raise SystemExit(f"not alone: {event} {arguments}")
sys.addaudithook(refuse)
sys.path.insert(0, ".")
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ElectionFolder:
    place = tmp_path_factory.mktemp("bundles")
    return eventful(place / "town", Authority.at(place))


@pytest.fixture(scope="module")
def bundle(folder: ElectionFolder) -> Path:
    """The bundle of the station where things happened."""
    target = folder.path.parent / "0002.zip"
    write_bundle(folder.open(), "0002", target)
    return target


@pytest.fixture
def unpacked(bundle: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The check that travels with the bundle, run by a Python that knows nothing else."""
    command = [sys.executable, "-E", "-S", "-B", "-c", ALONE, "sverka_bundle.py", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "TZ": "UTC"},
    )


def facts_in(folder: Path) -> list[dict[str, object]]:
    return [json.loads(path.read_bytes()) for path in sorted(folder.glob("facts/*.json"))]


def test_it_has_the_facts_of_the_station_and_of_no_other(unpacked: Path) -> None:
    facts = facts_in(unpacked)

    assert {fact["station"] for fact in facts if fact["kind"] == "count"} == {"0002"}
    assert [fact["kind"] for fact in facts if fact["kind"] not in ("count", "document")] == [
        "definition",
        "annulment",
        "reinstatement",
        "anchor",
    ]
    assert len([fact for fact in facts if fact["kind"] == "count"]) == 4


def test_it_has_the_papers_and_not_what_is_withheld(unpacked: Path) -> None:
    names = {path.name for path in (unpacked / "evidence").iterdir()}

    assert {f"{hash_of(text.encode())}.csv" for text in (MACHINE, HAND, CORRECTED)} <= names
    assert not any(name.startswith(hash_of(COPY.encode())) for name in names)


def test_the_same_record_gives_the_same_bytes(folder: ElectionFolder, bundle: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder.path, tmp_path / "elsewhere" / "copy")
    write_bundle(ElectionFolder(copy).open(), "0002", tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == bundle.read_bytes()


def test_it_checks_offline_without_sverka(folder: ElectionFolder, unpacked: Path) -> None:
    checked = alone(unpacked, "--vkey", vkey_of(folder))

    assert (checked.returncode, checked.stderr) == (0, "")
    assert "everything agrees" in checked.stdout
    assert "OpenSSL accepts it" in checked.stdout or "OpenSSL is not there" in checked.stdout
    assert "witness party co-signed" in checked.stdout


def test_the_zip_itself_checks(folder: ElectionFolder, bundle: Path, unpacked: Path) -> None:
    assert alone(unpacked, str(bundle), "--vkey", vkey_of(folder)).returncode == 0
    assert check_bundle(bundle, folder.key).problems == []
    assert check_bundle(unpacked).problems == []


def test_other_programs_check_its_files(unpacked: Path) -> None:
    """sha256sum, where it is."""
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum here")
    done = subprocess.run(["sha256sum", "--quiet", "-c", "files.sha256"], cwd=unpacked, check=False)

    assert done.returncode == 0


def test_the_program_knows_signatures() -> None:
    """RFC 8032 §7.1, test 2; and keys that would sign everything."""
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )

    assert is_signed(public, b"\x72", signature)
    assert not is_signed(public, b"\x73", signature)
    assert not is_signed(public, b"\x72", signature[:63] + b"\x80")
    for y in (0, 1, 2**255 - 20, 2**255 - 18):
        assert point_of(y.to_bytes(32, "little")) is None


Damage = Callable[[Path], object]


def edit(path: str, old: bytes, new: bytes) -> Damage:
    """Change a file, and its line in the list of files, as someone would who knows the list."""

    def damage(folder: Path) -> None:
        file = next(folder.glob(path))
        content = file.read_bytes()
        changed = re.sub(re.escape(old), lambda _: new, content, count=1)
        assert changed != content
        replaced(folder, file, changed)

    return damage


def replaced(folder: Path, file: Path, content: bytes) -> None:
    before = hash_of(file.read_bytes())
    file.write_bytes(content)
    manifest = folder / "files.sha256"
    manifest.write_text(manifest.read_text().replace(before, hash_of(content)))


def without(path: str) -> Damage:
    """Leave a file out, and its line."""

    def damage(folder: Path) -> None:
        for file in list(folder.glob(path)):
            name = file.relative_to(folder).as_posix()
            manifest = folder / "files.sha256"
            lines = manifest.read_text().splitlines(keepends=True)
            manifest.write_text("".join(line for line in lines if not line.endswith(f"  {name}\n")))
            file.unlink()

    return damage


def another_signature(folder: Path) -> None:
    """A signature that nobody made."""
    text = (folder / "checkpoint").read_bytes()
    replaced(folder, folder / "checkpoint", text[:-16] + b"AAAA" + text[-12:])


DAMAGES: dict[str, Damage] = {
    "a vote": edit("facts/00000003.json", b'"apple":40', b'"apple":41'),
    "another entry's proof": lambda folder: replaced(
        folder,
        folder / "facts/00000003.tlog-proof",
        (folder / "facts/00000000.tlog-proof").read_bytes(),
    ),
    "no proof": without("facts/00000003.tlog-proof"),
    "a size": edit("checkpoint", b"\n20\n", b"\n19\n"),
    "the end of the cosignature": another_signature,
    "a paper": edit(f"evidence/{hash_of(HAND.encode())}.csv", b"0002,120", b"0002,121"),
    "no paper": without(f"evidence/{hash_of(HAND.encode())}.csv"),
    "no earlier count": without("facts/00000008.*"),
    "what was stamped": edit("anchors/*/checkpoint.txt", b"\n19\n", b"\n18\n"),
    "another token": edit("anchors/*/token.tsr", b"\x30", b"\x31"),
    "the page, unlisted": lambda folder: (folder / "station.en.html").write_text("All is well."),
    "a file more": lambda folder: (folder / "facts" / "note.txt").write_text("All is well."),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_whatever_is_changed_is_found_by_both_programs(
    name: str, folder: ElectionFolder, unpacked: Path
) -> None:
    DAMAGES[name](unpacked)
    checked = alone(unpacked, "--vkey", vkey_of(folder))

    assert (checked.returncode, checked.stderr) == (1, ""), checked
    assert "DIFFERS" in checked.stdout
    assert check_bundle(unpacked, folder.key).problems != []


def test_another_key_is_found_by_both_programs(unpacked: Path) -> None:
    other = format_vkey(new_signer("town/test", ED25519, bytes(32)).verifier)

    assert alone(unpacked, "--vkey", other).returncode == 1
    assert check_bundle(unpacked, read_vkey(other.encode(), place="here")).problems != []


def test_what_is_no_bundle_is_refused(tmp_path: Path, unpacked: Path) -> None:
    (tmp_path / "letter.zip").write_bytes(b"Dear court")
    for path in (tmp_path / "letter.zip", tmp_path):
        with pytest.raises(Fault):
            check_bundle(path)
        refused = alone(unpacked, str(path))
        assert (refused.returncode, refused.stderr[:15]) == (2, "cannot check it")


def test_a_zip_that_grows_beyond_measure_is_refused(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sverka.office.bundle_check.MOST_BYTES", 1000)

    with pytest.raises(Fault, match="at most 1000"):
        check_bundle(bundle)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_page_stands_alone_and_says_what_happened(language: str, unpacked: Path) -> None:
    page = (unpacked / f"station.{language}.html").read_text()
    links = set(re.findall(r'(?:href|src)="([^"#]+)"', page))

    assert all((unpacked / link).is_file() for link in links)
    assert "url(" not in page
    for said in ("two lines exchanged, protocol 2a", "the box was open", "a voter can be recognised on it"):
        assert said in page
    assert "Town commission" in page


def test_a_station_that_nobody_knows_is_refused(folder: ElectionFolder, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="no station"):
        write_bundle(folder.open(), "9999", tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_a_time_stamp_whose_token_is_gone_is_left_out(folder: ElectionFolder, tmp_path: Path) -> None:
    copy = ElectionFolder(Path(shutil.copytree(folder.path, tmp_path / "copy")))
    (anchor,) = copy.open().snapshot.anchors.values()
    copy.evidence.path(anchor.token).unlink()

    assert write_bundle(copy.open(), "0002", tmp_path / "x.zip").stamps == 0
    assert check_bundle(tmp_path / "x.zip").problems == []


def test_a_changed_file_of_evidence_is_not_packed(folder: ElectionFolder, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder.path, tmp_path / "copy"))
    (copy / "evidence" / hash_of(HAND.encode())).write_bytes(b"changed")

    with pytest.raises(Fault, match="was changed"):
        write_bundle(ElectionFolder(copy).open(), "0002", tmp_path / "x.zip")


def test_the_steps_of_its_cases_go_along_with_those_who_signed_them(tmp_path: Path) -> None:
    folder = group_town(tmp_path / "town").folder
    for station, kind in (("0002", "opened"), ("0102", "opened"), ("0002", "paper-checked")):
        act(folder, step(station, kind, reason="the copy says 15"), "observers")
    write_bundle(folder.open(), "0002", tmp_path / "0002.zip")
    with zipfile.ZipFile(tmp_path / "0002.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    steps = [each for each in facts_in(tmp_path / "unpacked") if each["kind"] == "case"]

    assert [(each["station"], each["step"]) for each in steps] == [
        ("0002", "opened"),
        ("0002", "paper-checked"),
    ]
    assert all(each["signatures"] for each in steps)
    assert "the copy says 15" in (tmp_path / "unpacked" / "station.en.html").read_text("utf-8")
    assert check_bundle(tmp_path / "unpacked").problems == []
    assert alone(tmp_path / "unpacked").returncode == 0


def test_copies_that_were_refused_go_along_and_both_programs_know_their_chains(
    tmp_path: Path, bundle: Path
) -> None:
    folder = town(tmp_path / "town").folder
    for holder, reasons in (("Fair Count", ["no copier", "no paper"]), ("North", ["nobody was there"])):
        for reason in reasons:
            copy, handed = (
                RefusedCopy(station="0002", reason=reason),
                Handed(account="observer", holder=holder),
            )
            record_refusals(folder.open(), [copy], handed, received=MORNING)
    write_bundle(folder.open(), "0002", tmp_path / "0002.zip")
    with zipfile.ZipFile(tmp_path / "0002.zip") as archive:
        archive.extractall(tmp_path / "unpacked")

    assert [each["kind"] for each in facts_in(tmp_path / "unpacked")].count("copy-refused") == 3
    assert "nobody was there" in (tmp_path / "unpacked" / "station.en.html").read_text("utf-8")
    assert check_bundle(tmp_path / "unpacked").problems == []
    assert alone(tmp_path / "unpacked").returncode == 0
