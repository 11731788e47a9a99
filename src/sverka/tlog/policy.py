"""Policies: which logs are believed, which witnesses are known, and how many of them make a quorum.

::

    log example.com/log+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
    witness X1 x1.example+… https://x1.example/witness
    witness X2 x2.example+…
    witness Y1 y1.example+…
    group X any X1 X2
    group X-and-Y all X Y1
    quorum X-and-Y

A policy is octets: names, addresses and remarks may hold any above 0x7F, kept here as surrogate escapes. Items
are separated by spaces and tabs; empty lines and lines from `#` say nothing, so a policy can be written in many
ways, of which `format_policy` writes one. (c2sp.org/tlog-policy.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sverka.tlog.checkpoint import open_checkpoint
from sverka.tlog.cosignature import cosigned_by
from sverka.tlog.encodings import parse_decimal
from sverka.tlog.errors import FormatError
from sverka.tlog.keys import COSIGNATURE, ED25519, Verifier, format_vkey, parse_vkey

NO_QUORUM = "none"  # tlog-policy, "Defining the quorum": predefined, no member of a group

_NOT_IN_POLICY = re.compile(rb"[^\x09\x0a\x20-\x7e\x80-\xff]")  # tlog-policy, "Character set"


@dataclass(frozen=True, slots=True)
class PolicyLog:
    """A log whose checkpoints are believed; its key is named as its origin."""

    key: Verifier
    url: str = ""


@dataclass(frozen=True, slots=True)
class PolicyWitness:
    """A witness; the name has a meaning in the policy only."""

    name: str
    key: Verifier
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Witnesses and groups, of which `least` must have signed."""

    name: str
    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a checkpoint stands: which witnesses signed it, each with its time, and whether they are enough."""

    origin: str
    cosigned: Mapping[str, int]
    quorum_met: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom to believe."""

    logs: tuple[PolicyLog, ...]
    witnesses: tuple[PolicyWitness, ...]
    groups: tuple[Group, ...]
    quorum: str

    def standing(self, checkpoint: bytes) -> Standing:
        """How a checkpoint stands; one that no log of the policy signed is refused."""
        opened, note = open_checkpoint(checkpoint, [log.key for log in self.logs])
        times = cosigned_by(note, [witness.key for witness in self.witnesses])
        cosigned = {witness.name: times[witness.key] for witness in self.witnesses if witness.key in times}
        return Standing(opened.origin, cosigned, self._has_quorum(cosigned))

    def _has_quorum(self, cosigned: Iterable[str]) -> bool:
        met = {NO_QUORUM, *cosigned}
        for group in self.groups:  # members come before their group
            if sum(member in met for member in group.members) >= group.least:
                met.add(group.name)
        return self.quorum in met


def parse_policy(content: bytes) -> Policy:
    """The policy that octets hold."""
    if found := _NOT_IN_POLICY.search(content):
        raise FormatError(f"a policy: the octet 0x{found[0][0]:02x} at {found.start()}")
    if not content.endswith(b"\n"):
        raise FormatError("a policy: no newline at the end")
    draft = _Draft()
    for number, line in enumerate(content.decode("utf-8", "surrogateescape").split("\n"), 1):
        items = re.findall(r"[^ \t]+", line)
        if items and not items[0].startswith("#"):
            try:
                draft.read(items)
            except FormatError as error:
                raise FormatError(f"line {number} of a policy: {error}") from None
    return draft.finished()


def format_policy(policy: Policy) -> bytes:
    """The octets of a policy: logs, witnesses, groups, quorum, with one space between items."""
    lines = [
        *(["log", format_vkey(log.key), log.url] for log in policy.logs),
        *(["witness", each.name, format_vkey(each.key), each.url] for each in policy.witnesses),
        *(["group", each.name, _threshold(each), *each.members] for each in policy.groups),
        ["quorum", policy.quorum],
    ]
    text = "".join(" ".join(filter(None, line)) + "\n" for line in lines)
    content = text.encode("utf-8", "surrogateescape")
    if parse_policy(content) != policy:
        raise FormatError("a policy with a name or an address that has spaces or is empty")
    return content


@dataclass(slots=True)
class _Draft:
    """A policy while its lines are read."""

    logs: list[PolicyLog] = field(default_factory=list)
    witnesses: list[PolicyWitness] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    quorum: str | None = None
    names: set[str] = field(default_factory=set)  # of witnesses and groups, which share one space
    members: set[str] = field(default_factory=set)

    def read(self, items: Sequence[str]) -> None:
        """One line that says something."""
        match items:
            case ["log", vkey, *url]:
                self.logs.append(PolicyLog(_key(vkey, ED25519, self.logs), _address(url)))
            case ["witness", name, vkey, *url]:
                key = _key(vkey, COSIGNATURE, self.witnesses)
                self.witnesses.append(PolicyWitness(self.new(name), key, _address(url)))
            case ["group", name, least, _, *_]:
                members = tuple(self.member(member) for member in items[3:])
                self.groups.append(Group(self.new(name), _least(least, len(members)), members))
            case ["quorum", name]:
                self.quorum = self.only_quorum(name)
            case ["log" | "witness" | "group" | "quorum" as word, *_]:
                raise FormatError(f"{word} with {len(items) - 1} items")
            case _:
                raise FormatError("begins with none of log, witness, group, quorum")

    def new(self, name: str) -> str:
        if name == NO_QUORUM:
            raise FormatError(f"{NO_QUORUM!r} is the name of no witness or group")
        if name in self.names:
            raise FormatError(f"a second witness or group {name!r}")
        self.names.add(name)
        return name

    def member(self, name: str) -> str:
        if name not in self.names:
            raise FormatError(f"the member {name!r} is no witness or group of a line before")
        if name in self.members:
            raise FormatError(f"{name!r} is a member a second time")
        self.members.add(name)
        return name

    def only_quorum(self, name: str) -> str:
        if self.quorum is not None:
            raise FormatError("a second quorum")
        if name not in {NO_QUORUM, *self.names}:
            raise FormatError(f"the quorum {name!r} is no witness or group of a line before")
        return name

    def finished(self) -> Policy:
        """The policy, once it has a quorum."""
        if self.quorum is None:
            raise FormatError("a policy without a quorum")
        return Policy(tuple(self.logs), tuple(self.witnesses), tuple(self.groups), self.quorum)


def _key(vkey: str, algorithm: int, others: Sequence[PolicyLog | PolicyWitness]) -> Verifier:
    """The key of a log or witness, by which no other of them is known."""
    key = parse_vkey(vkey)
    if key.algorithm != algorithm:
        raise FormatError(f"a key of signature type 0x{key.algorithm:02x}, where it is 0x{algorithm:02x}")
    if any(other.key.public_key == key.public_key for other in others):
        raise FormatError("the public key of a line before")
    return key


def _address(url: Sequence[str]) -> str:
    if len(url) > 1:
        raise FormatError(f"{len(url)} items after the key, where there is one address")
    return url[0] if url else ""


def _least(text: str, members: int) -> int:
    least = {"any": 1, "all": members}.get(text) or parse_decimal(text, "the members needed")
    if not 1 <= least <= members:
        raise FormatError(f"a group that needs {least} of {members} members")
    return least


def _threshold(group: Group) -> str:
    if group.least == len(group.members):
        return "all"
    return "any" if group.least == 1 else str(group.least)
