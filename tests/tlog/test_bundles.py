"""Entry bundles and their paths, after c2sp.org/tlog-tiles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.tlog.bundles import (
    BUNDLE_WIDTH,
    MAX_ENTRY_BYTES,
    BundleError,
    bundle_path,
    format_bundle,
    parse_bundle,
    parse_bundle_path,
)

PATHS = {
    (0, 256): "tile/entries/000",
    (0, 1): "tile/entries/000.p/1",
    (5, 255): "tile/entries/005.p/255",
    (999, 256): "tile/entries/999",
    (1000, 256): "tile/entries/x001/000",
    (1234067, 256): "tile/entries/x001/x234/067",  # the specification's own example
    (1234067, 8): "tile/entries/x001/x234/067.p/8",
    (1_000_000_000, 256): "tile/entries/x001/x000/x000/000",
}

NO_PATHS = {
    "another level of the tree": "tile/0/000",
    "no x before a group": "tile/entries/001/234/067",
    "an x before the last group": "tile/entries/x001/x234/x067",
    "a group of two digits": "tile/entries/x001/67",
    "a group too many": "tile/entries/x000/067",
    "a partial one of 0": "tile/entries/000.p/0",
    "a partial one of 256": "tile/entries/000.p/256",
    "a partial one with a leading zero": "tile/entries/000.p/012",
    "a temporary file": "tile/entries/000.p/12.tmp",
    "digits of another script": "tile/entries/٠٠٠",
    "a folder above": "../tile/entries/000",
    "a line break behind it": "tile/entries/000\n",
    "a number beyond every tree": "tile/entries/x001/" + "x000/" * 5 + "000",
    "more digits than Python reads": "tile/entries/" + "x001/" * 2000 + "000",
    "nothing": "",
}

NO_BUNDLES = {
    "half a length": b"\x00",
    "a length and no entry": b"\x00\x05",
    "an entry cut off": b"\x00\x05hell",
    "a byte behind the last entry": b"\x00\x01a\x00",
}


@pytest.mark.parametrize("place, path", PATHS.items())
def test_a_bundle_lies_where_the_specification_says(place: tuple[int, int], path: str) -> None:
    assert bundle_path(*place) == path
    assert parse_bundle_path(path) == place


@pytest.mark.parametrize("path", NO_PATHS.values(), ids=NO_PATHS)
def test_no_other_path_names_a_bundle(path: str) -> None:
    with pytest.raises(BundleError):
        parse_bundle_path(path)


@given(st.integers(0, 10**12), st.integers(1, BUNDLE_WIDTH))
def test_every_place_has_one_path(index: int, width: int) -> None:
    assert parse_bundle_path(bundle_path(index, width)) == (index, width)


def test_a_bundle_is_its_entries_each_after_its_length() -> None:
    assert format_bundle([b"hello", b"", b"abc"]) == b"\x00\x05hello\x00\x00\x00\x03abc"


@given(st.lists(st.binary(max_size=600), max_size=20))
def test_a_bundle_is_read_as_it_was_written(entries: list[bytes]) -> None:
    assert parse_bundle(format_bundle(entries)) == entries


@given(st.binary(max_size=200))
def test_bytes_are_a_bundle_in_one_way_or_none(content: bytes) -> None:
    try:
        entries = parse_bundle(content)
    except BundleError:
        return

    assert format_bundle(entries) == content


@pytest.mark.parametrize("content", NO_BUNDLES.values(), ids=NO_BUNDLES)
def test_every_byte_belongs_to_an_entry(content: bytes) -> None:
    with pytest.raises(BundleError, match="ends inside"):
        parse_bundle(content)


def test_a_bundle_has_at_most_256_entries() -> None:
    assert len(parse_bundle(format_bundle([b"x"] * 256))) == 256
    with pytest.raises(BundleError, match="a bundle of 257 entries; it holds at most 256"):
        parse_bundle(format_bundle([b"x"] * 257))


def test_the_largest_entry_fits_and_one_byte_more_does_not() -> None:
    largest = b"x" * MAX_ENTRY_BYTES

    assert parse_bundle(format_bundle([largest])) == [largest]
    with pytest.raises(BundleError, match="at most 65535"):
        format_bundle([largest + b"x"])
