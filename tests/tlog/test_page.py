"""A section of docs/record.md: a small log from the entry to the proof, each block made again from fixed seeds."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

from sverka.record.facts import UnknownFact, canonical_bytes, parse_fact
from sverka.tlog.bundles import bundle_path, format_bundle
from sverka.tlog.checkpoint import Checkpoint, format_checkpoint
from sverka.tlog.cosignature import cosign
from sverka.tlog.keys import COSIGNATURE, ED25519, format_vkey, new_signer, parse_vkey
from sverka.tlog.note import Note, format_note, sign_note
from sverka.tlog.policy import parse_policy
from sverka.tlog.proof import TlogProof, check_proof, format_proof, parse_proof
from sverka.tlog.tiles import Edge, Tile, hash_reader
from sverka.tlog.tree import leaf_hash, node_hash, prove_inclusion

TITLE = "## Signed checkpoints and proofs, as bytes\n"
FACT = (
    '{"authority":"ЦИК","kind":"annulment","number":"836","reason":"ballots outside the station",'
    '"received":"2021-12-15T18:00:00+06:00","schema":1,"scope":{"station":"7133"}}'
)
ENTRIES = [FACT.encode(), b"hello", b"abc"]
TIME = 1638165600

LOG_SEED, WITNESS_SEED = b"\x4c" * 32, b"\x57" * 32
PUBLIC_KEY = new_signer("any", ED25519, LOG_SEED).verifier.public_key
LOG = new_signer(f"kg-2021-11-28/{sha256(PUBLIC_KEY).hexdigest()[:8]}", ED25519, LOG_SEED)
WITNESS = new_signer("witness.example/kg", COSIGNATURE, WITNESS_SEED)

LEAVES = [leaf_hash(entry) for entry in ENTRIES]
EDGE, TILES = Edge().grown(LEAVES)
TEXT = format_checkpoint(Checkpoint(LOG.name, EDGE.size, EDGE.root))
COSIGNATURE_LINE = cosign(TEXT, WITNESS, timestamp=TIME)
CHECKPOINT = format_note(Note(TEXT, (*sign_note(TEXT, [LOG]).signatures, COSIGNATURE_LINE)))
READ = hash_reader(dict(TILES).__getitem__, EDGE.size)
PROOF = format_proof(TlogProof(0, tuple(prove_inclusion(0, EDGE.size, READ)), CHECKPOINT))
POLICY = f"log {format_vkey(LOG.verifier)}\nwitness W {format_vkey(WITNESS.verifier)}\nquorum W\n"


def dump(content: bytes) -> str:
    """Bytes in hexadecimal, 32 a line."""
    rows = (content[at : at + 32].hex(" ") for at in range(0, len(content), 32))
    return "".join(f"{row}\n" for row in rows)


def expected() -> list[str]:
    """What the blocks of the section say, in their order."""
    content = COSIGNATURE_LINE.signature
    key_id = COSIGNATURE_LINE.key_id.to_bytes(4, "big")
    a, b, c = LEAVES
    return [
        f"{FACT}\n",
        dump(format_bundle(ENTRIES)),
        f"{a.hex()}  leaf 0\n{b.hex()}  leaf 1\n{c.hex()}  leaf 2\n"
        f"{node_hash(a, b).hex()}  node over leaves 0 and 1\n{EDGE.root.hex()}  root\n",
        f"{format_vkey(LOG.verifier)}\n{format_vkey(WITNESS.verifier)}\n",
        CHECKPOINT.decode(),
        f"cosignature/v1\ntime {TIME}\n{TEXT}",
        f"{key_id.hex(' ')}  key id\n{content[:8].hex(' ')}  time\n"
        f"{content[8:40].hex(' ')}  R\n{content[40:].hex(' ')}  S\n",
        PROOF.decode(),
        POLICY,
    ]


@pytest.fixture(scope="module")
def section(root: Path) -> str:
    page = (root / "docs" / "record.md").read_text("utf-8")
    assert page.count(TITLE) == 1
    return re.split(r"^## ", page.split(TITLE)[1], flags=re.M)[0]


def test_every_block_of_the_page_is_what_the_seeds_give(section: str) -> None:
    assert re.findall(r"^```\n(.*?)^```$", section, re.M | re.S) == expected()


def test_the_page_names_seeds_time_and_paths(section: str) -> None:
    for name in (bundle_path(0, 3), Tile(0, 0, 3).path, "`4c`", "`57`", str(TIME), f"`{LOG.name}`"):
        assert name in section


def test_the_entry_is_a_fact_in_its_one_form() -> None:
    fact = parse_fact(FACT.encode())

    assert not isinstance(fact, UnknownFact)
    assert canonical_bytes(fact) == FACT.encode()


def test_what_the_page_shows_is_read_and_verified(section: str) -> None:
    blocks = re.findall(r"^```\n(.*?)^```$", section, re.M | re.S)
    log, witness = map(parse_vkey, blocks[3].splitlines())
    proof = parse_proof(blocks[7].encode())

    assert (log, witness) == (LOG.verifier, WITNESS.verifier)
    assert check_proof(proof, blocks[0].removesuffix("\n").encode(), [log]).size == len(ENTRIES)
    assert proof.checkpoint == blocks[4].encode()
    standing = parse_policy(blocks[8].encode()).standing(proof.checkpoint)
    assert (standing.cosigned, standing.quorum_met) == ({"W": TIME}, True)
