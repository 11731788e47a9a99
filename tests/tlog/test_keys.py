"""Keys: one spelling each, the id their own, and none of which two libraries disagree."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from sverka.tlog.encodings import format_base64
from sverka.tlog.errors import FormatError
from sverka.tlog.keys import (
    COSIGNATURE,
    ED25519,
    Signer,
    Verifier,
    check_enrollable,
    format_skey,
    format_vkey,
    new_signer,
    parse_skey,
    parse_vkey,
)
from tests.tlog.samples import LOG, SKEY, VKEY

NAME, ID, KEY = VKEY.split("+", 2)
LAG = Verifier(NAME.replace("log", "lag"), ED25519, LOG.verifier.public_key)
PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493  # RFC 8032 §5.1: L


def vkey(content: bytes, name: str = NAME, key_id: str = ID) -> str:
    return f"{name}+{key_id}+{format_base64(content)}"


NO_VKEYS = {
    "nothing": ("", "a vkey: not a name, an id and a key with a plus between"),
    "a name and an id": (f"{NAME}+{ID}", "a vkey: not a name, an id and a key with a plus between"),
    "no name": (f"+{ID}+{KEY}", "a key without a name"),
    "a plus in the name": (f"a+{VKEY}", "a vkey: the id is not 8 hexadecimal digits in lower case"),
    "a space in the name": (VKEY.replace("log", "l g"), "the name of a key with a space"),
    "a no-break space": (VKEY.replace("log", "l\u00a0g"), "the name of a key with a space"),
    "an ideographic space": (VKEY.replace("log", "l\u3000g"), "the name of a key with a space"),
    "a line separator": (VKEY.replace("log", "l\u2028g"), "the name of a key with a space"),
    "a next-line character": (VKEY.replace("log", "l\u0085g"), "the name of a key with a space"),
    "a tab in the name": (VKEY.replace("log", "l\tg"), "the name of a key with the character U+0009"),
    "a zero byte": (VKEY.replace("log", "l\0g"), "the name of a key with the character U+0000"),
    "half of a pair": (VKEY.replace("log", "\ud800"), "the name of a key with the character U+D800"),
    "an id in upper case": (
        f"{NAME}+{ID.upper()}+{KEY}",
        "a vkey: the id is not 8 hexadecimal digits in lower case",
    ),
    "an id of 7 digits": (
        f"{NAME}+{ID[1:]}+{KEY}",
        "a vkey: the id is not 8 hexadecimal digits in lower case",
    ),
    "an id in Arabic digits": (
        f"{NAME}+١٢٣٤٥٦٧٨+{KEY}",
        "a vkey: the id is not 8 hexadecimal digits in lower case",
    ),
    "another key's id": (f"{NAME}+00000000+{KEY}", f"the id 00000000 is not that of the key, {ID}"),
    "no key": (f"{NAME}+{ID}+", "a vkey: no key"),
    "a newline behind": (VKEY + "\n", "a vkey: '\\n' is not in the standard alphabet of base64"),
    "the alphabet of URLs": (
        f"{NAME}+{ID}+_{KEY[1:]}",
        "a vkey: '_' is not in the standard alphabet of base64",
    ),
    "no padding": (VKEY[:-1], "a vkey: base64 with wrong padding"),
    "bits that are not zero": (vkey(bytes(32))[:-2] + "B=", "a vkey: base64 whose last bits are not zero"),
    "a type of its own": (
        vkey(b"\x06" + bytes(1312)),
        "signature type 0x06: known are Ed25519 (0x01) and its cosignature (0x04)",
    ),
    "a key of 31 bytes": (vkey(b"\x01" + bytes(31)), "a public key of 31 bytes, where it has 32"),
    "a key of 33 bytes": (vkey(b"\x01" + bytes(33)), "a public key of 33 bytes, where it has 32"),
    "a key of order 4": (
        vkey(b"\x01" + bytes(32)),
        "a public key of small order, which signs everything: make a new key",
    ),
    "a key that is not reduced": (
        vkey(b"\x01" + (PRIME + 3).to_bytes(32, "little")),
        "a public key in a non-canonical encoding: make a new key",
    ),
    "a key that is no point": (
        vkey(b"\x01" + (2).to_bytes(32, "little")),
        "a public key that is no point of the curve: it was not copied whole",
    ),
}

NO_SKEYS = {
    "nothing": ("", "a signer key does not begin with PRIVATE+KEY+"),
    "a vkey": (VKEY, "a signer key does not begin with PRIVATE+KEY+"),
    "no id": ("PRIVATE+KEY+name", "a signer key: not a name, an id and a key with a plus between"),
    "an id in upper case": (
        SKEY.replace(ID, ID.upper()),
        "a signer key: the id is not 8 hexadecimal digits in lower case",
    ),
    "another key's id": (SKEY.replace(ID, "0" * 8), f"the id 00000000 is not that of the key, {ID}"),
    "another name": (SKEY.replace("log", "lag"), f"the id {ID} is not that of the key, {LAG.key_id:08x}"),
    "a seed of 31 bytes": (
        "PRIVATE+KEY+" + vkey(b"\x01" + LOG.seed[1:]),
        "a seed of 31 bytes, where it has 32",
    ),
    "a seed and its public key, as other programs keep it": (
        "PRIVATE+KEY+" + vkey(b"\x01" + 2 * LOG.seed),
        "a seed of 64 bytes, where it has 32",
    ),
    "a newline behind": (SKEY + "\n", "a signer key: '\\n' is not in the standard alphabet of base64"),
    "no padding": (SKEY[:-1], "a signer key: base64 with wrong padding"),
}


@pytest.mark.parametrize("text, message", NO_VKEYS.values(), ids=NO_VKEYS)
def test_a_key_is_written_in_one_way(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_vkey(text)

    assert str(refused.value) == message


@pytest.mark.parametrize("text, message", NO_SKEYS.values(), ids=NO_SKEYS)
def test_a_signer_key_is_written_in_one_way_and_no_message_shows_it(text: str, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_skey(text)

    assert str(refused.value) == message
    secret = SKEY.rsplit("+", 1)[-1]
    assert not any(secret[at : at + 6] in str(refused.value) for at in range(len(secret) - 6))
    assert refused.value.__context__ is None


names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1).filter(
    lambda name: "+" not in name
)
keys = st.builds(
    new_signer, names, st.sampled_from([ED25519, COSIGNATURE]), st.binary(min_size=32, max_size=32)
)


@given(keys)
def test_keys_are_read_as_they_were_written(signer: Signer) -> None:
    assert parse_vkey(format_vkey(signer.verifier)) == signer.verifier
    assert parse_skey(format_skey(signer)) == signer


@given(keys, st.binary(max_size=50), st.integers(0, 511))
def test_a_key_accepts_its_signatures_of_this_message_and_no_other_bit(
    signer: Signer, message: bytes, bit: int
) -> None:
    signature = signer.sign(message)
    turned = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")

    assert signer.verifier.check(message, signature)
    assert not signer.verifier.check(message + b"\0", signature)
    assert not signer.verifier.check(message, turned)


def test_one_key_has_another_id_for_each_name_and_signature_type() -> None:
    public_key = LOG.verifier.public_key
    verifiers = [Verifier(name, kind, public_key) for name in ("a", "b") for kind in (ED25519, COSIGNATURE)]

    assert len({verifier.key_id for verifier in verifiers}) == 4


def test_a_signature_whose_s_is_not_below_the_order_is_refused() -> None:
    signature = LOG.sign(b"text")
    s = int.from_bytes(signature[32:], "little") + ORDER

    assert not LOG.verifier.check(b"text", signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 63, 65, 128])
def test_a_signature_has_64_bytes(length: int) -> None:
    assert not LOG.verifier.check(b"text", (LOG.sign(b"text") * 2)[:length])


@pytest.mark.parametrize(
    "name, kind, seed, message",
    [
        ("", ED25519, bytes(32), "a key without a name"),
        ("a+b", ED25519, bytes(32), "the name of a key with a plus"),
        ("name", 0x06, bytes(32), "signature type 0x06: known are"),
        ("name", ED25519, bytes(31), "a seed of 31 bytes, where it has 32"),
    ],
)
def test_there_is_no_signer_that_could_not_be_written(
    name: str, kind: int, seed: bytes, message: str
) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        new_signer(name, kind, seed)


def test_nobody_sees_a_seed_by_accident() -> None:
    assert repr(LOG) == "Signer(name='log.example/2021', algorithm=1)"


def cases(data_dir: Path) -> list[dict[str, Any]]:
    """The 914 corner cases of C2SP/CCTV ed25519vectors."""
    found: list[dict[str, Any]] = json.loads((data_dir / "tlog-vectors" / "ed25519vectors.json").read_bytes())
    assert len(found) == 914
    return found


def is_enrollable(public_key: bytes) -> bool:
    try:
        check_enrollable(public_key)
    except FormatError:
        return False
    return True


def test_keys_of_small_order_and_in_another_spelling_are_not_enrolled(data_dir: Path) -> None:
    refused = {key for case in cases(data_dir) if not is_enrollable(key := bytes.fromhex(case["key"]))}

    flagged = {
        bytes.fromhex(case["key"])
        for case in cases(data_dir)
        if {"low_order_A", "non_canonical_A"} & set(case["flags"] or ())
    }
    assert refused == flagged
    assert len(refused) == 14  # the eight points, and every spelling of them that is not reduced


def test_of_an_enrolled_key_only_signatures_are_accepted_that_no_library_refuses(data_dir: Path) -> None:
    """Left are components of small order that cancel out: with and without the cofactor the answer is yes."""
    accepted = [case for case in cases(data_dir) if _accepts(case)]

    assert {flag for case in accepted for flag in case["flags"] or ()} == {
        "low_order_component_A",
        "low_order_component_R",
    }
    assert sum(_library_accepts(case) for case in cases(data_dir)) == 208
    assert len(accepted) == 43


def _accepts(case: dict[str, Any]) -> bool:
    public_key = bytes.fromhex(case["key"])
    if not is_enrollable(public_key):
        return False
    return Verifier("name", ED25519, public_key).check(case["msg"].encode(), bytes.fromhex(case["sig"]))


def _library_accepts(case: dict[str, Any]) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(case["key"])).verify(
            bytes.fromhex(case["sig"]), case["msg"].encode()
        )
    except InvalidSignature:
        return False
    return True
