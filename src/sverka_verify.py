"""Check a published election record with nothing but Python: no part of Sverka is used here.

    python3 sverka_verify.py FOLDER_OR_URL [--vkey VKEY_OR_FILE] [--policy FILE] [--since CHECKPOINT_FILE]

A second implementation, written from the documents to be read from top to bottom: docs/record.md, definition.md,
published-files.md; C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy, tlog-tiles; RFC 6962 (trees),
8032 (Ed25519), 8785 (canonical JSON). Get it from somewhere else than the site that you check (docs/verify.md).

    1 signatures   who signed the checkpoint, and who co-signed it
    2 tree         entries -> leaf hashes -> tiles -> the signed root; growth since the checkpoint that was kept
    3 facts        every entry is a fact of a known kind in its one form, and names the one it supersedes
    4 evidence     files against their hashes
    5 rules        the recorded definition: contests, forms, controls, areas, stations
    6 count        sums, coverage, shares, differences and seats, computed anew from the facts
    7 publication  what was published against what was computed

Exit: 0 verified, 1 something differs or cannot be judged, 2 could not run.
"""

from __future__ import annotations

import argparse
import ast
import base64
import csv
import gzip
import hashlib
import io
import itertools
import json
import math
import os
import re
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

SHOWN = 20  # differences of one kind that are named; all are counted


class CannotRun(Exception):
    """Nothing can be said: the record, a key or a checkpoint cannot be read."""


class CannotJudge(Exception):
    """Something is broken or not understood, so that nothing can be said of what follows from it."""


class Report:
    """What agrees, what differs and what is only noted: said when it is found, and kept."""

    def __init__(self, *, quiet: bool, progress: bool) -> None:
        self.said: dict[str, list[str]] = {"ok": [], "DIFFERS": [], "note": [], "cannot know": []}
        self.quiet, self.progress = quiet, progress

    def say(self, kind: str, *texts: str) -> None:
        """Say something; of much of one kind the first by name, and all by number."""
        more = (f"… and {len(texts) - SHOWN:,} more of this kind",) if len(texts) > SHOWN else ()
        for text in texts[:SHOWN] + more:
            self.said[kind].append(text)
            sys.stdout.write("" if self.quiet else f"{kind:13}{text}\n")


class Place:
    """An election folder or a published site, on disk or at an address: both have the same layout."""

    def __init__(self, where: str) -> None:
        self.url = where.rstrip("/") + "/" if re.match(r"https?://", where) else ""
        self.fetched = tempfile.TemporaryDirectory() if self.url else None
        self.folder = Path(self.fetched.name if self.fetched else where)
        if not self.folder.is_dir():
            raise CannotRun(f"{where}: there is no such folder")

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none; over the net each is asked for once."""
        file = self.folder / path
        if self.url and not file.is_file():
            try:
                with urllib.request.urlopen(self.url + path, timeout=60) as answer:  # noqa: S310 - http(s)
                    packed = answer.headers["Content-Encoding"] == "gzip"
                    content = gzip.decompress(answer.read()) if packed else answer.read()
            except (OSError, EOFError) as error:
                if isinstance(error, urllib.error.HTTPError) and error.code in {403, 404, 410}:
                    return None
                raise CannotRun(f"{self.url}{path}: {error}") from error
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return file.read_bytes() if file.is_file() else None


# --- 1 signatures: Ed25519, RFC 8032 ---------------------------------------------------------------------------------
# Points of -x^2 + y^2 = 1 + D x^2 y^2 in extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z.

Point = tuple[int, int, int, int]
P = 2**255 - 19  # §5.1: the field
L = 2**252 + 27742317777372353535851937790883648493  # §5.1: the order of the base point
D = -121665 * pow(121666, -1, P) % P
NEUTRAL: Point = (0, 1, 1, 0)


def add(p: Point, q: Point) -> Point:
    """The sum of two points, also of equal ones (§5.1.4)."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = (b - a) % P, (d - c) % P, (d + c) % P, (b + a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_of(encoded: bytes) -> Point | None:
    """The point that 32 bytes encode in the one canonical way (§5.1.3), None where they encode none.

    A point of small order is none here: it would sign everything, and eight times such a point is neutral.
    """
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if len(encoded) != 32 or y >= P or x * x % P != square:
        return None
    x = P - x if x % 2 != sign else x
    point = eightfold = (x, y, 1, x * y % P)
    for _ in range(3):
        eightfold = add(eightfold, eightfold)
    return point if eightfold[0] else None


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or NEUTRAL


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is right (§5.1.7): [S]B = R + [k]A, tested as R = [S]B + [k](-A)."""
    key, s = point_of(public), int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus_key = (P - key[0], key[1], 1, P - key[3])
    choices, total = (NEUTRAL, BASE, minus_key, add(BASE, minus_key)), NEUTRAL
    for bit in range(252, -1, -1):
        total = add(add(total, total), choices[(s >> bit & 1) + 2 * (k >> bit & 1)])
    x, y = (total[i] * pow(total[2], -1, P) % P for i in (0, 1))
    return signature[:32] == (y | (x & 1) << 255).to_bytes(32, "little")


# --- 1 signatures: keys, checkpoints, cosignatures, policies (C2SP) --------------------------------------------------

LOG, WITNESS = 0x01, 0x04  # signed-note, "Signature types"
NAME, BASE64 = r"[^\s+]+", r"[A-Za-z0-9+/]+={0,2}"


def base64_of(text: str) -> bytes:
    """The bytes, if this is the one way to write them (RFC 4648 §3.5)."""
    found = base64.b64decode(text) if len(text) % 4 == 0 else b""
    if base64.b64encode(found).decode() != text:
        raise CannotRun(f"{text[:90]!r} is not the one way to write bytes in base64")
    return found


class Key:
    """`name+id in hex+base64(type || 32 bytes)` (signed-note, "Verifier keys")."""

    def __init__(self, text: str, kind: int) -> None:
        found = re.fullmatch(rf"({NAME})\+([0-9a-f]{{8}})\+({BASE64})", text.strip())
        material = base64_of(found[3]) if found else b""
        if found is None or material[:1] != bytes([kind]) or not point_of(material[1:]):
            raise CannotRun(f"{text.strip()[:90]!r} is no key for this: name+id+base64({kind}, a good point)")
        self.name, self.public = found[1], material[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + material).digest()[:4]
        if self.id.hex() != found[2]:
            raise CannotRun(f"the key of {self.name} has the id {self.id.hex()}, not {found[2]}")


class Checkpoint:
    """`origin\\nsize\\nroot\\n`, a blank line, and lines `— name base64(id || signature)` (tlog-checkpoint)."""

    def __init__(self, raw: bytes, what: str) -> None:
        form = rf"((.+)\n(0|[1-9][0-9]{{0,18}})\n({BASE64})\n)\n((?:— {NAME} {BASE64}\n)+)"
        self.raw, whole = raw, raw[:1_000_000].decode(errors="replace")
        found = re.fullmatch(form, whole)
        if found is None or whole.encode() != raw or re.search(r"[\0-\x09\x0b-\x1f]", whole):
            raise CannotRun(f"{what} is no checkpoint: origin, size, root, a blank line, signatures")
        lines = [line.split(" ") for line in found[5].split("\n")[:-1]]
        self.signatures = {(name, base64_of(sig)[:4]): base64_of(sig)[4:] for _, name, sig in lines}
        self.text, self.origin, self.size, self.root = found[1], found[2], int(found[3]), base64_of(found[4])
        if len(self.root) != 32 or self.size >= 2**63 or not len(self.signatures) == len(lines) <= 100:
            raise CannotRun(f"{what}: a root that is not 32 bytes, a size beyond 2^63, or a line given twice")

    def by_log(self, key: Key) -> bool:
        """Whether the log's key signed it."""
        signature = self.signatures.get((key.name, key.id), b"")
        return key.name == self.origin and is_signed(key.public, self.text.encode(), signature)

    def by_witness(self, key: Key) -> int | None:
        """When a witness says that it saw nothing but growth (tlog-cosignature); -1 if the signature is wrong."""
        signature = self.signatures.get((key.name, key.id))
        at = int.from_bytes((signature or b"")[:8], "big")
        message = f"cosignature/v1\ntime {at}\n{self.text}".encode()
        if signature is None or (at < 2**63 and is_signed(key.public, message, signature[8:])):
            return at if signature else None
        return -1


def check_signatures(place: Place, report: Report, vkey: str, policy: str) -> tuple[Checkpoint, Key]:
    """The checkpoint and the log's key, after saying whether the key signed it and who co-signed."""
    raw, own = place.read("record/checkpoint"), place.read("log.vkey") or b""
    if raw is None or not (vkey or own):
        raise CannotRun("there is no record/checkpoint, or no key of the log: give --vkey")
    checkpoint = Checkpoint(raw, "record/checkpoint")
    key = Key(vkey if "+" in vkey else Path(vkey).read_text("utf-8") if vkey else own.decode(), LOG)
    if not vkey:
        report.say("note", "without --vkey the key is the folder's own: it is only checked against itself")
    if checkpoint.by_log(key):
        report.say("ok", f"signature: {key.name}+{key.id.hex()} signed {checkpoint.size:,} entries")
    else:
        report.say("DIFFERS", f"record/checkpoint has no right signature of {key.name}+{key.id.hex()}")
    rules = Path(policy).read_bytes() if policy else place.read("policy.txt")
    if not policy:
        report.say("note", "without --policy, whose witness counts is what the folder says itself")
    if rules is not None:
        check_policy(rules, checkpoint, key, report)
    return checkpoint, key


def check_policy(raw: bytes, checkpoint: Checkpoint, key: Key, report: Report) -> None:
    """Whether those have co-signed who must (tlog-policy); a line speaks only of what stands above it."""
    met, members, quorum, keys = (
        {"none": True},
        ["none"],
        "",
        {"log": list[bytes](), "witness": list[bytes]()},
    )
    for line in raw.decode(errors="surrogateescape").split("\n"):
        words = re.findall(r"[^ \t]+", line)
        match words if words and not words[0].startswith("#") else []:
            case []:
                continue
            case ["log", vkey, *url] if len(url) < 2:
                keys["log"].append(Key(vkey, LOG).public)
            case ["witness", name, vkey, *url] if name not in met and len(url) < 2:
                keys["witness"].append(Key(vkey, WITNESS).public)
                met[name] = cosigned(checkpoint, name, Key(vkey, WITNESS), report)
            case ["group", name, k, *of] if name not in met and {*of} <= met.keys() - {*members}:
                k = {"all": str(len(of)), "any": "1"}.get(k, k)
                if not re.fullmatch("[1-9][0-9]{0,4}", k) or len({*of}) < len(of) or int(k) > len(of):
                    raise CannotRun(f"the policy's line {line[:90]!r} asks for what cannot be")
                met[name] = sum(met[member] for member in of) >= int(k)
                members += of
            case ["quorum", name] if name in met and not quorum:
                quorum = name
            case _:
                raise CannotRun(f"the policy's line {line[:90]!r} cannot be followed")
    both = keys["log"] + keys["witness"]
    if not quorum or len({*both}) < len(both) or re.search(rb"[\0-\x08\x0b-\x1f\x7f]", raw):
        raise CannotRun("the policy has no quorum, a key twice, or control characters")
    if keys["log"] and key.public not in keys["log"]:
        report.say("DIFFERS", f"the policy does not know the key of {key.name}")
    said = f"policy: {len(keys['witness'])} witnesses are known, the quorum {quorum} is"
    report.say("ok" if met[quorum] else "DIFFERS", f"{said} {'met' if met[quorum] else 'NOT met'}")


def cosigned(checkpoint: Checkpoint, name: str, key: Key, report: Report) -> bool:
    """Whether a witness co-signed; says when."""
    at = checkpoint.by_witness(key)
    if at is None or at < 0:
        said = "has not co-signed" if at is None else "has a wrong signature in record/checkpoint"
        report.say("note" if at is None else "DIFFERS", f"witness {name} {said}")
        return False
    said = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(min(at, 2**37)))
    report.say("ok" if at < time.time() + 3600 else "DIFFERS", f"witness {name} co-signed at {said}")
    return True


# --- 2 tree: RFC 6962 §2.1, C2SP tlog-tiles --------------------------------------------------------------------------

WIDTH = 256  # entries of a bundle, hashes of a tile


class Tree:
    """A Merkle tree: `levels[k]` holds MTH(D[i << k : (i + 1) << k]) for every whole i, 32 bytes each."""

    def __init__(self, hashes: bytes = b"") -> None:
        self.levels = [bytearray() for _ in range(64)]
        self.grow(hashes)

    def grow(self, hashes: bytes) -> None:
        """Add leaf hashes, and every SHA-256(0x01 || left || right) above that is whole now."""
        self.levels[0] += hashes
        for below, above in itertools.pairwise(self.levels):
            pairs = range(2 * len(above), len(below) - 63, 64)
            above.extend(b"".join([hashlib.sha256(b"\x01" + below[at : at + 64]).digest() for at in pairs]))

    def at(self, level: int, index: int) -> bytes:
        return bytes(self.levels[level][32 * index : 32 * index + 32])


def root_of(size: int, at: Callable[[int, int], bytes]) -> bytes:
    """The root over the first leaves: one whole subtree for every bit of their number, the smallest inmost."""
    root = b""
    for level in (bit for bit in range(size.bit_length()) if size >> bit & 1):
        left = at(level, (size >> level) - 1)
        root = hashlib.sha256(b"\x01" + left + root).digest() if root else left
    return root or hashlib.sha256().digest()


def path_of(level: int | str, index: int, width: int = WIDTH) -> str:
    """`record/tile/<level>/x001/x234/067[.p/<width>]` for index 1,234,067."""
    name = f"{index % 1000:03}"
    while index := index // 1000:
        name = f"x{index % 1000:03}/{name}"
    return f"record/tile/{level}/{name}" + (f".p/{width}" if width < WIDTH else "")


def tiles(place: Place, level: int | str, count: int) -> Iterator[tuple[str, bytes, int]]:
    """Path, bytes and width of every tile (or bundle) of a level; a full one may have replaced a partial one."""
    for index in range(-(-count // WIDTH)):
        width = min(WIDTH, count - index * WIDTH)
        path = path_of(level, index, width)
        yield path, place.read(path) or place.read(path_of(level, index)) or b"", width


def read_entries(place: Place, size: int, tree: Tree, report: Report) -> Iterator[bytes]:
    """Every entry of the record in order, each after its length as two bytes; the tree grows with them."""
    for path, bundle, width in tiles(place, "entries", size):
        entries, at = list[bytes](), 0
        while at + 2 <= len(bundle):
            end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
            entries.append(bundle[at + 2 : end])
            at = end
        if at != len(bundle) or len(entries) not in {width, WIDTH}:
            raise CannotJudge(f"{path}: the bundle is missing, breaks off, or has not {width} entries")
        tree.grow(b"".join([hashlib.sha256(b"\0" + entry).digest() for entry in entries[:width]]))
        done = len(tree.levels[0]) // 32
        if report.progress and (done % 16384 == 0 or done == size):
            sys.stderr.write(f"\r{done:,} of {size:,} entries" + ("\n" if done == size else ""))
        yield from entries[:width]


def check_tree(place: Place, checkpoint: Checkpoint, tree: Tree, report: Report) -> None:
    """Every tile of every level against the entries, and the root of the whole against the checkpoint."""
    stored, wrong = list[Tree](), list[str]()
    for level in range(0, checkpoint.size.bit_length(), 8):
        hashes = bytearray()
        for path, content, width in tiles(place, level // 8, checkpoint.size >> level):
            mine = tree.levels[level][len(hashes) : len(hashes) + 32 * width]
            wrong += [path] if content[: 32 * width] != mine else []
            hashes += content[: 32 * width].ljust(32 * width, b"\0")
        stored.append(Tree(bytes(hashes)))
    if root_of(checkpoint.size, tree.at) == checkpoint.root:
        report.say("DIFFERS", *(f"{path}: missing, or not the tile of the entries" for path in wrong))
        report.say("ok", f"tree: the entries give the signed root {checkpoint.root.hex()[:16]}…")
    else:
        report.say("DIFFERS", "tree: the entries do not give the signed root: they were changed after it")
        report.say("DIFFERS", *culprits(checkpoint, tree, stored))


def culprits(checkpoint: Checkpoint, tree: Tree, stored: list[Tree]) -> Iterator[str]:
    """Which files are not what was signed: a tile is, if it hashes to its place in such a tile above it."""
    size, lost = checkpoint.size, set[int]()
    if root_of(size, lambda level, index: stored[level // 8].at(level % 8, index)) != checkpoint.root:
        tops = [(level, divmod(size >> 8 * level, WIDTH)) for level in range(len(stored))]
        last = ", ".join(path_of(level, index, width) for level, (index, width) in tops if width)
        yield f"nor do the tiles: one of the last of a level was changed, {last}"
        if stored[0].levels[0] == tree.levels[0]:
            yield "entries and tiles agree with each other: they were changed together, without the key"
        return
    for level in range(len(stored) - 1, 0, -1):
        lost = {i for i in range(size >> 8 * level) if stored[level].at(0, i) != stored[level - 1].at(8, i)}
        for i in sorted(lost):
            both = level == 1 and tree.at(8, i) == stored[0].at(8, i)
            also = f", and {path_of('entries', i)} was changed to match it" if both else ""
            yield f"{path_of(level - 1, i)}: not the tile that was signed{also}"
    for index in range(size):
        if tree.at(0, index) != stored[0].at(0, index) and index // WIDTH not in lost:
            yield f"{path_of('entries', index // WIDTH)}: entry {index} is not the one that was signed"


def check_growth(now: Checkpoint, key: Key, tree: Tree, report: Report, since: str) -> None:
    """Whether the record goes on from the checkpoints that were kept, here and by you; keeps this one if so."""
    home = Path(os.environ.get("SVERKA_VERIFY_HOME") or Path.home() / ".sverka-verify")
    memory = home / hashlib.sha256(now.origin.encode()).hexdigest()[:32]
    for file in [Path(since)] * bool(since) + [memory] * memory.is_file():
        kept = Checkpoint(file.read_bytes(), str(file))
        if not kept.by_log(key):
            report.say("note", f"{file} is not signed by the key that is used now")
        grown = kept.size <= now.size and root_of(kept.size, tree.at) == kept.root
        if grown and kept.origin == now.origin:
            new = now.size - kept.size
            report.say("ok", f"growth: the first {kept.size:,} entries are those of {file}; {new:,} are new")
        else:
            what = "the record shrank" if kept.size > now.size else "history was changed"
            report.say("DIFFERS", f"growth: {what} since {file}. Keep both checkpoints, they are a proof:")
            report.say("DIFFERS", *("\n" + each.raw.decode() for each in (kept, now)))
    if not report.said["DIFFERS"]:
        home.mkdir(parents=True, exist_ok=True)
        memory.write_bytes(now.raw)


# --- 3 facts: docs/record.md, RFC 8785 -------------------------------------------------------------------------------

UNREAD, ABSENT = -1, -2  # what stands in the place of a figure that is not there
Told = dict[str, Any]  # what a fact, or a table of the definition, says
SAYS = {  # what a fact, or an object in one, must say | what it may say, and then not with an empty value
    "definition": "election definition | stations aliases reason",
    "count": "account contest | station area holder rows selections unread absent claimed documents entered_by reason",
    "document": "sha256 bytes media_type | account holder station file claimed withheld",
    "annulment": "scope authority number reason | claimed",
    "reinstatement": "scope authority number reason | claimed",
    "publication": "record_size root figures files code stations stations_list | reason changed",
    "anchor": "record_size root authority token stamped | certificates",
    "key": "vkey state reason | predecessor",
}
SAYS = {kind: f"kind received schema {said} supersedes" for kind, said in SAYS.items()}
SAYS |= {"scope": "| station area contest selection box", "entered_by": "| organisation role"}
SAYS |= {"stations": "in missing annulled set_aside |", "predecessor": "origin vkey size root |"}
MUST = {kind: said.partition("|")[0].split() for kind, said in SAYS.items()}
MAY = {kind: said.partition("|")[2].split() for kind, said in SAYS.items()}
NUMBERS = {"schema", "bytes", "record_size", "size", "in", "missing", "annulled", "set_aside"}
LISTS, FIGURES = {"unread", "absent", "documents", "certificates"}, {"rows", "selections"}
SUBJECT = {"document": ["sha256"], "anchor": ["record_size", "authority"], "annulment": ["scope"]}
SUBJECT |= {"count": ["contest", "account", "holder", "station", "area"], "reinstatement": ["scope"]}
OF_FILES = {
    "sha256",
    "definition",
    "stations",
    "aliases",
    "code",
    "stations_list",
    "token",
}  # hashes of evidence
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def wrong_with(told: Told, kind: str) -> str:
    """What a fact says that it must not, or does not say that it must; "" if it is right."""
    for key, value in told.items():
        if type(value) is dict and key in FIGURES:
            figures = value.values()
            fits = {*map(type, figures)} <= {int} and all(map(str.isascii, value))
            fits = (
                fits and min(figures, default=0) >= 0 and max(figures, default=0) < 2**53
            )  # RFC 8785 §3.2.2.3
        elif key in LISTS:
            fits = type(value) is list and {*map(type, value)} <= {str}
        elif key in NUMBERS:
            fits = type(value) is int and 0 <= value < 2**53
        else:
            fits = type(value) is str or (type(value) is dict and key in SAYS and not wrong_with(value, key))
        if not fits or (key not in MUST[kind] and (key not in MAY[kind] or not value)):
            return f"{key!r} does not belong there, is empty, or has a value that it cannot have"
    return next((f"{key!r} is not said" for key in MUST[kind] if key not in told), "")


class Table:
    """What one account says of one contest: a line of figures for every station, or for every area."""

    def __init__(self, at: dict[str, int]) -> None:
        self.at = at  # field -> its place in every line; the same for all accounts of a contest
        self.lines: dict[str, array[int]] = {}
        self.before: dict[str, array[int]] = {}  # the lines as they were until the last fact
        self.findings, self.set_aside = set[str](), set[str]()

    def write(self, unit: str, told: dict[str, int]) -> None:
        """Take in what a fact states of a unit, and leave the rest as it was."""
        line = array("q", self.lines.get(unit, ()))
        if unit in self.lines:
            self.before[unit] = self.lines[unit]
        for name in told.keys() - self.at.keys():
            self.at[name] = len(self.at)
        line.extend([ABSENT] * (len(self.at) - len(line)))
        for name, figure in told.items():
            line[self.at[name]] = figure
        self.lines[unit] = line


class Facts:
    """What the facts of a record add up to, one after the other."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.size, self.figures_until = tree, 0, 0
        self.fields: dict[str, dict[str, int]] = defaultdict(dict)
        self.tables = dict[tuple[str, str, str, bool], Table]()  # contest, account, holder, whether of areas
        self.latest = dict[str, bytes]()  # subject -> hash of its last fact
        self.annulled, self.definition, self.publications = dict[str, Told](), Told(), list[Told]()
        self.evidence, self.withheld, self.faults = dict[str, int](), dict[str, str](), list[str]()

    def add(self, entry: bytes) -> None:
        """Take in the next entry; what is wrong with it goes to `faults`."""
        try:
            fact = json.loads(entry)
            good = type(fact) is dict and canonical(fact).encode() == entry
        except (ValueError, RecursionError):
            fact, good = {}, False
        kind = str(fact.get("kind")) if good else ""
        if not good:
            fault = "not a fact in its one form (canonical JSON)"
        elif "kind" not in MUST.get(kind, ()) or fact.get("schema") != 1:
            fault = f"of the unknown kind {kind!r}, schema {fact.get('schema')}: it cannot be judged"
        else:
            fault = wrong_with(fact, kind) or self.take(kind, fact, hashlib.sha256(entry).digest())
        self.faults += [f"entry {self.size} {kind}: {fault}"] if fault else []
        self.size += 1

    def take(self, kind: str, fact: Told, fact_hash: bytes) -> str:
        """Let a fact have its effect; gives what is wrong with its place among the others."""
        match kind:
            case "count":
                key = fact["contest"], fact["account"], fact.get("holder", ""), "area" in fact
                table = self.tables.get(key) or self.tables.setdefault(key, Table(self.fields[key[0]]))
                told = fact.get("rows", {}) | fact.get("selections", {})
                told |= dict.fromkeys(fact.get("unread", ()), UNREAD) | dict.fromkeys(
                    fact.get("absent", ()), ABSENT
                )
                table.write(fact.get("area") or fact.get("station", ""), told)
            case "document":
                self.withheld[fact["sha256"]] = fact.get("withheld", "")
            case "annulment":
                self.annulled[str(fact["scope"])] = fact["scope"]
            case "reinstatement":
                self.annulled.pop(str(fact["scope"]), None)
            case "definition":
                self.definition = fact
            case "publication":
                self.publications.append(fact)
        self.figures_until = self.size + 1 if kind in SUBJECT.keys() | {"definition"} else self.figures_until
        files = [
            value for key, value in fact.items() if key in OF_FILES and kind != "count" and type(value) is str
        ]
        for name in (*files, *fact.get("documents", ()), *fact.get("certificates", ())):
            self.evidence.setdefault(name, self.size)
        subject = "\n".join(
            ["scope" if "scope" in fact else kind, *(str(fact.get(key)) for key in SUBJECT.get(kind, ()))]
        )
        before, self.latest[subject] = self.latest.get(subject, b"").hex(), fact_hash
        if fact.get("supersedes", "") != before:
            return f"it supersedes {fact.get('supersedes', '')[:16] or 'nothing'}, and not {before[:16] or 'nothing'}"
        size = fact["record_size"] if kind == "publication" else 0
        if size > self.size or (size and root_of(size, self.tree.at).hex() != fact["root"]):
            return f"its root is not that of the first {size:,} entries"
        return ""


# --- 4 evidence ------------------------------------------------------------------------------------------------------


def evidence_of(place: Place, name: str) -> bytes | None:
    """A file of evidence; None where it is not there."""
    content = place.read(f"evidence/{name}") if re.fullmatch("[0-9a-f]{64}", name) else None
    if content is not None and hashlib.sha256(content).hexdigest() != name:
        raise CannotJudge(f"evidence/{name} was changed: its bytes have another hash")
    return content


def check_evidence(place: Place, facts: Facts, report: Report) -> None:
    """Every file that a fact names: unchanged, withheld, or simply not there."""
    there, absent = 0, list[str]()
    for name, index in facts.evidence.items() if not place.url else ():
        try:
            found = evidence_of(place, name) is not None
        except CannotJudge as error:
            report.say("DIFFERS", f"{error}; entry {index} names it")
            continue
        reason, there = facts.withheld.get(name), there + found
        absent += [f"evidence/{name} is withheld: {reason}"] if reason else []
        absent += [f"evidence/{name} is absent; entry {index} names it"] if not (reason or found) else []
    report.say("note", *absent)
    said = "not fetched over the net: check a copy of the folder" if place.url else "here and unchanged"
    report.say(
        "note" if place.url else "ok", f"evidence: {there:,} of {len(facts.evidence):,} files are {said}"
    )


# --- 5 rules: docs/definition.md -------------------------------------------------------------------------------------

AGAINST = "against-all"
WORDS = (
    "election levels areas accounts policies contests stations mappings known_sums legal left right findings tolerance"
    " votes share source id kind names area each anywhere share_base turnout selections same_selections_as rows bases"
    " controls seats code severity rule suppresses units for_each quota cap thresholds void_when_against_all_leads base"
    " strict number aliases colour cdf expression counted seen_in whose parent level tile external_ids"
)  # every key of a definition but for those beneath the following, from which no figure follows
UNDERSTOOD = {*WORDS.split()}
ASIDE = {"election", "stations", "mappings", "known_sums", "names", "external_ids", "bases"}


def strange_keys(told: Any) -> set[str]:
    """The keys of a definition that are not understood here."""
    if isinstance(told, list):
        return set().union(*map(strange_keys, told))
    beneath = (told[key] for key in told if key not in ASIDE) if isinstance(told, dict) else ()
    return set().union(
        *map(strange_keys, beneath), *([told.keys() - UNDERSTOOD] if isinstance(told, dict) else ())
    )


def rule_of(text: str) -> ast.expr:
    """An expression, read by Python's parser and never run; `a/[6]` becomes `at("a/") ** figure("6")`."""
    plain = re.sub(r'[\[{]\s*([^\[\]{}"\\]+?)\s*[\]}]', r'figure("\1")', text)
    plain = re.sub(r'(?<![\w."-])(\w[\w.-]*[:/])(?=\s*[a-z])', r'at("\1") ** ', plain)
    try:
        return ast.parse(plain.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise CannotJudge(f"the rule {text!r} of the definition cannot be read") from error


def rows_in(rule: ast.AST) -> set[str]:
    """The texts in a rule: the figures, accounts and contests that it names."""
    return {
        node.value for node in ast.walk(rule) if isinstance(node, ast.Constant) and type(node.value) is str
    }


def filled(text: str, told: Told, lines: dict[str, str], hole: str = "{selection}") -> list[str]:
    """A text; with `for_each` one for every selection of that kind, its id in the place of `{selection}`."""
    chosen = (line for line, kind in lines.items() if told.get("for_each") in {"selection", kind})
    return [text.replace(hole, line) for line in chosen] if "for_each" in told else [text]


class Station(NamedTuple):
    """A row of the table of stations."""

    area: str = ""
    registered: int | None = None
    machine: bool = True
    counted_at: str = ""


class Election:
    """The recorded definition and table of stations, as far as figures follow from them."""

    def __init__(self, definition: bytes, stations: bytes) -> None:
        told = tomllib.loads(definition.decode(), parse_float=Fraction)
        self.strange, self.id, self.policies = strange_keys(told), told["election"]["id"], told["policies"]
        self.areas = {each["id"]: (each["level"], each.get("parent", "")) for each in told.get("areas", [])}
        self.stations = self.stations_of(stations, told.get("stations", {})) if stations else {}
        self.accounts = {each["id"]: each for each in told["accounts"]}
        tables = {each["id"]: each for each in told["contests"]}
        self.contests = [each for table in tables.values() for each in self.contests_of(table, tables)]

    def above(self, area: str) -> Iterator[str]:
        """An area, and all in which it lies."""
        while area:
            yield area
            area = self.areas[area][1]

    def stations_of(self, raw: bytes, told: Told) -> dict[str, Station]:
        """The table of stations; makes the areas that it names itself."""
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
        head, made, found = text.partition("\n")[0], told.get("areas_from", {}), dict[str, Station]()
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t|", key=head.count))
        titles, at = [title.strip().casefold() for title in next(rows)], dict[str, int]()
        for key in ("id", "area", "registered", "machine", "counted_at"):
            other = {"id": "station", "area": made.get("id", key)}.get(key, key)
            named = [
                title.casefold() for title in (told.get(key, key), key, other) if title.casefold() in titles
            ]
            at |= {key: titles.index(named[0])} if named else {}
        for row in rows:
            cell = defaultdict(str, {key: row[place].strip() for key, place in at.items()})
            machine, elsewhere = cell["machine"].casefold(), cell["counted_at"]
            own = machine == "own" or (
                int(machine) > 0 if machine.isdecimal() else not (machine or elsewhere)
            )
            voters = int(cell["registered"]) if cell["registered"] else None
            found[cell["id"]] = Station(cell["area"], voters, own, elsewhere)
        for area in sorted({station.area for station in found.values() if made} - {""}):
            self.areas[area] = (made["level"], made.get("parent", ""))
        return found

    def contests_of(self, told: Told, tables: dict[str, Told]) -> Iterator[Told]:
        """The contest that a table says, or one for every area of the level of its `each`: templates filled in."""
        ballot = tables.get(told.get("same_selections_as", ""), told)
        usual = ballot["kind"] if ballot["kind"] in {"party", "candidate"} else "option"
        lines = {each["id"]: each.get("kind", usual) for each in ballot["selections"]}
        form = {"area": "", "family": "", "seats": None, "share_base": None, **told, "lines": lines}
        form["rows"] = [row for each in told.get("rows", []) for row in filled(each["id"], each, lines)]
        form["bases"] = {key: rule_of(base["expression"]) for key, base in told.get("bases", {}).items()}
        form["controls"] = list(self.controls_of(told.get("controls", []), lines))
        yield from [form] if "each" not in told else []
        for area in (id_ for id_, (level, _) in self.areas.items() if level == told.get("each")):
            yield form | {"id": f"{told['id']}-{area}", "family": told["id"], "area": area}

    def controls_of(self, told: list[Told], lines: dict[str, str]) -> Iterator[Told]:
        """The controls that are put to stations, their rules read; a template's code means all of its own."""
        codes = {}
        for each in told:
            many = "for_each" in each and "{selection}" not in each["code"]
            codes[each["code"]] = filled(each["code"] + ".{selection}" * many, each, lines)
        for each in (each for each in told if "station" in (each.get("units") or ["station"])):
            silences = {code for name in each.get("suppresses", []) for code in codes[name]}
            marked = re.sub(r"(\[[^\[\]]*)\{selection\}", "\\1\t", each["rule"]).replace(
                "{selection}", "{\t}"
            )
            for code, rule in zip(codes[each["code"]], filled(marked, each, lines, "\t"), strict=True):
                left, sign, right = re.split("(<=|>=|!=|=|<|>)", rule)
                yield each | {
                    "code": code,
                    "rule": (rule_of(left), sign, rule_of(right)),
                    "silences": silences,
                }

    def rows_of(self, account: str, contest: Told) -> list[str]:
        """The rows of a form that an account carries; a template in its list stands for all that it makes."""
        told = [
            re.escape(row).replace(r"\{selection\}", ".+") for row in self.accounts[account].get("rows", [])
        ]
        every = "rows" not in self.accounts[account]
        return [row for row in contest["rows"] if every or any(re.fullmatch(each, row) for each in told)]


# --- 6 count: docs/published-files.md --------------------------------------------------------------------------------

Column = list[int | None]  # a figure per unit; None where it is unread, not on the sheet, or not counted
DO: dict[Any, Callable[[Any], int]] = {
    ast.Add: sum,
    ast.Sub: lambda two: two[0] - two[1],
    ast.Mult: math.prod,
}
DO |= {"sum": sum, "min": min, "max": max, "abs": lambda one: abs(one[0])}
HOLDS: dict[str, Callable[[int, int], bool]] = {  # left minus right; by how much the left side may miss
    "=": lambda over, by: abs(over) <= by,
    "!=": lambda over, by: abs(over) > by,
    "<=": lambda over, by: over <= by,
    ">=": lambda over, by: over >= -by,
    "<": lambda over, by: over < by,
    ">": lambda over, by: over > -by,
}


class Sheet:
    """Lines of figures as a rule sees them, None where a unit has no count; and the sheets around them."""

    def __init__(self, contest: Told, at: dict[str, int], lines: Sequence[Sequence[int] | None]) -> None:
        self.contest, self.at, self.lines = contest, at, lines
        self.around: dict[Any, list[Sheet]] = defaultdict(list)
        self.registered: Column = [None] * len(lines)

    def value(self, node: ast.AST, do: Callable[[Any], int] = sum) -> Column:
        """What a rule says of every unit; what is not known of a part is not known of the whole."""
        match node:
            case ast.Constant(value=int(number)):
                return [number] * len(self.lines)
            case ast.Name(id="registered"):
                return self.registered
            case ast.Name(id="selections" | "contenders" as which):
                return self.group(which, do)
            case ast.Call(func=ast.Name(id="figure"), args=[ast.Constant(value=str(name))]):
                at = self.at.get(name)
                return [
                    None if line is None or at is None or line[at] < 0 else line[at] for line in self.lines
                ]
            case (
                ast.BinOp(left=ast.Call(args=[ast.Constant(value=where)]), op=ast.Pow(), right=part)
                | ast.Call(func=ast.Name(id="children" | "previous" as where), args=[part])
            ):
                return self.elsewhere(where, part)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as sign, right=right):
                parts, do = [left, right], DO[type(sign)]
            case ast.Call(func=ast.Name(id="sum" | "min" | "max" | "abs" as name), args=parts):
                do = DO[name]
            case _:
                raise CannotJudge(f"a rule of the definition is not understood: {ast.unparse(node)}")
        columns = [self.value(part, do) for part in parts]
        return [None if None in figures else do(figures) for figures in zip(*columns, strict=True)]

    def group(self, which: str, do: Callable[[Any], int]) -> Column:
        """One figure of many selections, without those not on the sheet; one unread makes it unknown."""
        lines, found = self.contest["lines"].items(), Column()
        at = [self.at[s] for s, kind in lines if s in self.at and (which == "selections" or kind != AGAINST)]
        for line in self.lines:
            read = [line[place] for place in at if line[place] != ABSENT] if line else []
            found.append(do(read) if read and min(read) >= 0 else None)
        return found

    def elsewhere(self, where: Any, part: ast.AST) -> Column:
        """The figure on the one sheet, of several, that has a count of the unit."""
        found = [(sheet.lines, sheet.value(part)) for sheet in self.around[where]]
        there = (
            [column[i] for lines, column in found if lines[i] is not None] for i in range(len(self.lines))
        )
        return [figures[0] if len(figures) == 1 else None for figures in there]


class Count:
    """What follows from the facts for one contest."""

    def __init__(self, election: Election, contest: Told, facts: Facts) -> None:
        self.election, self.contest, self.facts, self.at = (
            election,
            contest,
            facts,
            facts.fields[contest["id"]],
        )
        order = [*election.accounts]
        keys = sorted(
            (k for k in facts.tables if k[0] == contest["id"]), key=lambda k: (order.index(k[1]), k[2])
        )
        self.tables = {key[1:3]: facts.tables[key] for key in keys if not key[3]}
        self.of_areas = {
            key[1:3]: facts.tables[key] for key in keys if key[3] and key[1:3] not in self.tables
        }
        self.rows = {account: election.rows_of(account, contest) for account in order}
        for (account, _), table in (self.tables | self.of_areas).items():
            strange = self.at.keys() - contest["lines"].keys() - {*self.rows[account]}
            for line in table.lines.values():
                line.extend([ABSENT] * (len(self.at) - len(line)))
            if any(line[self.at[name]] != ABSENT for name in strange for line in table.lines.values()):
                raise CannotJudge(
                    f"{account} has figures in {contest['id']} that its form has not: {strange}"
                )
        inside = [id_ for id_ in election.stations if contest["area"] in {"", *self.areas(id_)}]
        self.stations = list(dict.fromkeys(itertools.chain(inside, *(t.lines for t in self.tables.values()))))
        self.members: dict[str, list[str]] = defaultdict(list)  # area -> its stations, however deep
        for id_ in self.stations:
            for area in ("", *self.areas(id_)):
                self.members[area].append(id_)
        self.annulled, self.void = set[str](), set[str]()
        for scope in (s for s in facts.annulled.values() if s.get("contest") in {None, contest["id"]}):
            whole = not {"box", "selection"} & scope.keys()
            hit = [scope["station"]] if "station" in scope else self.members.get(scope.get("area", ""), [])
            self.annulled |= {*hit} if whole else set()
            self.void |= {scope.get("selection", "")} if not {"station", "area"} & scope.keys() else set()
        hosts = {id_: self.station(id_).counted_at for id_ in self.stations}
        self.hosts = {guest: host for guest, host in hosts.items() if host in hosts}

    def station(self, id_: str) -> Station:
        return self.election.stations.get(id_, Station())

    def areas(self, id_: str) -> Iterator[str]:
        return self.election.above(self.station(id_).area)

    def by_machine(self, account: str) -> bool:
        return bool(self.election.accounts[account]["counted"] == "machine")

    def check_controls(self, account: str, holder: str, table: Table) -> None:
        """Which stations have findings, and which are set aside for them (docs/checks.md)."""
        ids, failed = [*table.lines], dict[str, set[str]]()
        here = Sheet(self.contest, self.at, [*table.lines.values()])
        here.registered = [self.station(id_).registered for id_ in ids]
        here.around["previous"] = [Sheet(self.contest, self.at, [table.before.get(id_) for id_ in ids])]
        for (other, held), one in self.tables.items():
            apart = self.by_machine(other) != self.by_machine(
                account
            )  # of neighbours only one counts them together
            hidden = {*self.hosts, *self.hosts.values()} if apart else set()
            if (other, held) != (account, holder):
                lines = [None if id_ in hidden else one.lines.get(id_) for id_ in ids]
                here.around[other + ":"] = [Sheet(self.contest, self.at, lines)]
        for contest in self.election.contests:
            beside = self.facts.tables.get((contest["id"], account, holder, False))
            if beside and contest is not self.contest:
                sheet = Sheet(contest, beside.at, [beside.lines.get(id_) for id_ in ids])
                here.around[contest["id"] + "/"].append(sheet)
                here.around[contest["family"] + "/"].append(sheet)
        controls = [c for c in self.contest["controls"] if account in (c.get("accounts") or [account])]
        for control in controls:
            (left, sign, right), by = control["rule"], control.get("tolerance", 0)
            sides, holds = zip(ids, here.value(left), here.value(right), strict=True), HOLDS[sign]
            bad = (id_ for id_, a, b in sides if a is not None and b is not None and not holds(a - b, by))
            failed[control["code"]] = set(bad)
        for control in controls:
            silenced = (failed[other["code"]] for other in controls if control["code"] in other["silences"])
            shown = failed[control["code"]].difference(*silenced)
            aside = control["severity"] == "error" and self.election.policies.get("findings") == "set-aside"
            table.findings, table.set_aside = (
                table.findings | shown,
                table.set_aside | (shown if aside else set()),
            )

    def totals(self, table: Table, accounts: Iterable[str], rows: list[str]) -> Told:
        """The totals over stations, by area. Of a station without a machine no count by machine is expected."""
        machines, found = all(map(self.by_machine, accounts)), {}
        expected = {
            id_ for id_ in self.stations if not machines or self.station(id_).machine
        } | table.lines.keys()
        for area in self.members.keys() | {""}:
            here = expected.intersection(self.members[area])
            annulled = here & self.annulled
            missing, aside = here - annulled - table.lines.keys(), (here - annulled) & table.set_aside
            there = here - annulled - missing - aside
            stations = {
                "expected": len(here),
                "in": len(there),
                "missing": len(missing),
                "annulled": len(annulled),
            }
            stations |= {"set_aside": len(aside), "with_findings": len(there & table.findings)}
            lines = [table.lines[id_] for id_ in there]
            stations["unread_cells"] = sum(line.count(UNREAD) for line in lines)
            voters = [self.station(id_).registered for id_ in there]
            found[area] = self.total(rows, lines, voters) | {"stations": stations}
        return found

    def total(self, rows: list[str], lines: list[array[int]], voters: Column) -> Told:
        """One total as it is published. A share is over those stations only that have a row of its base."""
        base, names = self.contest["share_base"], self.contest["lines"]
        named = rows_in(self.contest["bases"][base]) & {*self.contest["rows"]} if base else set()
        at = [self.at[row] for row in named if row in self.at]
        having = [i for i, line in enumerate(lines) if not named or any(line[place] >= 0 for place in at)]
        whole, part = self.summed(lines), self.summed([lines[i] for i in having])
        both = Sheet(self.contest, self.at, [whole, part])
        both.registered = [
            None if None in of else DO["sum"](of) for of in (voters, [voters[i] for i in having])
        ]
        bases = {name: both.value(rule) for name, rule in self.contest["bases"].items()}
        figures = {name: whole[place] if whole[place] >= 0 else None for name, place in self.at.items()}
        votes = {name: max(part[self.at[name]], 0) if name in self.at else 0 for name in names}
        return {
            "selections": {name: figures.get(name) or 0 for name in names},
            "rows": {name: figures.get(name) for name in rows},
            "bases": {name: column[0] for name, column in bases.items()},
            "shares": {name: {"votes": n, "of": bases[base][1]} for name, n in votes.items()} if base else {},
        }

    def summed(self, lines: list[array[int]]) -> list[int]:
        """Lines added up; ABSENT where none has a figure."""
        total, read = [0] * len(self.at), [0] * len(self.at)
        for first in range(0, len(lines), 4096):
            for i, column in enumerate(zip(*lines[first : first + 4096], strict=True)):
                figures = column if min(column) >= 0 else [figure for figure in column if figure >= 0]
                total[i], read[i] = total[i] + sum(figures), read[i] + len(figures)
        return [figure if some else ABSENT for figure, some in zip(total, read, strict=True)]

    def area_totals(self, table: Table, rows: list[str]) -> Told:
        """The figures that an account gives for areas, as they are; the whole is the figure of the one root."""
        tops = [area for area, (_, above) in self.election.areas.items() if not above]
        tops = [self.contest["area"]] if self.contest["area"] else tops
        names = ("expected", "in", "missing", "annulled", "set_aside", "with_findings", "unread_cells")
        none = {"stations": dict.fromkeys(names, 0)}
        found = {area: self.total(rows, [line], [None]) | none for area, line in table.lines.items()}
        return found | ({"": found[tops[0]]} if len(tops) == 1 and tops[0] in found else {})

    def side(self, account: str, other: str) -> tuple[str, dict[str, array[int]]]:
        """One side of the comparison; stations whose ballots one machine counts are taken together."""
        held = [source for source in self.tables if source[0] == account]
        source = (account, "") if (account, "") in held or len(held) != 1 else held[0]
        lines = dict(self.tables[source].lines) if source in self.tables else {}
        machine, apart = self.by_machine(account), self.by_machine(account) != self.by_machine(other)
        by = account if machine else other
        alone = {id_ for key, table in self.tables.items() if key[0] == by for id_ in table.lines}
        for guest, host in self.hosts.items() if apart else ():
            mine = lines.pop(guest, None) if guest not in alone else None
            its = lines.pop(host, None) if guest not in alone and not machine else None
            if mine and its:
                pairs = zip(mine, its, strict=True)
                both = [
                    UNREAD if UNREAD in two else sum(two) if ABSENT not in two else max(two) for two in pairs
                ]
                lines[host] = array("q", both)
        return "@".join(filter(None, source)), lines

    def comparison(self) -> tuple[Told | None, list[list[str]]]:
        """What the two accounts that are compared say of each other, and every figure that they have otherwise."""
        left, right = self.election.policies["left"], self.election.policies["right"]
        (one, a), (two, b) = self.side(left, right), self.side(right, left)
        fields = [
            ("row:" + row, self.at[row], 0)
            for row in self.rows[left]
            if row in {*self.rows[right]} & self.at.keys()
        ]
        fields += [(name, self.at[name], 1) for name in self.contest["lines"] if name in self.at]
        allowed, found, lines = self.election.policies.get("tolerance", {}), Counter[str](), list[list[str]]()
        for id_ in (id_ for id_ in self.stations if id_ in a and id_ in b):
            beyond, unclear, gross, net = False, False, 0, 0
            for name, at, votes in fields if a[id_] != b[id_] or UNREAD in a[id_] else ():
                pair = a[id_][at], b[id_][at]
                by = 0 if UNREAD in pair else max(pair[1], 0) - max(pair[0], 0)
                share = Fraction(allowed.get("share", 0)) * max(pair) // 1
                beyond, unclear = (
                    beyond or abs(by) > max(allowed.get("votes", 0), share),
                    unclear or UNREAD in pair,
                )
                gross, net = gross + abs(by) * votes, net + by * votes
                if by or pair.count(UNREAD) == 1:
                    lines.append([id_, name, *({UNREAD: "unread", ABSENT: ""}.get(n, str(n)) for n in pair)])
            found.update(both=1, different=beyond, identical=not beyond and not unclear)
            found.update(gross=gross * beyond, net=net * beyond)
        answer = {name: found[name] for name in ("both", "identical", "different", "gross", "net")}
        answer |= {"only_left": len(a.keys() - b.keys()), "only_right": len(b.keys() - a.keys())}
        return answer | {"left": one, "right": two} if a or b else None, lines

    def results(self) -> Told:
        """Everything that is published of the contest."""
        legal = Table(self.at)  # each station as the first account in the order of the law has it
        for (account, holder), table in self.tables.items():
            self.check_controls(account, holder, table)
        first = [
            t for name in self.election.policies["legal"] for key, t in self.tables.items() if key[0] == name
        ]
        for table in reversed(first):
            legal.lines |= table.lines
            legal.findings = legal.findings - table.lines.keys() | table.findings
            legal.set_aside = legal.set_aside - table.lines.keys() | table.set_aside
        found = {key: self.totals(table, [key[0]], self.rows[key[0]]) for key, table in self.tables.items()}
        found |= {key: self.area_totals(table, self.rows[key[0]]) for key, table in self.of_areas.items()}
        totals = {"@".join(filter(None, key)): total for key, total in found.items()}
        totals["legal"] = self.totals(legal, self.election.policies["legal"], self.contest["rows"])
        seats = {
            source: seats_of(self.contest, of, self.election, self.void) for source, of in totals.items()
        }
        answer = {
            "share_base": self.contest["share_base"],
            "totals": totals,
            "comparison": self.comparison()[0],
        }
        return answer | {"seats": {source: seats for source, seats in seats.items() if seats}}


# --- 6 count: seats, exact -------------------------------------------------------------------------------------------

Lots = list[tuple[list[str], int]]  # between whom, for how many seats


def seats_of(contest: Told, totals: Told, election: Election, void: set[str]) -> Told | None:
    """Who gets how many seats, and which lots must be drawn; None without a rule, or a figure that it needs."""
    if contest["seats"] is None or "" not in totals:
        return None
    rule, whole, given, lots, reason = (
        contest["seats"],
        totals[""]["selections"],
        dict[str, int](),
        Lots(),
        None,
    )
    votes = {
        name: whole[name] for name, kind in contest["lines"].items() if kind != AGAINST and name not in void
    }
    passing = passed(rule.get("thresholds", []), totals, election, {*votes})
    if passing is None:
        return None
    taking_part = {name: n for name, n in votes.items() if n and name in passing}
    against = next((whole[name] for name, kind in contest["lines"].items() if kind == AGAINST), 0)
    if rule.get("void_when_against_all_leads") and against > max(votes.values(), default=0):
        reason = "against-all-ahead"
    elif not taking_part:
        reason = "no-votes" if passing or rule["rule"] == "plurality" else "nobody-passes"
    elif rule["rule"] == "plurality":
        sure, lots = highest(taking_part, rule.get("seats", 1))
        given = dict.fromkeys(sure, 1)
    elif rule["rule"] == "largest-remainder":
        given, lots = under_cap(taking_part, rule)
    else:
        raise CannotJudge(f"the seat rule {rule['rule']!r} of {contest['id']} is not known here")
    drawn = [{"between": between, "seats": number} for between, number in lots]
    return {"seats": {name: n for name, n in given.items() if n}, "lots": drawn, "no_one_elected": reason}


def passed(thresholds: list[Told], totals: Told, election: Election, passing: set[str]) -> set[str] | None:
    """Who reaches every threshold, of the whole or in every area of a level; None where that is not known."""
    for threshold in thresholds:
        level, places = threshold.get("areas"), [totals[""]]
        if level:
            there = [
                totals[area] for area, (its, _) in election.areas.items() if its == level and area in totals
            ]
            places = [p for p in there if p["stations"]["in"] or not totals[""]["stations"]["expected"]]
        for place in places:
            votes, base = place["selections"], place["bases"][threshold["base"]]
            if base is None or (base == 0 and any(votes[name] for name in passing)):
                return None
            least, strict = Fraction(threshold["share"]) * base, threshold.get("strict", False)
            good = {name for name in passing if votes[name] > least or (votes[name] == least and not strict)}
            passing = good if base else passing if level else set()
    return passing


def highest(claims: dict[str, Any], places: int) -> tuple[list[str], Lots]:
    """Who has one of the highest claims for certain, and the lot among those level for the last places."""
    ranked = sorted(claims, key=lambda name: (-claims[name], name))
    if not 0 < places < len(ranked) or claims[ranked[places - 1]] > claims[ranked[places]]:
        return ranked[:places], []
    level, sure = claims[ranked[places]], [name for name in ranked if claims[name] > claims[ranked[places]]]
    return sure, [([name for name in ranked if claims[name] == level], places - len(sure))]


def under_cap(votes: dict[str, int], rule: Told) -> tuple[dict[str, int], Lots]:
    """Largest remainders. Who would have more than the cap is held there, and the rest is divided anew."""
    cap = int(rule["cap"] if "cap" in rule else rule["seats"])
    held, others = dict[str, int](), votes
    while others:
        total, seats = sum(others.values()), rule["seats"] - sum(held.values())
        droop = rule.get("quota") == "droop"
        quota = Fraction(total // (seats + 1) + 1) if droop else Fraction(total, seats)
        given = {name: int(n / quota) for name, n in others.items()}
        turns, last = divmod(seats - sum(given.values()), len(others))
        sure, lots = highest({name: n / quota % 1 for name, n in others.items()}, last)
        given = {name: n + turns + (name in sure) for name, n in given.items()}
        between, places = lots[0] if lots else ([], 0)
        above, full = (
            {name for name in given if given[name] > cap},
            {name for name in between if given[name] >= cap},
        )
        above |= full if above or len(between) - len(full) < places else set()
        if not above:
            free = [name for name in between if name not in full]
            won = {name: given[name] + 1 for name in free if len(free) == places}
            return held | given | won, [(free, places)] if lots and not won else []
        held |= dict.fromkeys(above, cap)
        others = {name: n for name, n in others.items() if name not in above}
    return held, []


# --- 7 publication ---------------------------------------------------------------------------------------------------


def unlike(published: Any, mine: Any, path: str) -> Iterator[str]:
    """Every figure that is published otherwise than it was computed, by its path."""
    if isinstance(published, dict) and isinstance(mine, dict):
        for key in sorted({*published, *mine}):
            yield from unlike(
                published.get(key, "nothing"), mine.get(key, "nothing"), f"{path}.{key or '(whole)'}"
            )
    elif published != mine or type(published) is not type(mine):
        yield f"{path}: published {canonical(published)[:99]}, computed {canonical(mine)[:99]}"


def unlike_lines(published: bytes, mine: Iterable[list[str]], path: str) -> Iterator[str]:
    """Lines of a table that do not follow from the record, and lines that do and are left out."""
    there, computed = dict[str, None](), dict[str, None]()
    rows = csv.reader(io.StringIO(published.decode(errors="replace"), newline=""))
    for pair in itertools.zip_longest(map("\t".join, rows), map("\t".join, mine)):
        if (
            pair[0] != pair[1]
        ):  # a line left out moves all below it: what is found later on the other side is there
            for line, here, other in zip(pair, (there, computed), (computed, there), strict=True):
                if line is not None and other.pop(line, line) is not None:
                    here[line] = None
    yield from (f"{path}: {line!r} is published and does not follow from the record" for line in there)
    yield from (f"{path}: {line!r} follows from the record and is left out" for line in computed)


def count_lines(counts: Iterable[Count]) -> Iterator[list[str]]:
    """`data/counts.csv`: every figure of every station."""
    yield ["contest", "account", "holder", "station", "field", "figure"]
    for count in counts:
        for (account, holder), table in count.tables.items():
            rows = {"row:" + row: count.at.get(row) for row in count.rows[account]}
            fields = rows | {name: count.at.get(name) for name in count.contest["lines"]}
            for id_ in (id_ for id_ in count.stations if id_ in table.lines):
                line = table.lines[id_]
                for name, at in fields.items():
                    figure = ABSENT if at is None else line[at]
                    shown = str(figure) if figure >= 0 else "?" if figure == UNREAD else ""
                    yield [count.contest["id"], account, holder, id_, name, shown]


def counts_at(place: Place, size: int, facts: Facts, report: Report) -> list[Count]:
    """What follows from the first facts under their last definition; read again where figures came since."""
    if size < facts.figures_until:
        tree = Tree()
        facts = Facts(tree)
        for entry in itertools.islice(read_entries(place, size, tree, report), size):
            facts.add(entry)
    names = facts.definition.get("definition", ""), facts.definition.get("stations", "")
    definition, stations = evidence_of(place, names[0]), evidence_of(place, names[1]) if names[1] else b""
    if definition is None or stations is None:
        raise CannotJudge("the definition or the table of stations is not in evidence/")
    election = Election(definition, stations)
    if election.strange:
        report.say("DIFFERS", f"cannot be judged: the definition speaks of {', '.join(election.strange)}")
    return [Count(election, contest, facts) for contest in election.contests]


def check_publication(place: Place, facts: Facts, report: Report) -> None:
    """The published files, and what the record says of them, against what follows from the facts."""
    site = "" if place.read("data/results.json") is not None else "public/"
    raw, last = place.read(site + "data/results.json"), facts.publications[-1] if facts.publications else {}
    published = json.loads(raw) if raw else last
    if not published:
        report.say("note", "nothing was published: no data/results.json, no publication in the record")
        return
    size = published["record_size"]
    if not 0 <= size <= facts.size:
        raise CannotJudge(f"data/results.json is of {size:,} entries, and the record has {facts.size:,}")
    counts = counts_at(place, size, facts, report)
    mine = {
        "election": counts[0].election.id,
        "record_size": size,
        "root": root_of(size, facts.tree.at).hex(),
    }
    mine["contests"] = {count.contest["id"]: count.results() for count in counts}
    figures = hashlib.sha256(canonical(mine).encode()).hexdigest()
    report.say("ok", f"figures: computed anew from the first {size:,} entries, sha256 {figures[:16]}…")
    if raw:
        report.say("DIFFERS", *unlike(published, mine, "data/results.json"))
        tables = {
            f"data/differences-{c.contest['id']}.csv": [DIFFERENCES, *c.comparison()[1]] for c in counts
        }
        for path, lines in {"data/counts.csv": count_lines(counts), **tables}.items():
            content = place.read(site + path)
            report.say("DIFFERS", *(unlike_lines(content, lines, path) if content is not None else ()))
        check_files(place, site, report)
    told = [fact["figures"] for fact in facts.publications if fact["record_size"] == size]
    if figures not in told:
        said = f"says that the figures are {told[-1]}" if told else f"is of {size:,} entries"
        report.say(
            "DIFFERS" if told else "note", f"publication: {'the record' if told else 'no publication'} {said}"
        )
    if last and last["record_size"] > size:
        report.say(
            "DIFFERS",
            f"publication: of {size:,} entries, and the record has a later one, of {last['record_size']:,}",
        )


DIFFERENCES = ["station", "field", "left", "right"]


def check_files(place: Place, site: str, report: Report) -> None:
    """Every file that files.sha256 lists; over the net only those that figures stand in."""
    lines = [
        line.partition("  ") for line in (place.read(site + "files.sha256") or b"").decode().splitlines()
    ]
    lines = [each for each in lines if not place.url or each[2].startswith("data/") or "/" not in each[2]]
    bad = []
    for told, _, path in lines:
        content = place.read(site + path) if ".." not in path else None
        if content is None and not path.startswith("evidence/"):
            bad.append(f"{path}: listed in files.sha256, and missing")
        elif content is not None and hashlib.sha256(content).hexdigest() != told:
            bad.append(f"{path}: not the file that files.sha256 lists")
    report.say("DIFFERS", *bad)
    report.say("ok", f"files: {len(lines) - len(bad):,} of {len(lines):,} are as files.sha256 says")


# --- the whole -------------------------------------------------------------------------------------------------------

CANNOT_KNOW = (
    "whether a station reported what its ballots say: a record holds what was handed in",
    "whether others were shown another history, but for your own --policy and kept checkpoints",
    "what withheld or absent evidence contains",
    "whether the definition is the law: its rules were followed, not judged",
)


def verify(asked: argparse.Namespace, report: Report) -> None:
    """All seven steps."""
    place, tree = Place(asked.where), Tree()
    checkpoint, key = check_signatures(place, report, asked.vkey, asked.policy)
    facts = Facts(tree)
    for entry in read_entries(place, checkpoint.size, tree, report):
        facts.add(entry)
    check_tree(place, checkpoint, tree, report)
    check_growth(checkpoint, key, tree, report, asked.since)
    report.say("DIFFERS", *facts.faults)
    report.say(
        "ok", f"facts: {facts.size - len(facts.faults):,} of {facts.size:,} are in their one form and order"
    )
    check_evidence(place, facts, report)
    check_publication(place, facts, report)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description="Check a published election record; docs/verify.md explains."
    )
    parser.add_argument("where", metavar="FOLDER_OR_URL")
    parser.add_argument(
        "--vkey", default="", help="the log's key or a file with it, not from the site itself"
    )
    parser.add_argument(
        "--policy", default="", help="whose cosignatures you ask for: a file after tlog-policy"
    )
    parser.add_argument(
        "--since", default="", help="a checkpoint that you kept: the record must go on from it"
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument(
        "--progress", action="store_true", default=sys.stderr.isatty(), help="say how far it is"
    )
    asked = parser.parse_args(arguments)
    report = Report(quiet=asked.json, progress=asked.progress)
    try:
        verify(asked, report)
    except (CannotRun, OSError) as error:
        sys.stderr.write(f"could not run: {error}\n")
        return 2
    except (CannotJudge, ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        report.say("DIFFERS", f"cannot be judged: {error if isinstance(error, CannotJudge) else repr(error)}")
    report.say("cannot know", *CANNOT_KNOW)
    wrong = len(report.said["DIFFERS"])
    answer = (
        canonical({"verified": not wrong, **report.said})
        if asked.json
        else f"NOT VERIFIED: {wrong} differences"
    )
    sys.stdout.write(("VERIFIED" if not wrong and not asked.json else answer) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
