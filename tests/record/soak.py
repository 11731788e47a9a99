"""Facts of the documents, changed at random, before what decides whether bytes are a fact, and a canonical one.

Nothing but the errors that are expected may come out, and whatever is accepted must be what RFC 8785 writes
(by another implementation, `rfc8785`), must be written again as the same bytes, and must be the verifier's too.

Usage: see tests/soak.py; 20,000 cases are a million inputs.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from random import Random

import rfc8785

from sverka.record.facts import NOT_A_FACT, UnknownFact, canonical_bytes, is_its_form, parse_fact
from tests.tlog.mutations import mutated

PAGE = Path(__file__).resolve().parents[2] / "docs" / "record.md"
INPUTS_PER_CASE = 50
MOST_SHOWN = 10


def soak(seed: int, n: int) -> dict[str, int]:
    """Judge 50 `n` changed facts; gives how many there were of each outcome, and how many came out `wrong`."""
    random = Random(seed)
    facts = [text.encode() for text in re.findall(r"```json\n(.+)\n```", PAGE.read_text("utf-8"))]
    found = Counter({"inputs": n * INPUTS_PER_CASE, "accepted": 0, "refused": 0, "wrong": 0})
    for _ in range(n * INPUTS_PER_CASE):
        entry = mutated(random.choice(facts), facts, random)
        outcome = judge(entry)
        found[outcome] += 1
        if outcome == "wrong" and found["wrong"] <= MOST_SHOWN:
            sys.stderr.write(f"{entry!r}\n")
    return dict(found)


def judge(entry: bytes) -> str:
    """`accepted` or `refused`; `wrong` where it should have been the other, or anything else came out."""
    try:
        fact = parse_fact(entry)
        if not is_its_form(fact, entry):
            return "refused"
        again = rfc8785.dumps(json.loads(entry))
    except NOT_A_FACT:
        return "refused"
    except Exception:  # noqa: BLE001 - that is what is looked for
        return "wrong"
    if again != entry or (not isinstance(fact, UnknownFact) and canonical_bytes(fact) != entry):
        return "wrong"
    return "accepted"
