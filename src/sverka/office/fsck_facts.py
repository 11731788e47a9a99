"""Every fact of a record, verified: its form, its kind, its place in the chain of its subject, the files it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sverka.record.defects import Defect, DefectCode, defect
from sverka.record.facts import (
    NOT_A_FACT,
    AnyFact,
    DefinitionFact,
    DocumentFact,
    KeyFact,
    UnknownFact,
    hash_of,
    is_its_form,
    parse_fact,
    subject_of,
    why_withdrawn,
    why_withheld,
)
from sverka.record.group_facts import GroupFact
from sverka.record.named_evidence import evidence_named_by
from sverka.record.night_facts import AllowanceFact
from sverka.tlog.bundles import BUNDLE_WIDTH, bundle_path

HASH = re.compile(r"[0-9a-f]{64}")
MOMENT = re.compile(  # RFC 3339 §5.6, with a zone
    r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(?:\.\d+)?(?:Z|[+-][0-2]\d:[0-5]\d)"
)


@dataclass(slots=True)
class FactsCheck:
    """Takes in facts in the record's order, and keeps what the rest of the folder is held against.

    `broken` : breaks in chains, apart: they also follow from a fact that was changed or is missing
    `named` : files of evidence, and the first fact that names each
    `withheld`, `withdrawn` : those not published, and why
    `definition`, `key` : those in force, where a fact says so · `acts`, `allowances` : how many there are
    """

    size: int
    defects: list[Defect] = field(default_factory=list)
    broken: list[Defect] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)
    withheld: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, str] = field(default_factory=dict)
    definition: DefinitionFact | None = None
    key: str = ""
    acts: int = 0
    allowances: int = 0
    _last: dict[str, str] = field(default_factory=dict)  # per subject, the hash of its last fact
    _times: set[str] = field(default_factory=set)  # seen before, and found to be times

    def read(self, index: int, entry: bytes) -> None:
        """Take in one fact."""
        try:
            fact = parse_fact(entry)
        except NOT_A_FACT as error:
            self._report(DefectCode.FACT_UNREADABLE, index, reason=str(error))
            return
        if isinstance(fact, UnknownFact):
            self._report(DefectCode.FACT_UNKNOWN, index, kind=fact.kind, schema=fact.schema)
            return
        if not is_its_form(fact, entry):
            self._report(DefectCode.FACT_NOT_CANONICAL, index)
        if fact.received not in self._times:
            self._check_time(index, fact.received)
        self._check_chain(index, fact, entry)
        self._remember(index, fact)

    def _check_time(self, index: int, received: str) -> None:
        if MOMENT.fullmatch(received):
            self._times.add(received)
        else:
            self._report(DefectCode.FACT_WITHOUT_TIME, index, received=received)

    def _check_chain(self, index: int, fact: AnyFact, entry: bytes) -> None:
        """Each fact names the one before it of the same subject."""
        subject = "\0".join(subject_of(fact))
        previous = self._last.get(subject, "")
        if fact.supersedes != previous:
            context: dict[str, str | int] = {
                "entry": index,
                "found": fact.supersedes or "–",
                "previous": previous or "–",
            }
            self.broken.append(Defect(DefectCode.CHAIN_BROKEN, bundle_of(index, self.size), context))
        self._last[subject] = hash_of(entry)

    def _remember(self, index: int, fact: AnyFact) -> None:
        for sha256 in evidence_named_by(fact):
            if sha256 not in self.named:
                self.named[sha256] = index
                if not HASH.fullmatch(sha256):
                    self._report(DefectCode.EVIDENCE_NO_HASH, index, named=sha256)
        match fact:
            case DocumentFact():
                _say(self.withheld, fact.sha256, why_withheld(fact))
                _say(self.withdrawn, fact.sha256, why_withdrawn(fact))
            case DefinitionFact():
                self.definition = fact
            case KeyFact(state="in-force"):
                self.key = fact.vkey
            case GroupFact():
                self.acts += 1
            case AllowanceFact():
                self.allowances += 1
            case _:
                pass

    def _report(self, code: DefectCode, index: int, **context: str | int) -> None:
        self.defects.append(defect(code, bundle_of(index, self.size), entry=index, **context))


def bundle_of(index: int, size: int) -> str:
    """The file that a fact lies in, in a record of `size` facts."""
    first = index // BUNDLE_WIDTH
    width = min(BUNDLE_WIDTH, size - first * BUNDLE_WIDTH)
    return f"record/{bundle_path(first, width)}"


def _say(papers: dict[str, str], sha256: str, why: str) -> None:
    """Keep why a paper is not published, as its last fact says; nothing where it is."""
    papers.pop(sha256, None)
    if why:
        papers[sha256] = why
