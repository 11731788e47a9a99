"""Check an unpacked bundle, or its zip, with nothing but Python and the verifier beside this file.

    python3 sverka_bundle.py [FOLDER_OR_ZIP] [--vkey VKEY_OR_FILE]

A bundle is what the record of an election says of one station (docs/bundles.md). Here is checked:

    1 files        every file against files.sha256
    2 checkpoint   who signed it, and which witnesses of policy.txt co-signed it
    3 facts        each in its one form, with its path to the signed root (RFC 6962; C2SP tlog-proof)
    4 chains       each fact names the one before it about the same thing
    5 evidence     each file against its hash, and each hash that a fact names
    6 time stamps  the stamped tree is the beginning of the signed one; the token itself with OpenSSL, if it is there

Exit: 0 everything agrees, 1 something does not, 2 could not run.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from sverka_verify import CannotRun, Checkpoint, Log, Report

Files = dict[str, bytes]


def read_files(where: Path) -> Files:
    """Every file of a bundle by its path."""
    if where.is_dir():
        paths = (path for path in where.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(where).as_posix(): path.read_bytes() for path in paths}
    try:
        with zipfile.ZipFile(where) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise CannotRun(f"{where}: neither a folder nor a zip: {error}") from error


# --- 1 files ---------------------------------------------------------------------------------------------------------


def check_files(files: Files, report: Report) -> None:
    listed: dict[str, str] = {}
    for line in files["files.sha256"].decode().splitlines():
        sha256, _, path = line.partition("  ")
        listed[path] = sha256
    for path in sorted(listed.keys() | files.keys() - {"files.sha256"}):
        if path not in files:
            report.say("DIFFERS", f"{path}: missing")
        elif path not in listed:
            report.say("DIFFERS", f"{path}: not one of the bundle's files")
        elif hashlib.sha256(files[path]).hexdigest() != listed[path]:
            report.say("DIFFERS", f"{path}: changed since the bundle was made")
    if not report.said["DIFFERS"]:
        report.say("ok", f"{len(listed)} files, each as files.sha256 lists it")


# --- 2 checkpoint ----------------------------------------------------------------------------------------------------


class Held:
    """The files of a bundle where the verifier looks for those of a record."""

    def __init__(self, files: Files) -> None:
        self.files = files

    def read(self, path: str) -> bytes | None:
        return self.files.get(path.removeprefix("record/"))


def check_checkpoint(files: Files, vkey: str, report: Report) -> Checkpoint:
    """The signed state of the record."""
    held: Any = Held(files)
    log = Log(held, report, vkey)
    log.check_policy(files.get("policy.txt", b"quorum none\n"))
    return log.checkpoint


# --- 3 facts: inclusion after RFC 9162 §2.1.3.2 ----------------------------------------------------------------------


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def leads_to(root: bytes, leaf: bytes, index: int, size: int, path: list[bytes]) -> bool:
    """Whether a path leads from an entry to the root of a tree of `size` entries."""
    at, last, here = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            here = node(sibling, here)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            here = node(here, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and here == root and index < size


def check_facts(files: Files, checkpoint: Checkpoint, report: Report) -> dict[int, dict[str, Any]]:
    """The facts whose proofs lead to the root, by their index."""
    facts = {}
    for path in sorted(files):
        if match := re.fullmatch(r"(facts/([0-9]+))\.json", path):
            entry, proof = files[path], files.get(f"{match[1]}.tlog-proof", b"")
            problem = what_is_wrong(entry, int(match[2]), proof, checkpoint)
            if problem:
                report.say("DIFFERS", f"{path}: {problem}")
            else:
                facts[int(match[2])] = json.loads(entry)
    report.say("ok", f"{len(facts)} facts, each with its path to the signed root")
    return facts


def what_is_wrong(entry: bytes, index: int, proof: bytes, checkpoint: Checkpoint) -> str:
    head, _, note = proof.partition(b"\n\n")
    lines = head.decode(errors="replace").split("\n")
    if lines[:2] != ["c2sp.org/tlog-proof@v1", f"index {index}"]:
        return "its proof is missing, or of another entry"
    if note != checkpoint.raw:
        return "its proof is under another checkpoint"
    path = [base64.b64decode(line) for line in lines[2:]]
    if not leads_to(checkpoint.root, hashlib.sha256(b"\x00" + entry).digest(), index, checkpoint.size, path):
        return "its proof does not lead to the signed root: the fact is not one of the record"
    again = json.dumps(json.loads(entry), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "" if again.encode() == entry else "it is not written in the one canonical form"


# --- 4 chains --------------------------------------------------------------------------------------------------------

SUBJECTS = {
    "count": ("contest", "account", "holder", "station", "area"),
    "document": ("sha256",),
    "anchor": ("record_size", "authority"),
}


def subject(fact: dict[str, Any]) -> str:
    """What a fact is about (docs/record.md)."""
    kind = fact["kind"]
    if kind in {"annulment", "reinstatement"}:
        return "annulment " + json.dumps(fact["scope"], sort_keys=True)
    return json.dumps([kind, *(fact.get(each, "") for each in SUBJECTS.get(kind, ()))])


def check_chains(files: Files, facts: dict[int, dict[str, Any]], report: Report) -> None:
    last: dict[str, str] = {}
    gaps = 0
    for index, fact in sorted(facts.items()):
        about, before = subject(fact), fact.get("supersedes", "")
        if before != last.get(about, ""):
            gaps += 1
            report.say(
                "DIFFERS", f"entry {index}: names another fact as the one before it than the bundle has"
            )
        last[about] = hashlib.sha256(files[f"facts/{index:08d}.json"]).hexdigest()
    if not gaps:
        report.say(
            "ok", "each fact names the one before it about the same thing: none before the last is left out"
        )


# --- 5 evidence ------------------------------------------------------------------------------------------------------


def evidence_of(fact: dict[str, Any]) -> list[str]:
    """The files that a fact names."""
    match fact["kind"]:
        case "count":
            return list(fact.get("documents", ()))
        case "document":
            return [fact["sha256"]]
        case "definition":
            return [fact[each] for each in ("definition", "stations", "aliases") if each in fact]
        case "anchor":
            return [fact["token"], *fact.get("certificates", ())]
        case _:
            return []


def check_evidence(files: Files, facts: dict[int, dict[str, Any]], report: Report) -> None:
    there = {}
    for path, content in files.items():
        if path.startswith("evidence/"):
            sha256 = path.removeprefix("evidence/").partition(".")[0]
            there[sha256] = path
            if hashlib.sha256(content).hexdigest() != sha256:
                report.say("DIFFERS", f"{path}: other bytes than its name says")
    withheld = {
        fact["sha256"]: fact.get("withheld", "")
        for _, fact in sorted(facts.items())
        if fact["kind"] == "document"
    }
    for sha256 in dict.fromkeys(each for fact in facts.values() for each in evidence_of(fact)):
        if withheld.get(sha256):
            report.say("note", f"evidence {sha256[:16]}… is not published: {withheld[sha256]}")
        elif sha256 not in there:
            report.say("DIFFERS", f"evidence {sha256}: a fact names it, and it is missing")
    report.say("ok", f"{len(there)} files of evidence, each as its name says")


# --- 6 time stamps: consistency after RFC 9162 §2.1.4.2 --------------------------------------------------------------


def begins(old: int, old_root: bytes, size: int, root: bytes, path: list[bytes]) -> bool:
    """Whether a tree of `old` entries is the beginning of one of `size`."""
    if old == size:
        return not path and old_root == root
    if not 0 < old < size:
        return False
    proof = [old_root, *path] if old & (old - 1) == 0 else path
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not proof:
        return False
    first = second = proof[0]
    for sibling in proof[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node(sibling, first), node(sibling, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node(second, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old_root and second == root


def check_stamps(
    files: Files, facts: dict[int, dict[str, Any]], checkpoint: Checkpoint, report: Report
) -> None:
    for index, fact in sorted(facts.items()):
        if fact["kind"] != "anchor":
            continue
        folder = f"anchors/{index}/"
        text = files[folder + "checkpoint.txt"]
        _, old, old_root = text.decode().removesuffix("\n").split("\n")
        stamped = base64.b64decode(old_root)
        head, _, note = files[folder + "consistency.txt"].partition(b"\n\n")
        path = [base64.b64decode(line) for line in head.split(b"\n")[1:]]
        if stamped.hex() != fact["root"] or int(old) != fact["record_size"] or note != checkpoint.raw:
            report.say("DIFFERS", f"{folder}: not what entry {index} says was stamped")
        elif not begins(int(old), stamped, checkpoint.size, checkpoint.root, path):
            report.say("DIFFERS", f"{folder}: what was stamped is not the beginning of the signed record")
        elif hashlib.sha256(files[folder + "token.tsr"]).hexdigest() != fact["token"]:
            report.say("DIFFERS", f"{folder}token.tsr: not the token that entry {index} names")
        else:
            report.say("ok", f"{fact['authority']} stamped {int(old):,} facts, which begin the signed record")
            ask_openssl(files, folder, fact, report)


def ask_openssl(files: Files, folder: str, fact: dict[str, Any], report: Report) -> None:
    """The token itself, where OpenSSL is there: who signed it is told by the fingerprint of the last certificate."""
    at = int(datetime.fromisoformat(fact["stamped"].replace("Z", "+00:00")).timestamp())
    options = f"-data {folder}checkpoint.txt -in {folder}token.tsr -CAfile {folder}certificates.pem"
    command = f"openssl ts -verify {options} -untrusted {folder}certificates.pem -attime {at}"
    if shutil.which("openssl") is None:
        report.say("note", f"OpenSSL is not there; with it: {command}")
        return
    with tempfile.TemporaryDirectory() as place:
        for name in ("checkpoint.txt", "token.tsr", "certificates.pem"):
            (Path(place) / folder).mkdir(parents=True, exist_ok=True)
            (Path(place) / folder / name).write_bytes(files[folder + name])
        done = subprocess.run(command.split(), cwd=place, capture_output=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        report.say(
            "DIFFERS",
            f"{folder}token.tsr: OpenSSL does not accept it: {done.stderr.decode(errors='replace').strip()[-200:]}",
        )
    else:
        report.say(
            "ok",
            f"{folder}token.tsr: OpenSSL accepts it, time {fact['stamped']}; compare its root certificate",
        )


def check(files: Files, vkey: str) -> int:
    """Everything; gives how many things are wrong."""
    report = Report(quiet=False, progress=False)
    for needed in ("files.sha256", "checkpoint", "log.vkey"):
        if needed not in files:
            raise CannotRun(f"no {needed} here: this is no bundle")
    check_files(files, report)
    checkpoint = check_checkpoint(files, vkey, report)
    facts = check_facts(files, checkpoint, report)
    check_chains(files, facts, report)
    check_evidence(files, facts, report)
    check_stamps(files, facts, checkpoint, report)
    return len(report.said["DIFFERS"])


def main() -> int:
    parser = argparse.ArgumentParser(description="Check a bundle offline.")
    parser.add_argument(
        "bundle", nargs="?", default=Path(__file__).parent, type=Path, help="a folder or a zip"
    )
    parser.add_argument("--vkey", default="", help="the public key of the record, or a file with it")
    given = parser.parse_args()
    try:
        wrong = check(read_files(given.bundle), given.vkey)
    except (CannotRun, OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"cannot check it: {error}\n")
        return 2
    sys.stdout.write("everything agrees\n" if not wrong else f"WRONG: {wrong}\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
