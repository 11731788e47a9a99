"""Check an unpacked bundle, or its zip, with nothing but Python: no part of Sverka is used here.

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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Files = dict[str, bytes]


class CannotRun(Exception):
    """Nothing can be said: this is no bundle, or its key or checkpoint cannot be read."""


class Report:
    """What agrees and what differs, said when it is found."""

    def __init__(self) -> None:
        self.differences = 0

    def say(self, kind: str, text: str) -> None:
        """`kind` is "ok", "note" or "DIFFERS"."""
        self.differences += kind == "DIFFERS"
        sys.stdout.write(f"{kind:9}{text}\n")


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
    if not report.differences:
        report.say("ok", f"{len(listed)} files, each as files.sha256 lists it")


# --- 2 checkpoint: Ed25519 after RFC 8032 ----------------------------------------------------------------------------

Point = tuple[int, int, int, int]  # (X, Y, Z, T) of -x^2 + y^2 = 1 + D x^2 y^2: x = X/Z, y = Y/Z, xy = T/Z
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
NEUTRAL: Point = (0, 1, 1, 0)


def add(p: Point, q: Point) -> Point:
    """The sum of two points (§5.1.4)."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    total = NEUTRAL
    while number:
        total = add(total, point) if number & 1 else total
        point, number = add(point, point), number >> 1
    return total


def same(p: Point, q: Point) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def point_of(encoded: bytes) -> Point | None:
    """The point that 32 bytes encode in the one canonical way (§5.1.3); none of small order, which signs everything."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if len(encoded) != 32 or y >= P or x * x % P != square:
        return None
    x = P - x if x % 2 != sign else x
    point = (x, y, 1, x * y % P)
    return None if same(times(8, point), NEUTRAL) else point


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or NEUTRAL


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is right: [S]B = R + [k]A (§5.1.7)."""
    key, r, s = point_of(public), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or len(signature) != 64 or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return same(times(s, BASE), add(r, times(k, key)))


# --- 2 checkpoint: keys, signatures, witnesses (C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy) ----

LOG, WITNESS = 0x01, 0x04


class Key:
    """`name+id in hex+base64(type || 32 bytes)`."""

    def __init__(self, text: str, kind: int) -> None:
        found = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})", text.strip())
        material = base64.b64decode(found[3]) if found else b""
        if found is None or material[:1] != bytes([kind]) or point_of(material[1:]) is None:
            raise CannotRun(f"{text.strip()[:80]!r} is no key for this")
        self.name, self.public = found[1], material[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + material).digest()[:4]
        if self.id.hex() != found[2]:
            raise CannotRun(f"the key of {self.name} has the id {self.id.hex()}, not {found[2]}")


class Checkpoint:
    """Origin, size and root; a blank line; lines `— name base64(id || signature)`."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        text, _, below = raw.decode().rpartition("\n\n")
        found = re.fullmatch(r"(.+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)", text)
        if found is None:
            raise CannotRun("the checkpoint is not origin, size, root and signatures")
        self.text, self.origin, self.size = text + "\n", found[1], int(found[2])
        self.root = base64.b64decode(found[3])
        lines = [line.split(" ") for line in below.splitlines()]
        content = [(name, base64.b64decode(signature, validate=True)) for _, name, signature in lines]
        self.signatures = {(name, each[:4]): each[4:] for name, each in content}

    def by_log(self, key: Key) -> bool:
        signature = self.signatures.get((key.name, key.id), b"")
        return key.name == self.origin and is_signed(key.public, self.text.encode(), signature)

    def by_witness(self, key: Key) -> int | None:
        """When a witness says that it saw nothing but growth; 0 if its signature is wrong, None if there is none."""
        signature = self.signatures.get((key.name, key.id))
        if signature is None:
            return None
        at = int.from_bytes(signature[:8], "big")
        message = f"cosignature/v1\ntime {at}\n{self.text}".encode()
        return at if at < 2**63 and is_signed(key.public, message, signature[8:]) else 0


def check_checkpoint(files: Files, vkey: str, report: Report) -> Checkpoint:
    """The signed state of the record, and who signed it."""
    checkpoint = Checkpoint(files["checkpoint"])
    given = vkey if "+" in vkey else Path(vkey).read_text("utf-8") if vkey else files["log.vkey"].decode()
    key = Key(given, LOG)
    if not vkey:
        report.say("note", "without --vkey the key is the bundle's own: it is only checked against itself")
    if checkpoint.by_log(key):
        report.say("ok", f"signature: {key.name}+{key.id.hex()} signed {checkpoint.size:,} facts")
    else:
        report.say("DIFFERS", f"checkpoint: no right signature of {key.name}+{key.id.hex()}")
    check_witnesses(files.get("policy.txt", b"").decode(errors="replace"), checkpoint, report)
    return checkpoint


def check_witnesses(policy: str, checkpoint: Checkpoint, report: Report) -> None:
    """Which witnesses of the policy co-signed, and whether they are as many as it asks for."""
    met, known, quorum = {"none": True}, 0, "none"
    for words in map(str.split, policy.split("\n")):
        match words:
            case ["witness", name, vkey, *_]:
                at, known = checkpoint.by_witness(Key(vkey, WITNESS)), known + 1
                met[name] = bool(at)
                if at == 0:
                    report.say("DIFFERS", f"checkpoint: the cosignature of the witness {name} is wrong")
                elif at is not None:
                    report.say(
                        "ok",
                        f"witness {name} co-signed, {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC",
                    )
            case ["group", name, least, *members]:
                needed = {"any": 1, "all": len(members)}.get(least) or int(least)
                met[name] = sum(met[member] for member in members) >= needed
            case ["quorum", name]:
                quorum = name
    said = f"policy: {known} witnesses are known; its quorum, {quorum}, is {'' if met[quorum] else 'NOT '}met"
    report.say("ok" if met[quorum] else "DIFFERS", said)


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
    "case": ("station", "contest"),
    "copy-refused": ("account", "holder", "station", "contest"),
    "anchor": ("record_size", "authority"),
    "decision": ("contest",),
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
        fact["sha256"]: fact.get("withdrawn") or fact.get("withheld", "")
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
    report = Report()
    for needed in ("files.sha256", "checkpoint", "log.vkey"):
        if needed not in files:
            raise CannotRun(f"no {needed} here: this is no bundle")
    check_files(files, report)
    checkpoint = check_checkpoint(files, vkey, report)
    facts = check_facts(files, checkpoint, report)
    check_chains(files, facts, report)
    check_evidence(files, facts, report)
    check_stamps(files, facts, checkpoint, report)
    return report.differences


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
