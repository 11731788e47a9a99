"""Check a published election record with nothing but Python: no part of Sverka is used here.

    python3 sverka_verify.py FOLDER_OR_URL [--vkey VKEY_OR_FILE] [--policy FILE] [--since CHECKPOINT_FILE]

A second implementation, written from the documents to be read from top to bottom: docs/record.md, definition.md,
published-files.md; C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy, tlog-tiles; RFC 6962 (trees),
8032 (Ed25519), 8785 (canonical JSON). Get it from somewhere else than the site that you check (docs/verify.md).

Exit: 0 verified, 1 something differs or cannot be judged, 2 could not run.
"""

from __future__ import annotations

import argparse
import ast
import base64
import csv
import decimal
import gzip
import hashlib
import http.client
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
import urllib.request
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple


class CannotRun(Exception):
    """Nothing can be said: a record, key or checkpoint cannot be read. (ValueError: something cannot be judged.)"""


class Report:
    """What agrees, what differs and what is only noted: said when it is found, and kept."""

    def __init__(self, *, quiet: bool, progress: bool) -> None:
        self.said: dict[str, list[str]] = {"ok": [], "DIFFERS": [], "note": [], "cannot know": []}
        self.quiet, self.progress = quiet, progress

    def say(self, kind: str | bool, *texts: str) -> None:
        """Say something; of much of one kind the first 20 by name, and all by number."""
        kind = kind if isinstance(kind, str) else "ok" if kind else "DIFFERS"
        for text in texts[:20] + ((f"… and {len(texts) - 20:,} more of this kind",) if texts[20:] else ()):
            self.said[kind].append(text)
            sys.stdout.write("" if self.quiet else f"{kind:13}{text}\n")


class Place:
    """An election folder or a published site, on disk or at an address: both have the same layout."""

    def __init__(self, where: str, fetched: str = "") -> None:
        self.url = where.rstrip("/") + "/" if re.match(r"https?://", where) else ""
        self.folder = Path(fetched if self.url else where)
        if not self.folder.is_dir():
            raise CannotRun(f"{where}: there is no such folder")

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none; over the net each is asked for once."""
        file = self.folder / path
        if self.url and not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                with urllib.request.urlopen(self.url + path, timeout=60) as answer:  # noqa: S310 - http(s)
                    packed = answer.headers["Content-Encoding"] == "gzip"
                    file.write_bytes(gzip.decompress(answer.read()) if packed else answer.read())
            except (OSError, EOFError, http.client.HTTPException) as error:
                if getattr(error, "code", 0) in {403, 404, 410}:  # it is not there, or no longer
                    return None
                raise CannotRun(f"{self.url}{path}: {error}") from error
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
    """The point that 32 bytes encode (§5.1.3); None where not in the one canonical way, or of small order."""
    sign, y = divmod(int.from_bytes(encoded, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if len(encoded) != 32 or y >= P or x * x % P != square:
        return None
    x = P - x if x % 2 != sign else x
    point = eightfold = (x, y, 1, x * y % P)
    for _ in range(3):  # a point of small order would sign everything: eight times it is neutral
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


# --- 1 signatures: keys and checkpoints, C2SP ------------------------------------------------------------------------

LOG, WITNESS = 0x01, 0x04  # signed-note, "Signature types"
NAME, BASE64 = r"[^\s+]+", r"[A-Za-z0-9+/]+={0,2}"
WIDTH = 256  # tlog-tiles: entries of a bundle, hashes of a tile


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
        signature = self.signatures.get((key.name, key.id), b"")
        return key.name == self.origin and is_signed(key.public, self.text.encode(), signature)


class Tree:
    """A Merkle tree (RFC 6962 §2.1): `levels[k]` holds MTH(D[i << k : (i + 1) << k]) for every whole i."""

    def __init__(self, hashes: bytes = b"") -> None:
        self.levels = [bytearray() for _ in range(64)]  # 32 bytes each hash
        self.grow(hashes)

    def grow(self, hashes: bytes) -> None:
        """Add leaf hashes, and every SHA-256(0x01 || left || right) above that is whole now."""
        self.levels[0] += hashes
        for below, above in itertools.pairwise(self.levels):
            pairs = range(2 * len(above), len(below) - 63, 64)
            above.extend(b"".join([hashlib.sha256(b"\x01" + below[at : at + 64]).digest() for at in pairs]))

    def root(self, size: int) -> bytes:
        """The root over the first leaves: one whole subtree for every bit of their number, the smallest inmost."""
        root = b""
        for level in (bit for bit in range(size.bit_length()) if size >> bit & 1):
            left = bytes(self.levels[level][32 * (size >> level) - 32 :][:32])
            root = hashlib.sha256(b"\x01" + left + root).digest() if root else left
        return root or hashlib.sha256().digest()


def path_of(level: int | str, index: int, width: int = WIDTH) -> str:
    """`record/tile/<level>/x001/x234/067[.p/<width>]` for index 1,234,067 (tlog-tiles)."""
    name = f"{index % 1000:03}"
    while index := index // 1000:
        name = f"x{index % 1000:03}/{name}"
    return f"record/tile/{level}/{name}" + (f".p/{width}" if width < WIDTH else "")


class Log:
    """The record as a signed log: its checkpoint, its key, and the tree over its entries."""

    def __init__(self, place: Place, report: Report, vkey: str) -> None:
        self.place, self.report, self.tree, self.given = place, report, Tree(), bool(vkey)
        raw, own = place.read("record/checkpoint"), place.read("log.vkey") or b""
        if raw is None or not (vkey or own):
            raise CannotRun("there is no record/checkpoint, or no key of the log: give --vkey")
        self.checkpoint = now = Checkpoint(raw, "record/checkpoint")
        given = vkey if "+" in vkey else Path(vkey).read_text("utf-8") if vkey else own.decode()
        self.key = key = Key(given, LOG)
        report.say("note", *([] if vkey else ["no --vkey: with its own key it is held against itself"]))
        said = "signed" if now.by_log(key) else "has no right signature under the checkpoint of"
        report.say(said == "signed", f"signature: {key.name}+{key.id.hex()} {said} {now.size:,} entries")

    def check_policy(self, raw: bytes) -> None:
        """Whether those have co-signed who must (tlog-policy); a line speaks only of what stands above it."""
        met, members, quorum = {"none": True}, ["none"], ""
        logs, witnesses = list[bytes](), dict[str, bytes]()
        for line in raw.decode(errors="surrogateescape").split("\n"):
            words = re.findall(r"[^ \t]+", line)
            match words if words and not words[0].startswith("#") else []:
                case []:
                    continue
                case ["log", vkey, *url] if len(url) < 2:
                    logs.append(Key(vkey, LOG).public)
                case ["witness", name, vkey, *url] if name not in met and len(url) < 2:
                    witnesses[name] = Key(vkey, WITNESS).public
                    met[name] = self.cosigned(name, Key(vkey, WITNESS))
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
        keys, odd = [*logs, *witnesses.values()], re.search(rb"[\0-\x08\x0b-\x1f\x7f]", raw)
        if not quorum or len({*keys}) < len(keys) or odd:
            raise CannotRun("the policy has no quorum, a key twice, or control characters")
        if logs and self.key.public not in logs:
            self.report.say("DIFFERS", f"the policy does not know the key of {self.key.name}")
        said = f"{sum(met[name] for name in witnesses)} of {len(witnesses)} witnesses co-signed; the quorum {quorum}"
        self.report.say(met[quorum], f"policy: {said} is {'' if met[quorum] else 'NOT '}met")

    def cosigned(self, name: str, key: Key) -> bool:
        """Whether, and when, a witness says that it saw nothing but growth (tlog-cosignature)."""
        signature = self.checkpoint.signatures.get((key.name, key.id), b"")
        at = int.from_bytes(signature[:8], "big")
        message = f"cosignature/v1\ntime {at}\n{self.checkpoint.text}".encode()
        good, late = at < 2**63 and is_signed(key.public, message, signature[8:]), at > time.time() + 3600
        when = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(min(at, 2**37))) + ", a time to come" * late
        said = f"co-signed at {when}" if good else "has a wrong signature" if signature else "has not signed"
        self.report.say(good and not late if signature else "note", f"witness {name} {said}")
        return good

    def tiles(self, level: int | str, count: int) -> Iterator[tuple[str, bytes, int]]:
        """Path, bytes and width of each tile (or bundle) of a level; a full one may stand for a partial one."""
        for index in range(-(-count // WIDTH)):
            width = min(WIDTH, count - index * WIDTH)
            path = path_of(level, index, width)
            yield path, self.place.read(path) or self.place.read(path_of(level, index)) or b"", width

    def entries(self, tree: Tree) -> Iterator[bytes]:
        """The entries of the record in order, each after its length as two bytes; a tree grows with them."""
        for path, bundle, width in self.tiles("entries", self.checkpoint.size):
            found, at = list[bytes](), 0
            while at + 2 <= len(bundle):
                end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
                found.append(bundle[at + 2 : end])
                at = end
            if at != len(bundle) or len(found) not in {width, WIDTH}:
                raise ValueError(f"{path}: the bundle is missing, breaks off, or has not {width} entries")
            tree.grow(b"".join([hashlib.sha256(b"\0" + entry).digest() for entry in found[:width]]))
            done, size = len(tree.levels[0]) // 32, self.checkpoint.size
            if self.report.progress:
                sys.stderr.write(f"\r{done:,} of {size:,} entries" + "\n" * (done == size))
            yield from found[:width]

    def check_tree(self) -> None:
        """Every tile of every level against the entries, and the root of the whole against the checkpoint."""
        now, wrong = self.checkpoint, list[str]()
        for level in range(0, now.size.bit_length(), 8):
            for i, (path, content, width) in enumerate(self.tiles(level // 8, now.size >> level)):
                mine = self.tree.levels[level][32 * WIDTH * i :][: 32 * width]
                if content[: 32 * width] != mine or len(content) not in {32 * width, 32 * WIDTH}:
                    of = path_of("entries", i, width) if level == 0 else "the entries"
                    wrong.append(f"{path}: missing, or not the tile of {of}")
        good = self.tree.root(now.size) == now.root
        said = "give the signed root" if good else "do NOT give the signed root"
        self.report.say(good, f"tree: the entries {said} {now.root.hex()}")
        self.report.say("DIFFERS", *(wrong or ["entries and tiles were changed together"] * (not good)))

    def check_growth(self, since: str) -> None:
        """Whether the record goes on from the checkpoints that were kept, by you and here; keeps this one if so."""
        now, home = self.checkpoint, os.environ.get("SVERKA_VERIFY_HOME") or Path.home() / ".sverka-verify"
        memory = Path(home) / hashlib.sha256(now.origin.encode()).hexdigest()[:32]
        for file in [Path(since)] * bool(since) + [memory] * memory.is_file():
            kept = Checkpoint(file.read_bytes(), str(file))
            grown = kept.size <= now.size and self.tree.root(kept.size) == kept.root
            if grown and kept.origin == now.origin and (self.given or kept.by_log(self.key)):
                self.report.say("ok", f"growth: the first {kept.size:,} entries are those of {file}")
                continue
            what = "the log has another name or key" if grown else "history was changed"
            what = "the record shrank" if kept.size > now.size else what
            by = "one key signed both" if kept.by_log(self.key) else "another key signed that one"
            self.report.say("DIFFERS", f"growth: {what} since {file}; {by}. Keep both, they are a proof:")
            self.report.say("DIFFERS", *("\n" + each.raw.decode() for each in (kept, now)))
        if not self.report.said["DIFFERS"]:
            memory.parent.mkdir(parents=True, exist_ok=True)
            memory.write_bytes(now.raw)


# --- 3 facts: docs/record.md, RFC 8785 -------------------------------------------------------------------------------

UNREAD, ABSENT = -1, -2  # what stands in the place of a figure that is not there
Told = dict[str, Any]  # what a fact, or a table of the definition, says
Lines = dict[str, "array[int]"]  # station or area -> its figures in one account
# What a fact must say | what it may say, and then not with an empty value: a text or, by the marks after its name,
# a number #, an object of the form below ., some *, some by name =; @ is a file of evidence, ! what the fact is about.
SAYS = """
definition: election definition@ | stations@ aliases@ reason
count: account! contest! | station! area! holder! rows=# selections=# unread* absent* claimed documents*@ \
entered_by. reason
document: sha256!@ bytes# media_type | account holder through contest station file claimed original signed stamped \
withheld withdrawn reason entered_by.
copy-refused: account! holder! station! reason | contest! through claimed entered_by.
annulment reinstatement: scope!. authority number reason | claimed
publication: record_size# root figures files code@ stations. stations_list@ | reason changed list_says
anchor: record_size!# root authority! token@ stamped | certificates*@
key: vkey state reason | predecessor.
stop: record_size# root failed# checks*. |
allowance: record_size# root falls* reason signed* |
decision: authority number state claimed | contest! reason documents*@
application: signatures* number! applicant contest stations* |
withdrawal: signatures* number! | stations*
application-decision: signatures* number! | granted* declined*
case: signatures* station! contest! step | stands fields= application draw authority
commitment: signatures* draw! contest method sample_size# population@ population_size# record_size# root |
dice: signatures* draw! commitment digits sides# |
sample: signatures* draw! commitment seed drawn@ sample_size# |
final-document: signatures* record_size# root document@ papers=@ deadline |
signature opinion refusal: signatures* member! document!@ record_size# root |"""
FACT = "kind received schema# {} supersedes"
ACT = FACT.format("{} claimed reason documents*@")  # what members of the group did and signed
ROWS = {kind: said for kinds, said in re.findall("(.+): (.+)", SAYS) for kind in kinds.split()}
ROWS = {kind: (ACT if "signatures" in said else FACT).format(said) for kind, said in ROWS.items()}
ROWS |= {"scope": "| station area contest selection box", "entered_by": "| organisation role"}
ROWS |= {
    "stations": "in# missing# annulled# set_aside# |",
    "predecessor": "origin vkey size# root checkpoint@ |",
    "checks": "code place shown expected |",
}
MUST = {kind: re.findall(r"\w+", said.partition("|")[0]) for kind, said in ROWS.items()}
FORM = {kind: dict(re.findall(r"(\w+)([^\w\s|]*)", said)) for kind, said in ROWS.items()}
FILES, ABOUT = (
    {kind: [key for key in FORM[kind] if mark in FORM[kind][key]] for kind in FORM} for mark in "@!"
)
canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def fits(value: Any, marks: str, key: str) -> bool:
    """Whether a value is what its marks say."""
    match marks[:1]:
        case "#":
            return type(value) is int and 0 <= value < 2**53  # RFC 8785 §3.2.2.3
        case "*":
            return type(value) is list and all(fits(each, marks[1:], key) for each in value)
        case "=":
            return type(value) is dict and all(
                k.isascii() and fits(v, marks[1:], key) for k, v in value.items()
            )
        case ".":
            return type(value) is dict and not wrong_with(value, key)
    return type(value) is str


def wrong_with(told: Told, kind: str) -> str:
    """What a fact says that it must not, or does not say that it must; "" if it is right."""
    for key, value in told.items():
        good = key in FORM[kind] and fits(value, FORM[kind][key].lstrip("!"), key)
        if not good or (not value and key not in MUST[kind]):
            return f"{key!r} does not belong there, is empty, or has a value that it cannot have"
    return next((f"{key!r} is not said" for key in MUST[kind] if key not in told), "")


class Facts:
    """What the facts of a record add up to, one after the other."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.size, self.figures_until = tree, 0, 0
        self.fields: dict[str, dict[str, int]] = defaultdict(dict)  # contest -> field -> place in its lines
        self.tables: dict[tuple[str, str, str, bool], Lines] = defaultdict(
            dict
        )  # contest, account, holder, …
        self.latest = dict[str, bytes]()  # subject -> hash of its last fact
        self.annulled, self.definition, self.stops = dict[str, Told](), Told(), set[int]()
        self.publications = list[tuple[int, Told]]()  # entry, fact
        self.news: dict[tuple[str, bool], set[str]] = defaultdict(
            set
        )  # contest, whether areas -> those counted
        self.last = dict[tuple[str, str, str, str], tuple[int, str]]()  # of a station: entry, when it came in
        self.before = dict[tuple[str, str, str, str], "array[int]"]()  # its figures before that
        self.evidence, self.withheld, self.faults = dict[str, int](), dict[str, str](), list[str]()
        self.acts = list[tuple[int, Told, str, str]]()  # of the group: index, fact, hash, definition in force
        self.allowances = list[tuple[int, Told, str]]()  # index, fact, definition in force

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
        if kind == "count":
            self.count(fact)
        elif kind == "document":
            why = (f"{word}: {fact[word]}" for word in ("withdrawn", "withheld") if word in fact)
            self.withheld[fact["sha256"]] = next(why, "")
        elif kind == "annulment":
            self.annulled[str(fact["scope"])] = fact["scope"]
        elif kind == "reinstatement":
            self.annulled.pop(str(fact["scope"]), None)
        elif kind == "definition":
            self.definition = fact
        elif "signatures" in fact:
            self.acts.append((self.size, fact, fact_hash.hex(), self.definition.get("definition", "")))
        elif kind == "allowance":
            self.allowances.append((self.size, fact, self.definition.get("definition", "")))
        self.publications += [(self.size, fact)] if kind == "publication" else []
        self.stops |= {self.size} if kind == "stop" else set()
        figures = kind in {"count", "annulment", "reinstatement", "definition"}
        self.figures_until = self.size + 1 if figures else self.figures_until
        says = fact | fact.get("predecessor", {})
        for value in (says[key] for key in FILES[kind] if key in says):
            names = [value] if type(value) is str else value.values() if type(value) is dict else value
            self.evidence |= {name: self.size for name in names if name not in self.evidence}
        subject = canonical({key: fact.get(key, "") for key in ABOUT[kind]} or kind)
        before, self.latest[subject] = self.latest.get(subject, b"").hex(), fact_hash
        told, size = fact.get("supersedes", ""), fact.get("record_size")
        if size is not None and (not 0 < size <= self.size or self.tree.root(size).hex() != fact["root"]):
            return f"its root is not that of the first {size:,} entries"
        return f"it supersedes {told[:16]!r}, not {before[:16]!r}, the one before" if told != before else ""

    def count(self, fact: Told) -> None:
        """Take in what a count states of its station or area, and leave the rest as it was."""
        key, unit = (
            (fact["contest"], fact["account"], fact.get("holder", "")),
            fact.get("area") or fact.get("station", ""),
        )
        lines = self.tables[*key, "area" in fact]
        self.news[key[0], "area" in fact].add(unit)
        if "area" not in fact:
            self.last[*key, unit] = self.size, sys.intern(fact["received"])
        told, at = fact.get("rows", {}) | fact.get("selections", {}), self.fields[fact["contest"]]
        told |= dict.fromkeys(fact.get("unread", ()), UNREAD)
        told |= dict.fromkeys(fact.get("absent", ()), ABSENT)
        for name in told.keys() - at.keys():
            at[name] = len(at)
        if unit in lines:
            self.before[*key, unit] = lines[unit][:]
        line = lines.setdefault(unit, array("q"))
        line.extend([ABSENT] * (len(at) - len(line)))
        for name, figure in told.items():
            line[at[name]] = figure


# --- 4 evidence ------------------------------------------------------------------------------------------------------


def evidence_of(place: Place, name: str) -> bytes:
    """A file of evidence; refused where it is missing, or was changed."""
    content = place.read(f"evidence/{name}") if re.fullmatch("[0-9a-f]{64}", name) else None
    if content is None:
        raise ValueError(f"evidence/{name} is missing, and no fact withholds it")
    if hashlib.sha256(content).hexdigest() != name:
        raise ValueError(f"evidence/{name} was changed: its bytes have another hash")
    return content


def check_evidence(place: Place, facts: Facts, report: Report) -> None:
    """Every file that a fact names: unchanged, withheld by a fact, or missing."""
    for name, index in facts.evidence.items() if not place.url else ():
        if reason := facts.withheld.get(name):
            report.say("note", f"evidence/{name}, which entry {index} names, is {reason}")
            continue
        try:
            evidence_of(place, name)
        except ValueError as error:
            report.say("DIFFERS", f"{error}; entry {index} names it")
    said = "not fetched over the net: check a copy" if place.url else "named; what is here is unchanged"
    report.say("note" if place.url else "ok", f"evidence: {len(facts.evidence):,} files {said}")


def check_allowances(place: Place, facts: Facts, report: Report) -> None:
    """Each fall that was let pass: signed by two operators of the definition in force (docs/record.md)."""
    faults = list[str]()
    for index, fact, definition in facts.allowances:
        try:
            told, keys = tomllib.loads(evidence_of(place, definition).decode()), Keys()
            for operator in told.get("operators", []):
                for key in (Key(vkey, LOG) for vkey in operator["keys"]):
                    keys[key.name, key.id] = key.public, operator["id"], False
            bare = canonical({word: fact[word] for word in ("falls", "reason", "record_size", "root")})
            text = f"sverka/allow/v1\n{told['election']['id']}\n{bare}\n"
            signed = signers_of(text, fact["signed"], keys, "no operator")
            fault = f"it needs two operators, and is signed by {sorted(signed)}" if len(signed) < 2 else ""
        except (CannotRun, ValueError) as error:
            fault = str(error)
        faults += [f"entry {index} allowance: {fault}"] if fault else []
    report.say("DIFFERS", *faults)
    said = f"allowances: {len(facts.allowances) - len(faults):,} of {len(facts.allowances):,} signed by two operators"
    report.say("ok", *[said] * bool(facts.allowances))


# --- 5 group: docs/group.md, states/case.md, drawing.md, final-document.md -------------------------------------------

STEPS = {  # states/case.md: where a case is, and the steps that it may take from there
    "": "opened",
    "opened": "paper-checked recount-asked disputed in-court",
    "paper-checked": "paper-checked recount-asked decided disputed in-court",
    "recount-asked": "paper-checked recounted disputed in-court reopened",
    "recounted": "paper-checked recount-asked decided disputed in-court",
    "decided": "dissent in-court reopened",
    "disputed": "in-court reopened",
    "in-court": "dissent reopened",
    "reopened": "paper-checked recount-asked disputed in-court",
}
LEAST = {  # of which an act must say one -> the acts
    "reason": "application dissent disputed in-court reopened opinion refusal",
    "reason documents": "paper-checked recounted",
    "reason application draw": "recount-asked",
    "stands": "decided",
}
BY_PARTIES, BY_SIDES = {"decided", "reopened", "application-decision"}, {"commitment", "dice"}
DIGITS, ONE = {6: "123456", 10: "0123456789"}, 10**50  # of dice; 50 decimals of -ln(h) and of keys
Rules = Iterator[tuple[str, Any]]  # what may be wrong with an act, and whether it is; after them its effect


Keys = dict[tuple[str, bytes], tuple[bytes, str, bool]]  # name, id -> the key, whose it is, whether revoked


def signers_of(text: str, lines: Iterable[str], keys: Keys, nobody: str) -> set[str]:
    """Whose keys signed a text: every line must be a signature by another of the keys (signed-note)."""
    read = [re.fullmatch(rf"— ({NAME}) ({BASE64})", line) for line in lines]
    signatures = {(line[1], base64_of(line[2])[:4]): base64_of(line[2])[4:] for line in read if line}
    if not 0 < len(signatures) == len(read):
        raise ValueError("it has no signature, one that cannot be read, or two by one key")
    for each, signature in signatures.items():
        public, whose, revoked = keys.get(each, (b"", nobody, False))
        if revoked or not is_signed(public, text.encode(), signature):
            why = "is revoked" if revoked else "did not sign what it says" if public else "signed it"
            raise ValueError(f"the key {each[0]}+{each[1].hex()} of {whose} {why}")
    return {keys[each][1] for each in signatures}


class Members:
    """The group as one version of the definition has it: its keys, and the parties that members speak for."""

    def __init__(self, definition: bytes) -> None:
        told = tomllib.loads(definition.decode())
        group, self.election = told.get("group", {}), told["election"]["id"]
        self.needed, self.party = group.get("parties_needed", 2), dict[str, str]()
        self.keys: Keys = {}
        for member in group.get("members", []):
            id_, is_party = member["id"], member.get("kind", "party") == "party"
            self.party[id_] = member.get("party") or id_ * is_party
            for vkey in (*member.get("keys", []), *(each["key"] for each in member.get("revoked", []))):
                key, revoked = Key(vkey, LOG), vkey not in member.get("keys", [])
                self.keys[key.name, key.id] = key.public, id_, revoked

    def signed(self, fact: Told) -> set[str]:
        """Who signed a fact: three lines, the last of them the fact without its signatures and time of receipt."""
        bare = {key: fact[key] for key in fact.keys() - {"signatures", "received"}}
        text = f"sverka/group/v1\n{self.election}\n{canonical(bare)}\n"
        return signers_of(text, fact["signatures"], self.keys, "no member")


class Group:
    """What the group did, act by act: who signed it, and whether it was theirs to do. What was not has no effect."""

    def __init__(self, place: Place, facts: Facts, report: Report) -> None:
        self.place, self.members, faults, acts = place, dict[str, Members](), list[str](), facts.acts
        self.cases: dict[Any, Told] = defaultdict(lambda: {"at": "", "decided": set()})
        self.asked, self.drawings, self.documents = dict[str, Told](), dict[str, Told](), list[Told]()
        for index, fact, fact_hash, definition in acts:
            try:
                if definition not in self.members:
                    self.members[definition] = Members(evidence_of(place, definition))
                rules = self.rules(fact, fact_hash, self.members[definition])
                fault = next((why for why, broken in rules if broken), "")
            except (CannotRun, ValueError, LookupError, ArithmeticError, csv.Error) as error:
                fault = f"it does not say {error}" if type(error) is KeyError else str(error)
            faults += [f"entry {index} {fact['kind']}: {fault}"] if fault else []
        report.say("DIFFERS", *faults)
        said = f"group: {len(acts) - len(faults):,} of {len(acts):,} acts signed by those who may, in order"
        report.say("ok", *[said] * bool(acts))

    def rules(self, fact: Told, fact_hash: str, group: Members) -> Rules:
        """The rules of an act: those of all acts, then those of its own kind."""
        signed, does = group.signed(fact), fact.get("step", fact["kind"])
        fact = {key: said for key, said in fact.items() if str(said).strip()}  # what is blank is not said
        parties = {group.party[member] for member in signed} - {""}
        sides = [*parties, *(member for member in signed if not group.party[member])]
        few = f"it needs members of {group.needed} parties, and is signed for {sorted(parties)}"
        few = few if len(parties) < group.needed else ""
        yield few, does in BY_PARTIES and few
        yield f"it is of one side alone, {sides}", does in BY_SIDES and len(sides) < 2
        least = next((words for words, acts in LEAST.items() if does in acts.split()), "kind")
        yield f"it does not say what it must: {least}", not fact.keys() & {*least.split()}
        if "step" in fact:
            yield from self.case(fact, signed)
        elif "number" in fact:
            yield from self.application(fact, signed, group)
        elif "draw" in fact:
            yield from self.drawing(fact, fact_hash)
        else:
            yield from self.answer(fact, signed, group, few)

    def case(self, fact: Told, signed: set[str]) -> Rules:
        """A step of a case."""
        case, step = self.cases[fact["contest"], fact["station"]], fact["step"]
        yield f"{step!r} may not follow {case['at']!r}", step not in STEPS[case["at"]].split()
        yield "no decision is in force", step == "dissent" and not case["decided"]
        yield "it is by who decided, or dissented before", step == "dissent" and case["decided"] & signed
        yield "only a decision says what stands", fact.keys() & {"stands", "fields"} and step != "decided"
        yield "it names a court, or does not", ("authority" in fact) != (step == "in-court")
        if "application" in fact:
            asked = self.asked.get(fact["application"], {"contest": "", "stands": {}})
            stands = asked["stands"].get(fact["station"], "none")
            yield "its application is not for this", asked["contest"] != fact["contest"] or stands == "none"
            yield "its application was not granted", step == "recount-asked" and stands != "granted"
        if "draw" in fact:
            drawn = self.drawings.get(fact["draw"], {}).get("drawn", [])
            yield "its drawing did not draw it", [fact["contest"], fact["station"]] not in drawn
        if step in {"decided", "dissent", "reopened"}:
            case["decided"] = set() if step == "reopened" else case["decided"] | signed
        awaited = step == "paper-checked" and case["at"] in {"recount-asked", "recounted"}
        case["at"] = case["at"] if awaited or step == "dissent" else step  # a look takes back no recount

    def application(self, fact: Told, signed: set[str], group: Members) -> Rules:
        """An application, its withdrawal, or the decision on it; `stands` says how far each station is."""
        number, kind, old = fact["number"], fact["kind"], self.asked.get(fact["number"])
        yield "an application of this number is there, or is not", (old is None) != (kind == "application")
        by = {fact.get("applicant")} & group.party.keys() or signed
        old = old or {"stands": dict.fromkeys(fact["stations"], ""), "by": by, **fact}
        back, stands = kind == "withdrawal", old["stands"]
        open_ = [each for each in stands if stands[each] == "" or (back and stands[each] == "granted")]
        named = [*fact.get("stations", ()), *fact.get("granted", ()), *fact.get("declined", ())]
        named = named or open_ * back
        good = 0 < len({*named}) == len(named) and {*named} <= {*open_}
        yield "it names no station, one twice, or one that does not wait", not good
        new = {"application": "", "withdrawal": "withdrawn"}.get(kind, "granted")
        yield f"only {sorted(old['by'])} make it or take it back", new != "granted" and not old["by"] & signed
        yield "it declines without a reason", "declined" in fact and "reason" not in fact
        stands |= dict.fromkeys(named, new) | dict.fromkeys(fact.get("declined", ()), "declined")
        self.asked[number] = old

    def drawing(self, fact: Told, fact_hash: str) -> Rules:
        """A drawing: the list is fixed before the dice, and the dice are rolled before the draw."""
        name, old = fact["draw"], self.drawings.get(fact["draw"], {})
        if fact["kind"] == "commitment":
            yield "this drawing was committed before", old
            rows = rows_of(evidence_of(self.place, fact["population"]))
            units = [row for row in rows[1:] if not row[2]]
            yield "its list names a station twice", len({row[0] for row in rows}) < len(rows)
            least = min((Fraction(row[1]) for row in units), default=1)
            yield "its list has weights of 0 or less", least <= 0
            yield "its list is not for its method", (fact["method"] == "equal") != (rows[0][1] == "equal")
            yield "it is of another size than its list", fact["population_size"] != len(units)
            yield "it draws none, or more than there are", not 0 < fact["sample_size"] <= len(units)
            self.drawings[name] = {**fact, "hash": fact_hash, "digits": "", "units": units}
            return
        yield "nothing was committed before, or something else", old.get("hash") != fact["commitment"]
        yield "this drawing was drawn before", "drawn" in old
        if fact["kind"] == "dice":
            yield "its digits were enough before: who rolls on can choose", len(old["digits"]) >= 20
            strange = {*fact["digits"]} - {*DIGITS.get(fact["sides"], "")}
            yield f"no die of {fact['sides']} sides has these digits", strange
            old["digits"] += fact["digits"]
            return
        yield "fewer than 20 digits were rolled", len(old["digits"]) < 20
        yield f"its seed is not the digits that were rolled, {old['digits']}", fact["seed"] != old["digits"]
        yield "it is of another size than was committed", fact["sample_size"] != old["sample_size"]
        mine = drawn_by(old["digits"], old["units"], old["sample_size"], old["method"])
        for my, told in itertools.zip_longest(mine, rows_of(evidence_of(self.place, fact["drawn"]))):
            yield f"its list has {told}, where the dice draw {my}", my != told
        old["drawn"] = [[old["contest"], line[1]] for line in mine]

    def answer(self, fact: Told, signed: set[str], group: Members, few: str) -> Rules:
        """A final document; or what a member answers to it, by itself and once, but others may report a refusal."""
        told = [fact[key] for key in ("document", "record_size", "root")]
        document: Told = self.documents[-1] if self.documents else {"told": [""], "answers": {}}
        if fact["kind"] == "final-document":
            yield "it was made before", told[0] in {each["told"][0] for each in self.documents}
            yield f"it replaces one that was answered; {few}", few and document["answers"]
            self.documents.append({"told": told, "answers": {}, "members": {*group.party}})
            return
        member, before = fact["member"], document["answers"].get(fact["member"])
        alone = signed == {member} or fact["kind"] == "refusal"
        yield "it is of no final document that is in force", told[0] != document["told"][0]
        yield "it is over another record than the document", told != document["told"]
        yield f"{member} was no member when the document was made", member not in document["members"]
        yield f"it is signed by {sorted(signed)}, not by {member} alone", not alone
        yield f"{member} has answered already", before is not None and (before or member not in signed)
        document["answers"][member] = member in signed  # else others say so


def rows_of(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode(), newline="")))


def drawn_by(seed: str, units: list[list[str]], size: int, method: str) -> list[list[str]]:
    """What a seed draws: the smallest keys. h is SHA-256 of `seed,station` over 2^256, a key h or -ln(h) / weight."""
    order, lines = list[Any](), [["place", "station", "hash", "weight", "key"]]
    with decimal.localcontext(decimal.Context(prec=90)):
        for station, weight, _ in units:
            told = hashlib.sha256(f"{seed},{station}".encode()).hexdigest()
            key, power = Fraction(int(told, 16) * ONE, 2**256), decimal.Decimal(2**256)
            if method == "size":
                key = int(((power / int(told, 16)).ln() * ONE).to_integral_value()) / Fraction(weight)
            order.append((key, station, told, weight))
    for place, (key, *line) in enumerate(sorted(order)[:size], start=1):
        lines.append([str(place), *line, f"{int(key) // ONE}.{int(key) % ONE:050}"])
    return lines


# --- 6 rules: docs/definition.md -------------------------------------------------------------------------------------

AGAINST = "against-all"
KEYS = """id names source kind area each anywhere share_base turnout selections same_selections_as rows bases
    controls seats rule quota cap sexes thresholds void_when_against_all_leads share base strict areas number aliases
    colour tolerance for_each cdf legal left right findings votes"""


def strange_keys(told: Any) -> set[str]:
    """The keys of policies and contests from which figures may follow in a way that is not known here."""
    if isinstance(told, dict):
        beneath = [told[key] for key in told.keys() - {"names", "bases", "controls", "sexes"}]
        return told.keys() - {*KEYS.split()} | strange_keys(beneath)
    return {key for each in told for key in strange_keys(each)} if isinstance(told, list) else set()


def rule_of(text: str) -> ast.expr:
    """An expression, read by Python's parser and never run; `[6]` and `{pear}` become `figure("6")`, …

    What is said of another account or contest becomes a power, which binds as close: `account("asu") ** figure("6")`.
    """
    for sign, word in ((":", "account"), ("/", "contest")):
        text = re.sub(rf"(?<![\w.])(\w[\w.-]*)\s*{sign}\s*(?=[\[{{(a-z])", rf'{word}("\1") ** ', text)
    plain = re.sub(r'[\[{]\s*([^\[\]{}"\\]+?)\s*[\]}]', r'figure("\1")', text)
    try:
        return ast.parse(plain.strip(), mode="eval").body
    except (SyntaxError, RecursionError) as error:
        raise ValueError(f"the rule {text!r} of the definition cannot be read") from error


class Control(NamedTuple):
    """A control of the form; a template has a rule for every selection of its kind."""

    code: str
    is_error: bool
    accounts: list[str]
    suppresses: list[str]
    tolerance: int
    rules: list[tuple[ast.expr, str, ast.expr]]


def control_of(told: Told, lines: dict[str, str]) -> Control:
    """A control as the definition says it."""
    kind, rules = told.get("for_each"), list[tuple[ast.expr, str, ast.expr]]()
    for name in [s for s in lines if kind in {"selection", lines[s]}] if kind else [""]:
        text = re.sub(r"(\[[^\]]*)\{selection\}", rf"\g<1>{name}", told["rule"])
        text = text.replace("{selection}", f"{{{name}}}")
        left, sign, right = re.split(r"(<=|>=|!=|=|<|>)(?![^\[{]*[\]}])", text, maxsplit=1)
        rules.append((rule_of(left), sign, rule_of(right)))
    is_error, tolerance = told["severity"] == "error", told.get("tolerance", 0)
    return Control(
        told["code"], is_error, told.get("accounts", []), told.get("suppresses", []), tolerance, rules
    )


class Station(NamedTuple):  # a row of the table of stations
    area: str = ""
    registered: int | None = None
    machine: bool = True
    counted_at: str = ""


class Election:
    """The recorded definition and table of stations, as far as figures follow from them."""

    def __init__(self, definition: bytes, stations: bytes) -> None:
        told = tomllib.loads(definition.decode(), parse_float=Fraction)
        strange = strange_keys([told["policies"], told["contests"]])
        if strange:
            raise ValueError(f"the definition says what is not followed here: {strange}")
        self.id, self.policies = told["election"]["id"], told["policies"]
        self.areas = {each["id"]: (each["level"], each.get("parent", "")) for each in told.get("areas", [])}
        self.stations = self.stations_of(stations, told.get("stations", {})) if stations else {}
        self.accounts = {each["id"]: each for each in told["accounts"]}
        tables = {each["id"]: each for each in told["contests"]}
        self.contests = [each for table in tables.values() for each in self.contests_of(table, tables)]

    def above(self, area: str) -> Iterator[str]:  # an area, and all in which it lies
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
            for title in (other, key, told.get(key, key)):
                at |= {key: titles.index(title.casefold())} if title.casefold() in titles else {}
        for row in rows:
            cell = defaultdict(str, {key: row[place].strip() for key, place in at.items()})
            machine, elsewhere = cell["machine"].casefold(), cell["counted_at"]
            many = int(machine) > 0 if machine.isdecimal() else not (machine or elsewhere)
            voters = int(cell["registered"]) if cell["registered"] else None
            found[cell["id"]] = Station(cell["area"], voters, many or machine == "own", elsewhere)
        for area in sorted({station.area for station in found.values() if made} - {""}):
            self.areas[area] = (made["level"], made.get("parent", ""))
        return found

    def contests_of(self, told: Told, tables: dict[str, Told]) -> Iterator[Told]:
        """The contest that a table says, or one for every area of the level of its `each`: templates filled in."""
        ballot = tables.get(told.get("same_selections_as", ""), told)
        usual = ballot["kind"] if ballot["kind"] in {"party", "candidate"} else "option"
        lines = {each["id"]: each.get("kind", usual) for each in ballot["selections"]}
        form = {"area": "", "seats": None, "share_base": None, **told, "lines": lines}
        form["rows"] = []
        for row in told.get("rows", []):
            kind = row.get("for_each")
            chosen = [s for s in lines if kind in {"selection", lines[s]}] if kind else [""]
            form["rows"] += [row["id"].replace("{selection}", s) for s in chosen]
        form["bases"] = {key: rule_of(base["expression"]) for key, base in told.get("bases", {}).items()}
        units = (each for each in told.get("controls", []) if "station" in each.get("units", ["station"]))
        form |= {"controls": [control_of(each, lines) for each in units], "family": told["id"]}
        yield from [form] if "each" not in told else []
        for area in (id_ for id_, (level, _) in self.areas.items() if level == told.get("each")):
            yield form | {"id": f"{told['id']}-{area}", "area": area}

    def carried(self, account: str, contest: Told) -> list[str]:
        """The rows of a form that an account carries; a template in its list stands for all that it makes."""
        told = self.accounts[account].get("rows", ["{selection}"])
        forms = [re.escape(row).replace(r"\{selection\}", ".+") for row in told]
        return [row for row in contest["rows"] if any(re.fullmatch(form, row) for form in forms)]


# --- 7 count: docs/published-files.md --------------------------------------------------------------------------------

COVERAGE = ("expected", "in", "missing", "annulled", "set_aside", "unread_cells", "with_findings")
COMPARED = ("both", "identical", "different", "gross", "net", "only_left", "only_right")
Lots = list[tuple[list[str], int]]  # between whom a lot is drawn, and for how many seats
Figure = int | None  # None where it is unread, not on the sheet, or nobody counted
Source = tuple[str, str]  # account, holder
LAW: Source = ("legal", "")
DO: dict[Any, Callable[[Any], int]] = {"sum": sum, "min": min, "max": max, "abs": lambda one: abs(one[0])}
DO |= {ast.Add: sum, ast.Sub: lambda two: two[0] - two[1], ast.Mult: math.prod}


class Sum(NamedTuple):
    """What the counts of some stations add up to; `part` is over those with a row of the share's base."""

    stations: list[int]  # COVERAGE
    whole: list[int]
    voters: Figure
    part: list[int]
    part_voters: Figure


class Count:
    """What follows from the facts for one contest. It goes on with them: what has not changed is not added up again.

    Sums are kept by *leaf*, the smallest area that a station lies in.
    """

    def __init__(self, election: Election, contest: Told, facts: Facts) -> None:
        self.election, self.contest, self.facts, self.id = election, contest, facts, contest["id"]
        self.at, self.width, self.order = facts.fields[self.id], 0, [*election.accounts]
        counted = {account: election.accounts[account]["counted"] for account in self.order}
        self.machines = {account for account in self.order if counted[account] == "machine"}
        self.rows = {account: election.carried(account, contest) for account in self.order}
        base = contest["share_base"]
        words = [getattr(node, "value", "") for node in ast.walk(contest["bases"][base])] if base else []
        self.base_rows = [row for row in contest["rows"] if row in words]
        self.stations = dict[str, str]()  # station -> leaf
        self.leaves = dict[str, list[str]]()  # leaf -> stations
        self.members: dict[str, list[str]] = {"": []}  # area -> its leaves, however deep; all of them in ""
        self.guests, self.hosts = list[str](), dict[str, str]()
        for id_, station in election.stations.items():
            if contest["area"] in {"", *election.above(station.area)}:
                self.settle(id_)
        self.own = len(self.stations)
        self.tables, self.area_tables, self.of_areas = (dict[Source, Lines]() for _ in range(3))
        self.legal = Lines()
        self.annulled, self.void, self.between = set[str](), set[str](), ("", "")
        self.sums: dict[Source, dict[str, Sum]] = defaultdict(dict)  # source -> leaf -> what it adds up to
        self.pairs, self.compared = (dict[str, list[int]]() for _ in range(2))  # station, leaf -> COMPARED
        self.unlike, self.standing = dict[str, list[list[str]]](), dict[str, str]()
        # Of each count of which a control fails, whether it is set aside; whose count of a station is the one in law.
        self.sets_aside = election.policies.get("findings", "count") == "set-aside"
        self.findings, self.law = defaultdict[Source, dict[str, bool]](dict), dict[str, Source]()
        self.areas, self.restood = set[str](), dict[str, str]()  # what is new since the last time
        for key in (key for key in facts.tables if key[0] == self.id):
            facts.news[key[0], key[3]].update(facts.tables[key])
        self.update()

    def station(self, id_: str) -> Station:
        return self.election.stations.get(id_, Station())

    def settle(self, id_: str) -> None:
        """Note a station, in its leaf and in all areas above it."""
        leaf = self.stations[id_] = self.station(id_).area
        if leaf not in self.leaves:
            self.leaves[leaf] = []
            for area in ("", *self.election.above(leaf)):
                self.members.setdefault(area, []).append(leaf)
        self.leaves[leaf].append(id_)
        self.guests += [id_] if self.station(id_).counted_at else []

    def update(self, moved: Collection[str] = frozenset()) -> None:
        """Take in what the facts say that is new; after it `areas` and `restood` name what may be otherwise.

        `moved` : the stations of which another contest has something new
        """
        news, of_areas = (self.facts.news.pop((self.id, is_area), set()) for is_area in (False, True))
        sources, width, compared = {*self.tables}, self.width, bool(self.pairs)
        self.take_tables(news, of_areas)
        for id_ in sorted(news - self.stations.keys()):
            self.settle(id_)
        before, self.annulled, self.void = self.annulled, *self.annulments()
        whole = sources != {*self.tables} or width != self.width or before != self.annulled
        hosts = {id_: self.election.stations[id_].counted_at for id_ in self.guests}
        self.hosts = {guest: host for guest, host in hosts.items() if host in self.stations}
        touched = {*self.stations} if whole or not self.standing else news | self.stations.keys() & moved
        first = [key for name in self.election.policies["legal"] for key in self.tables if key[0] == name]
        for id_ in touched:  # each as the first account in the order of the law has it
            if key := next((key for key in first if id_ in self.tables[key]), None):
                self.law[id_], self.legal[id_] = key, self.tables[key][id_]
            self.put_controls(id_)
        dirty = {self.stations[id_] for id_ in touched | self.compare(touched)}
        for key, lines in [*self.tables.items(), (LAW, self.legal)]:
            self.sums[key] |= {leaf: self.add_up(key, lines, self.leaves[leaf]) for leaf in dirty}
        self.compared |= {leaf: self.added(map(self.pairs.get, self.leaves[leaf])) for leaf in dirty}
        self.areas = {area for leaf in dirty for area in self.election.above(leaf)} | of_areas
        self.areas |= {*self.election.areas} if whole or bool(self.pairs) != compared else set()
        self.stand(touched)

    def take_tables(self, news: set[str], of_areas: set[str]) -> None:
        """The tables of all sources as they are now; a source that counts stations counts no areas."""
        tables = sorted((self.order.index(key[1]), *key) for key in self.facts.tables if key[0] == self.id)
        every = {key[2:]: self.facts.tables[key[1:]] for key in tables}
        self.tables = {key[:2]: lines for key, lines in every.items() if not key[2]}
        self.area_tables = {key[:2]: of for key, of in every.items() if key[2]}
        self.of_areas = {key: of for key, of in self.area_tables.items() if key not in self.tables}
        grown, self.width = self.width < len(self.at), len(self.at)
        for (account, _, is_area), lines in every.items():
            strange = [
                self.at[name] for name in self.at.keys() - {*self.contest["lines"], *self.rows[account]}
            ]
            fresh = lines if grown else [id_ for id_ in (of_areas if is_area else news) if id_ in lines]
            for line in (lines[id_] for id_ in fresh):
                line.extend([ABSENT] * (self.width - len(line)))
                if any(line[at] != ABSENT for at in strange):
                    raise ValueError(f"{account} has figures in {self.id} that are not on its form")

    def annulments(self) -> tuple[set[str], set[str]]:
        """The stations and the selections that are annulled, by the decisions in force."""
        stations, selections = set[str](), set[str]()
        for scope in (s for s in self.facts.annulled.values() if s.get("contest") in {None, self.id}):
            if not {"box", "selection"} & scope.keys():
                leaves = [] if "station" in scope else self.members.get(scope.get("area", ""), [])
                stations.update(
                    *(self.leaves[leaf] for leaf in leaves), {scope["station"]} if "station" in scope else ()
                )
            elif not {"station", "area"} & scope.keys():
                selections.add(scope.get("selection", ""))
        return stations, selections

    def is_expected(self, id_: str, lines: Lines, accounts: Iterable[str]) -> bool:
        """Whether there is a count of a station, or should be: by machine only where there is a machine."""
        return id_ in lines or self.station(id_).machine or not {*accounts} <= self.machines

    def add_up(self, source: Source, lines: Lines, ids: list[str]) -> Sum:
        """What a source's counts of some stations add up to."""
        accounts = self.election.policies["legal"] if source == LAW else [source[0]]
        here = [id_ for id_ in ids if self.is_expected(id_, lines, accounts)]
        valid = [id_ for id_ in here if id_ not in self.annulled]
        counted = [id_ for id_ in valid if id_ in lines]
        there = [id_ for id_ in counted if not self.finding(source, id_)]
        at = [self.at.get(row, -1) for row in self.base_rows]
        having = [id_ for id_ in there if not at or any(i >= 0 and lines[id_][i] >= 0 for i in at)]
        numbers = [len(here), len(there), len(valid) - len(counted), len(here) - len(valid)]
        numbers += [len(counted) - len(there), sum(lines[id_].count(UNREAD) for id_ in there)]
        numbers.append(sum(self.finding(source, id_) is False for id_ in there))
        sums = [(self.summed([lines[id_] for id_ in ids]), self.voters(ids)) for ids in (there, having)]
        return Sum(numbers, *sums[0], *sums[1])

    def finding(self, source: Source, id_: str) -> bool | None:
        """Whether a count is set aside; None where no control of it fails."""
        return self.findings[self.law[id_] if source == LAW else source].get(id_)

    def put_controls(self, id_: str) -> None:
        """Put the controls of the form to every count of a station."""
        for key, lines in self.tables.items():
            self.findings[key].pop(id_, None)
            of = [c for c in self.contest["controls"] if not c.accounts or key[0] in c.accounts] * (
                id_ in lines
            )
            failed = [c for c in of if any(self.fails(rule, c.tolerance, key, id_) for rule in c.rules)]
            if failed:
                hidden = {code for control in failed for code in control.suppresses}
                errors = [control for control in failed if control.is_error and control.code not in hidden]
                self.findings[key][id_] = self.sets_aside and bool(errors)

    def fails(self, rule: tuple[ast.expr, str, ast.expr], tolerance: int, key: Source, id_: str) -> bool:
        """Whether a rule does not hold; what is not known does not fail."""
        line, voters = self.tables[key][id_], self.station(id_).registered
        left, right = (self.value(side, line, voters, (key, id_)) for side in (rule[0], rule[2]))
        if left is None or right is None:
            return False
        over, sign = left - right, rule[1]
        if sign in {"=", "!="}:
            return (abs(over) > tolerance) == (sign == "=")
        over = over if sign[0] == "<" else -over
        return over > tolerance or (over == tolerance and sign in {"<", ">"})

    def elsewhere(self, word: str, name: str, part: ast.AST, place: tuple[Source, str] | None) -> Figure:
        """What an expression says of another account's, another contest's, or the earlier count of a station."""
        if place is None or word == "children":
            return None
        (key, id_), contest, line = place, self.contest, None
        if word == "previous":
            line = self.facts.before.get((self.id, *key, id_))
        elif word == "account":
            others = [each for each in self.tables if each[0] == name and each != key]
            joint = id_ in self.hosts or id_ in self.hosts.values()
            if others and not (joint and (name in self.machines) != (key[0] in self.machines)):
                line = self.tables[others[-1]].get(id_)
        else:  # of a family of contests the one that has a count of the station
            named = [
                c for c in self.election.contests if c is not self.contest and name in {c["id"], c["family"]}
            ]
            found = [(c, self.facts.tables.get((c["id"], *key, False), {}).get(id_)) for c in named]
            found = [each for each in found if each[1] is not None]
            contest, line = found[0] if len(found) == 1 else (contest, None)
        return None if line is None else self.value(part, line, None, None, contest)

    def voters(self, ids: Collection[str]) -> Figure:
        known = [self.station(id_).registered for id_ in ids]
        return None if None in known else sum(filter(None, known))

    def summed(self, lines: Sequence[Sequence[int]]) -> list[int]:
        """Lines added up; ABSENT where none has a figure."""
        total, some = [0] * self.width, [False] * self.width
        for first in range(0, len(lines), 4096):
            for i, column in enumerate(zip(*lines[first : first + 4096], strict=True)):
                figures = column if min(column) >= 0 else [figure for figure in column if figure >= 0]
                total[i], some[i] = total[i] + sum(figures), some[i] or bool(figures)
        return [figure if there else ABSENT for figure, there in zip(total, some, strict=True)]

    def added(self, rows: Iterable[list[int] | None]) -> list[int]:
        return [sum(column) for column in zip(*filter(None, rows), strict=True)] or [0] * len(COMPARED)

    def value(
        self,
        node: ast.AST,
        line: Sequence[int],
        voters: Figure,
        place: tuple[Source, str] | None = None,
        contest: Told | None = None,
    ) -> Figure:
        """What an expression says of a line; what is not known of a part is not known of the whole."""
        figures, places = list[Figure](), self.at if contest is None else self.facts.fields[contest["id"]]
        match node:
            case ast.Constant(value=int(number)):
                return number
            case ast.Name(id="registered"):
                return voters
            case ast.Call(func=ast.Name(id="figure"), args=[ast.Constant(value=str(name))]):
                figure = line[places[name]] if places.get(name, len(line)) < len(line) else ABSENT
                return figure if figure >= 0 else None
            case ast.BinOp(left=ast.Call(func=ast.Name(id=word), args=[of]), op=ast.Pow(), right=part):
                return self.elsewhere(word, str(getattr(of, "value", "")), part, place)
            case ast.Call(func=ast.Name(id="previous" | "children" as word), args=[part]):
                return self.elsewhere(word, "", part, place)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as sign, right=right):
                do, parts = DO[type(sign)], [left, right]
            case ast.Call(func=ast.Name(id="sum" | "min" | "max" | "abs" as word), args=parts):
                do = DO[word]
            case _:
                raise ValueError(f"a rule of the definition is not understood: {ast.unparse(node)}")
        for part in parts:
            if isinstance(part, ast.Name) and part.id in {"selections", "contenders"}:
                every = (self.contest if contest is None else contest)["lines"].items()
                at = [places.get(s, -1) for s, kind in every if part.id == "selections" or kind != AGAINST]
                there = [line[i] for i in at if 0 <= i < len(line) and line[i] != ABSENT]
                figures += there if there and min(there) >= 0 else [None]
            else:
                figures.append(self.value(part, line, voters, place, contest))
        return None if None in figures else do(figures)

    def total(self, key: Source, area: str) -> Told | None:
        """One total as it is published; None where the source has none."""
        rows = self.contest["rows"] if key == LAW else self.rows[key[0]]
        if key in self.of_areas:  # an account's own figures, as they are; the whole is that of the one root
            tops = [root for root, (_, above) in self.election.areas.items() if not above]
            tops = [self.contest["area"]] if self.contest["area"] else tops
            line = self.of_areas[key].get(area or (tops[0] if len(tops) == 1 else ""))
            none = dict.fromkeys(COVERAGE, 0)
            return (
                None
                if line is None
                else self.published(rows, (line, None), (line, None)) | {"stations": none}
            )
        if area not in self.members:
            return None
        sums = [self.sums[key][leaf] for leaf in self.members[area]]
        numbers = [sum(column) for column in zip(*(s.stations for s in sums), strict=True)] or [0] * len(
            COVERAGE
        )
        voters = [[s.voters for s in sums], [s.part_voters for s in sums]]
        both = [None if None in known else sum(filter(None, known)) for known in voters]
        whole, part = self.summed([s.whole for s in sums]), self.summed([s.part for s in sums])
        stations = dict(zip(COVERAGE, numbers, strict=True))
        return self.published(rows, (whole, both[0]), (part, both[1])) | {"stations": stations}

    def published(
        self, rows: list[str], whole: tuple[Sequence[int], Figure], part: tuple[Sequence[int], Figure]
    ) -> Told:
        """Sums as they are published; no shares of a base that the selections are past."""
        base, bases, names = self.contest["share_base"], self.contest["bases"], self.contest["lines"]
        figures = {name: whole[0][at] if whole[0][at] >= 0 else None for name, at in self.at.items()}
        votes = {name: max(part[0][self.at[name]], 0) if name in self.at else 0 for name in names}
        of = self.value(bases[base], *part) if base else None
        shown = votes if base and (of is None or sum(votes.values()) <= of) else {}
        return {
            "selections": {name: figures.get(name) or 0 for name in names},
            "rows": {name: figures.get(name) for name in rows},
            "bases": {name: self.value(rule, *whole) for name, rule in bases.items()},
            "shares": {name: {"votes": n, "of": of} for name, n in shown.items()},
        }

    def side(self, account: str, other: str) -> tuple[str, Lines]:
        """One side of the comparison; stations whose ballots one machine counts are taken together."""
        held = [key for key in self.tables if key[0] == account]
        key = (account, "") if (account, "") in held or len(held) != 1 else held[0]
        lines, machine = dict(self.tables.get(key, {})), account in self.machines
        by = account if machine else other
        alone = {id_ for key, table in self.tables.items() if key[0] == by for id_ in table}
        for guest, host in self.hosts.items() if machine != (other in self.machines) else ():
            if guest not in alone:
                mine, its = lines.pop(guest, None), lines.get(host) if machine else lines.pop(host, None)
                if mine and its and not machine:
                    pairs = zip(mine, its, strict=True)
                    both = (UNREAD if UNREAD in p else max(p) if ABSENT in p else sum(p) for p in pairs)
                    lines[host] = array("q", both)
        return "@".join(filter(None, key)), lines

    def compare(self, touched: set[str]) -> set[str]:
        """Hold the two accounts that are compared against each other; gives the stations that were looked at."""
        left, right = self.election.policies["left"], self.election.policies["right"]
        (one, a), (two, b) = self.side(left, right), self.side(right, left)
        again = {*self.stations} if self.between != (one, two) else touched
        joint = [pair for pair in self.hosts.items() if again.intersection(pair)]
        again = again.union(*joint)
        self.between = one, two
        shared = [row for row in self.rows[left] if row in self.rows[right] and row in self.at]
        cells = [("row:" + row, self.at[row], 0) for row in shared]
        cells += [(name, self.at[name], 1) for name in self.contest["lines"] if name in self.at]
        for id_ in again:
            self.pairs.pop(id_, None), self.unlike.pop(id_, None)
            if id_ in a and id_ in b:
                self.pairs[id_], self.unlike[id_] = self.pair(id_, a[id_], b[id_], cells)
            elif id_ in a or id_ in b:
                self.pairs[id_] = [0, 0, 0, 0, 0, int(id_ in a), int(id_ in b)]
        return again

    def pair(
        self, id_: str, a: Sequence[int], b: Sequence[int], cells: list[tuple[str, int, int]]
    ) -> tuple[list[int], list[list[str]]]:
        """What two counts of a station say of each other, and every figure that they have otherwise."""
        allowed, unlike = self.election.policies.get("tolerance", {}), list[list[str]]()
        beyond, unclear, gross, net, share = False, False, 0, 0, Fraction(allowed.get("share", 0))
        for name, at, votes in cells if a != b or UNREAD in a else ():
            pair = a[at], b[at]
            by = 0 if UNREAD in pair else max(pair[1], 0) - max(pair[0], 0)
            beyond |= bool(by) and abs(by) > max(allowed.get("votes", 0), share * max(pair) // 1)
            unclear |= UNREAD in pair
            gross, net = gross + abs(by) * votes, net + by * votes
            if by or pair.count(UNREAD) == 1:
                words = ({UNREAD: "unread", ABSENT: ""}.get(figure, str(figure)) for figure in pair)
                unlike.append([id_, name, *words])
        return [1, int(not beyond and not unclear), int(beyond), gross * beyond, net * beyond, 0, 0], unlike

    def comparison(self, area: str) -> Told | None:
        """The comparison of an area, or of the whole."""
        if not self.pairs:
            return None
        numbers = self.added(self.compared[leaf] for leaf in self.members[area])
        answer = dict(zip(COMPARED, numbers, strict=True))
        if area:
            return {name: answer[name] for name in COMPARED[:5]}
        return answer | {"left": self.between[0], "right": self.between[1]}

    def stand(self, touched: set[str]) -> None:
        """Note where the counts in law of some stations stand."""
        self.restood = {}
        for id_ in touched:
            there = self.is_expected(id_, self.legal, self.election.policies["legal"])
            standing = "missing" if id_ not in self.legal else "set-aside" if self.finding(LAW, id_) else "in"
            standing = "annulled" if id_ in self.annulled else standing
            if self.standing.get(id_, "") != (standing if there else ""):
                self.standing[id_] = self.restood[id_] = standing if there else ""

    def results(self, area: str) -> Told:
        """What is published of the contest in an area: the totals of every source, and the comparison."""
        keys = [*self.tables, *self.of_areas, LAW]
        found = {"@".join(filter(None, key)): self.total(key, area) for key in keys}
        totals = {key: total for key, total in found.items() if total}
        return {"totals": totals, "comparison": self.comparison(area) if area in self.members else None}

    def whole(self) -> Told:
        """What is published of the contest as a whole."""
        told, keys = self.results(""), [*self.tables, *self.of_areas, LAW]
        named, seats = {"@".join(filter(None, key)): key for key in keys}, dict[str, Told]()
        levels = {each.get("areas") for each in (self.contest["seats"] or {}).get("thresholds", [])}
        places = [area for area, (level, _) in self.election.areas.items() if level in levels]
        for name in told["totals"]:
            areas = {area: total for area in places if (total := self.total(named[name], area))}
            areas[""] = told["totals"][name]
            seats |= (
                {name: given} if (given := seats_of(self.contest, areas, self.election, self.void)) else {}
            )
        totals = {name: {"": told["totals"][name]} if name in told["totals"] else {} for name in named}
        return told | {"share_base": self.contest["share_base"], "totals": totals, "seats": seats}

    def blocks(self) -> list[list[str]]:
        """The stations in the order of the published parts: those of the table, then others by their ids."""
        known = [*itertools.islice(self.stations, self.own)]
        ids = known + sorted(self.stations.keys() - {*known})
        return [ids[first : first + WIDTH] for first in range(0, len(ids), WIDTH)]

    def tables_in_parts(self, names: dict[str, str]) -> Iterator[tuple[str, list[list[str]]]]:
        """Every table of counts and of differences, by its path."""
        head = ["contest", "account", "holder"]
        fields = [("row:" + row, row) for row in self.contest["rows"]] + [
            (s, s) for s in self.contest["lines"]
        ]
        titles, name = [shown for shown, _ in fields], names[self.id]
        for part, ids in enumerate(self.blocks()):
            keys = self.tables.items()
            lines = [
                [self.id, *key, id_, *self.cells(of[id_], fields)]
                for key, of in keys
                for id_ in ids
                if id_ in of
            ]
            yield f"data/counts/{name}/{part:04}.csv", [[*head, "station", *titles], *lines]
            if self.pairs:
                unlike = [line for id_ in ids for line in self.unlike.get(id_, ())]
                yield (
                    f"data/differences/{name}/{part:04}.csv",
                    [["station", "field", "left", "right"], *unlike],
                )
        areas = [
            [self.id, *key, id_, *self.cells(line, fields)]
            for key, of in self.area_tables.items()
            for id_, line in of.items()
        ]
        yield from [(f"data/counts/{name}/areas.csv", [[*head, "area", *titles], *areas])] if areas else []

    def cells(self, line: Sequence[int], fields: list[tuple[str, str]]) -> Iterator[str]:
        for _, name in fields:
            figure = line[self.at[name]] if name in self.at else ABSENT
            yield str(figure) if figure >= 0 else "?" if figure == UNREAD else ""

    def counts_of(self, id_: str) -> Told:
        """Every count of a station, and where the last fact of each stands."""
        found = dict[str, Told]()
        for key, lines in self.tables.items():
            if id_ in lines:
                kinds = {"rows": self.rows[key[0]], "selections": [*self.contest["lines"]]}
                told = {
                    f: lines[id_][self.at[f]] if f in self.at else ABSENT
                    for each in kinds.values()
                    for f in each
                }
                answer: Told = {k: {f: told[f] for f in each if told[f] >= 0} for k, each in kinds.items()}
                for word, state in (("unread", UNREAD), ("absent", ABSENT)):
                    answer[word] = [field for field in told if told[field] == state]
                entry, received = self.facts.last[self.id, *key, id_]
                found["@".join(filter(None, key))] = answer | {"entry": entry, "received": received}
        return found


def seats_of(contest: Told, totals: Told, election: Election, void: set[str]) -> Told | None:
    """Who gets how many seats, and which lots must be drawn; None without a rule, or a figure that it needs."""
    rule, given, lots, reason = contest["seats"], dict[str, int](), Lots(), None
    if rule is None or "" not in totals:
        return None
    if rule["rule"] not in {"plurality", "largest-remainder"}:
        raise ValueError(f"the seat rule {rule['rule']!r} of {contest['id']} is not known here")
    whole, lines = totals[""]["selections"], contest["lines"]
    votes = {name: whole[name] for name in lines if lines[name] != AGAINST and name not in void}
    passing = passed(rule.get("thresholds", []), totals, election, {*votes})
    if passing is None:
        return None
    taking_part = {name: n for name, n in votes.items() if n and name in passing}
    against = max((whole[name] for name in lines if lines[name] == AGAINST), default=0)
    if rule.get("void_when_against_all_leads") and against > max(votes.values(), default=0):
        reason = "against-all-ahead"
    elif not taking_part:
        reason = "no-votes" if passing or rule["rule"] == "plurality" else "nobody-passes"
    elif rule["rule"] == "plurality":
        sure, lots = highest(taking_part, rule.get("seats", 1))
        given = dict.fromkeys(sure, 1)
    else:
        given, lots = under_cap(taking_part, rule)
    drawn = [{"between": between, "seats": number} for between, number in lots]
    return {"seats": {name: n for name, n in given.items() if n}, "lots": drawn, "no_one_elected": reason}


def passed(thresholds: list[Told], totals: Told, election: Election, passing: set[str]) -> set[str] | None:
    """Who reaches every threshold, of the whole or in every area of a level; None where that is not known."""
    for threshold in thresholds:
        level, strict = threshold.get("areas"), threshold.get("strict", False)
        names = [area for area, (its, _) in election.areas.items() if its == level] if level else [""]
        for place in (totals[name] for name in names if name in totals):
            votes, base = place["selections"], place["bases"][threshold["base"]]
            if level and totals[""]["stations"]["expected"] and not place["stations"]["in"]:
                continue
            if base is None or (base == 0 and any(votes[name] for name in passing)):
                return None
            least = Fraction(threshold["share"]) * base
            good = {name for name in passing if votes[name] > least or (votes[name] == least and not strict)}
            passing = good if base else passing if level else set()
    return passing


def highest(claims: dict[str, Any], places: int) -> tuple[list[str], Lots]:
    """Who has one of the highest claims for certain, and the lot among those level for the last places."""
    ranked = sorted(claims, key=lambda name: (-claims[name], name))
    if not 0 < places < len(ranked) or claims[ranked[places - 1]] > claims[ranked[places]]:
        return ranked[:places], []
    level = [name for name in ranked if claims[name] == claims[ranked[places]]]
    return ranked[: ranked.index(level[0])], [(level, places - ranked.index(level[0]))]


def under_cap(votes: dict[str, int], rule: Told) -> tuple[dict[str, int], Lots]:
    """Largest remainders. Who would have more than the cap is held there, and the rest is divided anew."""
    cap, held, others = int(rule["cap"] if "cap" in rule else rule["seats"]), dict[str, int](), votes
    while others:
        total, seats = sum(others.values()), rule["seats"] - sum(held.values())
        quota = Fraction(total, seats) if rule.get("quota") != "droop" else Fraction(total // (seats + 1) + 1)
        given = {name: int(n / quota) for name, n in others.items()}
        turns, last = divmod(seats - sum(given.values()), len(others))
        sure, lots = highest({name: n / quota % 1 for name, n in others.items()}, last)
        given = {name: n + turns + (name in sure) for name, n in given.items()}
        between, places = lots[0] if lots else ([], 0)
        above, full = {s for s in given if given[s] > cap}, {s for s in between if given[s] >= cap}
        above |= full if above or len(between) - len(full) < places else set()
        if not above:
            free = [name for name in between if name not in full]
            won = {name: given[name] + 1 for name in free if len(free) == places}
            return held | given | won, [(free, places)] if lots and not won else []
        held |= dict.fromkeys(above, cap)
        others = {name: n for name, n in others.items() if name not in above}
    return held, []


# --- 8 publication ---------------------------------------------------------------------------------------------------


def unlike(published: Any, mine: Any, path: str) -> Iterator[str]:
    """Every figure that is published otherwise than it was computed, by its path."""
    if isinstance(published, dict) and isinstance(mine, dict):
        for key in sorted({*published, *mine}):
            pair = published.get(key, "nothing"), mine.get(key, "nothing")
            yield from unlike(*pair, f"{path}.{key or '(whole)'}")
    elif published != mine or type(published) is not type(mine):
        yield f"{path}: published {canonical(published)[:99]}, computed {canonical(mine)[:99]}"


def unlike_lines(published: bytes, mine: Iterable[list[str]], path: str) -> Iterator[str]:
    """Lines of a table that do not follow from the record, and lines that do and are left out."""
    rows = map("\t".join, csv.reader(io.StringIO(published.decode(errors="replace"), newline="")))
    odd, there = set[str | None](), set[str | None]()  # odd: on one side only, as far as both were read
    for line, made in itertools.zip_longest(rows, map("\t".join, mine)):
        if line != made:
            odd ^= {line}
            there |= {line} & odd
            odd ^= {made}
    for each in sorted(filter(None, odd)):
        said = "is published and does not follow" if each in there else "is left out and follows"
        yield f"{path}: {each!r} {said} from the record"


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """The name under which the files of each station, area or contest lie."""
    found, taken = dict[str, str](), Counter[str]()
    for id_ in dict.fromkeys(ids):
        name = id_
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", id_):
            plain = (
                c if c.isascii() and c.isalnum() else re.sub("..", r"~\g<0>", c.encode().hex()) for c in id_
            )
            name = "".join(plain)
        if len(name) > 100:
            name = f"{name[:60]}~{hashlib.sha256(id_.encode()).hexdigest()[:16]}"
        taken[name.casefold()] += 1
        found[id_] = name + f"~{taken[name.casefold()]}" * (taken[name.casefold()] > 1)
    return found


class Figures:
    """All published figures, at one size of the record after the other."""

    def __init__(self, log: Log, facts: Facts) -> None:
        self.log, self.facts, self.definition = log, facts, Told()
        self.election: Election
        self.counts, self.lines = list[Count](), list[list[str]]()
        self.area_names = dict[str, str]()

    def update(self) -> set[str]:
        """Take in the facts that are there now; gives the areas of which a figure may be another one."""
        renewed = self.definition is not self.facts.definition
        if renewed:
            self.definition = self.facts.definition
            place, stations = self.log.place, self.definition.get("stations", "")
            definition = evidence_of(place, self.definition.get("definition", ""))
            self.election = Election(definition, evidence_of(place, stations) if stations else b"")
            self.counts = [Count(self.election, contest, self.facts) for contest in self.election.contests]
            self.area_names = names_of(self.election.areas)
        else:
            moved = {id_ for (_, of_area), ids in self.facts.news.items() if not of_area for id_ in ids}
            for count in self.counts:
                count.update(moved)
        self.lines = [[count.id, *each] for count in self.counts for each in count.restood.items()]
        return {*self.election.areas} if renewed else {area for count in self.counts for area in count.areas}

    def area_path(self, area: str) -> str:
        return f"data/areas/{self.area_names[area]}.json"

    def standings(self) -> list[list[str]]:
        """Where the count in law of each station stands."""
        return [[count.id, *each] for count in self.counts for each in count.standing.items() if each[1]]

    def check(
        self, published: Told, path: str, read: Callable[[str], bytes | None], areas: Iterable[str]
    ) -> None:
        """The published figures of the whole, and of some areas, against those that follow."""
        report, size = self.log.report, published["record_size"]
        mine = {"contests": {count.id: count.whole() for count in self.counts}, "record_size": size}
        mine |= {"election": self.election.id, "root": self.log.tree.root(size).hex()}
        told = {area: published["areas"].get(area, "") for area in self.election.areas}
        report.say("DIFFERS", *unlike(published, mine | {"areas": told}, path))
        for area in areas:
            name = self.area_path(area)
            content = read(name)
            if content is None or hashlib.sha256(content).hexdigest() != told[area]:
                report.say("DIFFERS", f"{name}: not the file that {path} has the hash of")
                continue
            contests = {count.id: said for count in self.counts if (said := count.results(area))["totals"]}
            report.say("DIFFERS", *unlike(json.loads(content), {"area": area, "contests": contests}, name))

    def tables(self) -> Iterator[tuple[str, Any]]:
        """Every table of counts and differences, and the counts of every station, by their paths."""
        names = names_of(count.id for count in self.counts)
        for count in self.counts:
            yield from count.tables_in_parts(names)
        others = {id_ for count in self.counts for id_ in count.stations} - self.election.stations.keys()
        stations = names_of([*self.election.stations, *sorted(others)])
        for id_, name in () if self.log.place.url else stations.items():
            there = [count for count in self.counts if id_ in count.stations]
            contests = {count.id: {"counts": count.counts_of(id_)} for count in there}
            yield f"data/stations/{name}.json", {"station": id_, "contests": contests}


def walk(log: Log, facts: Facts, sizes: Iterable[int]) -> Iterator[int]:
    """Read the record again, and stop at some sizes."""
    entries = log.entries(facts.tree)
    for size in sizes:
        for entry in itertools.islice(entries, size - facts.size):
            facts.add(entry)
        yield size


def check_publication(log: Log, facts: Facts) -> None:
    """The published files, and what the record says of them, against what follows from the facts."""
    place, report, last = log.place, log.report, facts.publications[-1][1] if facts.publications else {}
    site = "" if place.read("files.sha256") or place.read("data/results.json") else "public/"
    raw, listed = place.read(site + "data/results.json"), place.read(site + "files.sha256") or b""
    if raw is None:
        report.say("DIFFERS" if listed else "note", "no data/results.json is here: no figure was checked")
        return
    published = json.loads(raw)
    size = published["record_size"]
    if not last.get("record_size", size) <= size <= facts.size:
        report.say("DIFFERS", f"data/results.json is of {size} entries, the last publication of another size")
    every = [fact for _, fact in facts.publications]
    at = max((i for i, fact in enumerate(every) if fact["record_size"] == size), default=-1)
    told, before = every[at] if at >= 0 else Told(), every[at - 1] if at > 0 else Told()
    changes = told.get("list_says") == "changes"
    figures, sizes = Figures(log, facts), [before["record_size"], size] if changes and before else [size]
    if changes or size < facts.figures_until:  # read the facts again until there
        figures = Figures(log, Facts(Tree()))
    for _ in walk(log, figures.facts, sizes) if figures.facts is not facts else sizes:
        figures.update()
    figures.check(
        published, "data/results.json", lambda path: place.read(site + path), figures.election.areas
    )
    for path, mine in figures.tables():
        content = place.read(site + path)
        if content is not None and path.endswith(".json"):
            report.say("DIFFERS", *unlike(json.loads(content), mine, path))
        elif content is not None:
            report.say("DIFFERS", *unlike_lines(content, mine, path))
    report.say(
        "ok", f"figures: computed anew from the first {size:,} entries, for {len(figures.counts)} contests"
    )
    check_files(place, site, listed, facts, report)
    for word, content in (("figures", raw), ("files", listed)) if told else ():
        report.say(hashlib.sha256(content).hexdigest() == told[word], f"publication: announced {word}")
    check_standings(figures, told)
    report.say("DIFFERS" if last else "note", *([] if told else [f"publication: none of {size:,} entries"]))


def check_publications(log: Log, facts: Facts) -> None:
    """The figures of every publication that the site keeps, in one reading of the record."""
    place, report, figures, fresh = log.place, log.report, Figures(log, Facts(Tree())), set[str]()
    site = "" if place.read("files.sha256") else "public/"
    index = json.loads(place.read(f"{site}at/index.json") or b'{"publications":[]}')
    names = {entry: name for name, _, _, entry in index["publications"]}
    kept, areas, done = dict[str, bytes | None](), dict[str, str](), 0
    sizes = [fact["record_size"] for _, fact in facts.publications]
    if sizes != sorted(sizes):
        report.say("DIFFERS", "publications: a later one is of fewer entries than the one before it")
        return
    for (entry, fact), _ in zip(facts.publications, walk(log, figures.facts, sizes), strict=True):
        fresh |= figures.update()
        check_standings(figures, fact)
        where = f"{site}at/{names.get(entry, '-')}/"
        raw = place.read(where + "data/results.json")
        if raw is None:
            report.say("note", f"publication of entry {entry}: its figures are not kept here")
            continue
        if hashlib.sha256(raw).hexdigest() != fact["figures"]:
            report.say("DIFFERS", f"{where}data/results.json: not the one that entry {entry} announced")
        published = json.loads(raw)
        if (published["record_size"], published["root"]) != (fact["record_size"], fact["root"]):
            report.say("DIFFERS", f"{where}data/results.json: of other entries than entry {entry} says")
            continue
        new = {path: place.read(where + path) for area in fresh if (path := figures.area_path(area))}
        kept |= {path: content for path, content in new.items() if content is not None}
        figures.check(published, f"{where}data/results.json", kept.get, fresh)
        moved = [area for area in areas.keys() - fresh if published["areas"].get(area) != areas[area]]
        report.say("DIFFERS", *(f"{where}: area {area} changed without a fact of it" for area in moved))
        areas, fresh, done = published["areas"], set(), done + 1
        if report.progress:
            sys.stderr.write(f"\r{done:,} publications" + "\n" * (fact is facts.publications[-1][1]))
    report.say(
        "ok", f"publications: figures of {done:,} of {len(sizes):,} computed anew, each from its entries"
    )


def check_standings(figures: Figures, told: Told) -> None:
    """The list of stations of a publication, whole or as changes to the one before, and its numbers."""
    report, every = figures.log.report, figures.standings()
    lines = figures.lines if told.get("list_says") == "changes" else every
    there = evidence_of(figures.log.place, told["stations_list"]) if told else b""
    head = [["contest", "station", "standing"]]
    report.say("DIFFERS", *(unlike_lines(there, head + lines, "evidence/ (stations_list)") if told else ()))
    numbers = dict.fromkeys(told.get("stations", ()), 0) | Counter(
        line[2].replace("-", "_") for line in every
    )
    report.say("DIFFERS", *(unlike(told["stations"], numbers, "publication: stations") if told else ()))


# That a publication was stopped is said on the pages that stand; but for this they are as they were published.
NOTICE = re.compile(rb"<!--notice:(\d+)-->.*?<!--/notice-->\n", re.DOTALL)


def check_files(place: Place, site: str, listed: bytes, facts: Facts, report: Report) -> None:
    """Every file that files.sha256 lists, and those of the lists in it; over the net only those of figures."""
    lines = listed.decode(errors="replace").splitlines()
    for path in [line[66:] for line in lines if line[66:].startswith("manifests/") and ".." not in line]:
        more = b"" if place.url else place.read(site + path) or b""
        lines += more.decode(errors="replace").splitlines()
    for line in (line for line in lines if not place.url or "  data/" in line):
        told, _, path = line.partition("  ")
        content = place.read(site + path) if ".." not in path else None
        notice = NOTICE.search(content) if content and path.endswith(".html") else None
        if content and notice:
            content, stop = content.replace(notice[0], b"", 1), int(notice[1])
            report.say("DIFFERS", *[] if stop in facts.stops else [f"{path}: its notice is of no stop"])
        same = content is not None and hashlib.sha256(content).hexdigest() == told
        if not same and (content is not None or not path.startswith("evidence/")):  # some may be withheld
            report.say("DIFFERS", f"{site}{path}: not the file that files.sha256 lists")
    report.say("ok", f"files: {len(lines):,} in files.sha256" + ", only data/ was fetched" * bool(place.url))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check a published election record (docs/verify.md).")
    parser.add_argument("where", metavar="FOLDER_OR_URL")
    parser.add_argument("--vkey", default="", help="the log's key or a file with it, not from the site")
    parser.add_argument("--policy", default="", help="whose cosignatures you ask for (C2SP tlog-policy)")
    parser.add_argument("--since", default="", help="a checkpoint you kept: the record must go on from it")
    parser.add_argument("--publications", action="store_true", help="the figures of all that are kept in at/")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--progress", action="store_true", help="say on stderr how far it is")
    asked = parser.parse_args(arguments)
    report = Report(quiet=asked.json, progress=asked.progress or sys.stderr.isatty())
    try:
        with tempfile.TemporaryDirectory() as fetched:
            place = Place(asked.where, fetched)
            log = Log(place, report, asked.vkey)
            facts, policy = Facts(log.tree), place.read("policy.txt") or b"quorum none"
            policy = Path(asked.policy).read_bytes() if asked.policy else policy
            report.say("note", *([] if asked.policy else ["no --policy: the witnesses are the folder's own"]))
            log.check_policy(policy)
            for entry in log.entries(log.tree):
                facts.add(entry)
            log.check_tree()
            log.check_growth(asked.since)
            report.say("DIFFERS", *facts.faults)
            report.say("ok", f"facts: {facts.size - len(facts.faults):,} of {facts.size:,} in form and order")
            check_evidence(place, facts, report)
            check_allowances(place, facts, report)
            Group(place, facts, report)
            check_publication(log, facts)
            if asked.publications:
                check_publications(log, facts)
    except (CannotRun, OSError) as error:
        sys.stderr.write(f"could not run: {error}\n")
        return 2
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, csv.Error) as error:
        report.say("DIFFERS", f"cannot be judged: {error if type(error) is ValueError else repr(error)}")
    report.say("cannot know", "whether stations reported what ballots say, and what withheld evidence says")
    report.say("cannot know", "whether others saw another history (see --policy, --since); what the law is")
    wrong = len(report.said["DIFFERS"])
    answer = f"NOT VERIFIED: {wrong:,} differences" if wrong else "VERIFIED"
    sys.stdout.write((canonical({"verified": not wrong, **report.said}) if asked.json else answer) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
