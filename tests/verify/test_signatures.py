"""Ed25519, keys, checkpoints and policies as the verifier reads them: foreign vectors, and tables of bad bytes."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sverka.tlog.checkpoint import Checkpoint, format_checkpoint
from sverka.tlog.keys import COSIGNATURE, ED25519, format_vkey, new_signer
from sverka.tlog.note import format_note, sign_note
from sverka_verify import LOG, WITNESS, CannotRun, Key, Log, Place, Report, is_signed, point_of
from sverka_verify import Checkpoint as Read

LOG_KEY = new_signer("example.org/town", ED25519, bytes(31) + b"\1")
CHECKPOINT = format_note(
    sign_note(format_checkpoint(Checkpoint("example.org/town", 7, bytes(32))), [LOG_KEY])
)

RFC_8032 = {  # §7.1: public key, message, signature
    "TEST 1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "TEST 2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "TEST 3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
}


@pytest.mark.parametrize("name", RFC_8032)
def test_it_verifies_the_vectors_of_rfc_8032_and_nothing_one_bit_away(name: str) -> None:
    public, message, signature = map(bytes.fromhex, RFC_8032[name])

    assert is_signed(public, message, signature)
    for at in (0, 31, 32, 63):
        changed = bytearray(signature)
        changed[at] ^= 1
        assert not is_signed(public, message, bytes(changed))
    assert not is_signed(public, message + b"x", signature)
    assert not is_signed(public, message, signature[:63])


def test_it_judges_corner_cases_as_openssl_does_but_for_keys_of_small_order(data_dir: Path) -> None:
    cases: list[dict[str, Any]] = json.loads((data_dir / "tlog-vectors" / "ed25519vectors.json").read_bytes())
    for case in cases:
        public, signature = bytes.fromhex(case["key"]), bytes.fromhex(case["sig"])
        small = "low_order_A" in (case["flags"] or [])

        assert is_signed(public, case["msg"].encode(), signature) is (
            not small and verified_by_openssl(public, case["msg"].encode(), signature)
        )
        assert (point_of(public) is None) >= small


def verified_by_openssl(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_it_reads_the_real_checkpoint_of_the_go_checksum_database(data_dir: Path) -> None:
    notes = (data_dir / "tlog-vectors" / "notes.txt").read_text("utf-8")
    key, note = notes.partition("=== Go checksum database")[2].partition("=== note:\n")[::2]

    checkpoint = Read(note.encode(), "note")
    assert checkpoint.size == 35_225_469
    assert (
        checkpoint.by_log(Key(key.strip().splitlines()[-1], LOG)) is False
    )  # its key has another name than its log
    name, id_ = next(iter(checkpoint.signatures))
    public = Key(key.strip().splitlines()[-1], LOG)
    assert (name, id_) == (public.name, public.id)
    assert is_signed(public.public, checkpoint.text.encode(), checkpoint.signatures[name, id_])


def test_it_reads_the_example_of_a_cosignature() -> None:
    example = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+"
        "zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0"
        "xUe+mbIUBkBIfZ+qnA==\n"
    )

    checkpoint = Read(example.encode(), "example")

    assert checkpoint.origin == "example.com/behind-the-sofa"
    assert [name for name, _ in checkpoint.signatures] == [
        "example.com/behind-the-sofa",
        "witness.example.com/w1",
    ]


def spoilt(before: str, after: str) -> bytes:
    text = CHECKPOINT.decode()
    assert before in text
    return text.replace(before, after, 1).encode()


SIGNATURE = CHECKPOINT.decode().splitlines(keepends=True)[-1]
BAD = {
    "nothing": b"",
    "leading zero": spoilt("\n7\n", "\n07\n"),
    "a sign": spoilt("\n7\n", "\n+7\n"),
    "digits of another script": spoilt("\n7\n", "\n٧\n"),
    "a space": spoilt("\n7\n", "\n7 \n"),
    "carriage returns": CHECKPOINT.replace(b"\n", b"\r\n"),
    "a size of 2^63": spoilt("\n7\n", f"\n{2**63}\n"),
    "a root of 33 bytes": spoilt(base64.b64encode(bytes(32)).decode(), base64.b64encode(bytes(33)).decode()),
    "padding left out": spoilt("A=\n", "A\n"),
    "padding bits that are not zero": spoilt("AA=\n", "AB=\n"),
    "an extension line": spoilt("A=\n", "A=\nmore\n"),
    "no signature": CHECKPOINT.removesuffix(SIGNATURE.encode()),
    "a signature twice": CHECKPOINT + SIGNATURE.encode(),
    "a line without its end": CHECKPOINT[:-1],
    "a line after it": CHECKPOINT + b"\n",
    "a hyphen for the dash": spoilt("— ", "- "),
    "a name with a plus": spoilt("— example.org/town", "— example.org+town"),
    "bytes that are no text": CHECKPOINT.replace(b"example", b"ex\xffmple"),
    "more than a megabyte": CHECKPOINT + SIGNATURE.encode() * 10_000,
}


def test_the_checkpoint_that_is_spoilt_below_is_good() -> None:
    assert Read(CHECKPOINT, "checkpoint").by_log(Key(format_vkey(LOG_KEY.verifier), LOG))


@pytest.mark.parametrize("name", BAD)
def test_it_reads_no_other_spelling_of_a_checkpoint(name: str) -> None:
    with pytest.raises(CannotRun):
        Read(BAD[name], name)


def test_it_takes_no_key_for_another(data_dir: Path) -> None:
    vkey = format_vkey(LOG_KEY.verifier)
    for bad in ("", "x+y", vkey.replace("town", "city"), vkey.replace("+", "-"), vkey.upper(), vkey[:-1]):
        with pytest.raises(CannotRun):
            Key(bad, LOG)
    with pytest.raises(CannotRun):
        Key(vkey, WITNESS)


# --- policies: C2SP tlog-policy --------------------------------------------------------------------------------------

WITNESSES = [new_signer(f"w{n}.example", COSIGNATURE, bytes(31) + bytes([n])) for n in range(3)]
LINES = "".join(
    f"witness W{n} {format_vkey(w.verifier)} https://w.example\n" for n, w in enumerate(WITNESSES)
)

BAD_POLICIES = {
    "no quorum": LINES,
    "two": LINES + "quorum none\nquorum W1\n",
    "a name that is not defined": LINES + "quorum W7\n",
    "a member defined below": "group G any W1\n" + LINES + "quorum G\n",
    "a member in two groups": LINES + "group G any W1\ngroup H any W1\nquorum G\n",
    "a member twice": LINES + "group G 1 W1 W1\nquorum G\n",
    "none as a member": LINES + "group G any none\nquorum G\n",
    "more than there are": LINES + "group G 3 W1 W2\nquorum G\n",
    "of nobody": LINES + "group G all\nquorum G\n",
    "zero of them": LINES + "group G 0 W1\nquorum G\n",
    "a witness twice": LINES + LINES.splitlines()[0].replace("W0", "W9") + "\nquorum none\n",
    "a log's key for a witness": f"witness W {format_vkey(LOG_KEY.verifier)}\nquorum W\n",
    "a word that is none": LINES + "majority W1\nquorum none\n",
    "carriage returns": (LINES + "quorum none\n").replace("\n", "\r\n"),
}


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A log of which there is a checkpoint and no entry."""
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "checkpoint").write_bytes(CHECKPOINT)
    return Log(Place(str(tmp_path)), Report(quiet=True, progress=False), format_vkey(LOG_KEY.verifier))


@pytest.mark.parametrize("name", BAD_POLICIES)
def test_it_follows_no_policy_that_it_cannot(name: str, log: Log) -> None:
    with pytest.raises(CannotRun):
        log.check_policy(BAD_POLICIES[name].encode())


@pytest.mark.parametrize("quorum, met", [("none", True), ("W1", False), ("G", False)])
def test_a_quorum_of_those_who_did_not_sign_is_not_met(quorum: str, met: bool, log: Log) -> None:
    log.check_policy(f"# whom we ask\n{LINES}\tgroup G 2 W0 W2 \n\nquorum {quorum}\n".encode())

    assert bool(log.report.said["DIFFERS"]) is not met
