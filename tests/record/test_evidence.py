"""Evidence: files under their hash, and nothing else under it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.errors import Fault
from sverka.record.evidence import Evidence

EMPTY = hashlib.sha256(b"").hexdigest()


@given(st.binary(max_size=100))
def test_a_file_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    evidence = Evidence(tmp_path_factory.getbasetemp() / "evidence")
    sha256 = evidence.put(content)

    assert sha256 == hashlib.sha256(content).hexdigest()
    assert evidence.get(sha256) == content


def test_an_empty_file_is_evidence_too(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path)

    assert evidence.put(b"") == EMPTY
    assert evidence.get(EMPTY) == b""


def test_the_same_bytes_twice_are_one_file(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path)
    evidence.put(b"tape")
    evidence.put(b"tape")

    assert [path.name for path in tmp_path.iterdir()] == [hashlib.sha256(b"tape").hexdigest()]


def test_a_changed_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path)
    evidence.path(evidence.put(b"tape")).write_bytes(b"tape, improved")

    with pytest.raises(Fault, match="was changed"):
        evidence.get(hashlib.sha256(b"tape").hexdigest())
    with pytest.raises(Fault, match="is missing"):
        evidence.get(EMPTY)
