"""Definitions of elections that travel with Sverka: data (TOML), read by `sverka.formats.definition`."""

from __future__ import annotations

from importlib.resources import files

from sverka.errors import Fault

SUFFIX = ".toml"


def shipped() -> tuple[str, ...]:
    """The names of the definitions that are there, e.g. `kg-2021-11-28`."""
    entries = files(__name__).iterdir()
    return tuple(sorted(e.name.removesuffix(SUFFIX) for e in entries if e.name.endswith(SUFFIX)))


def text_of(name: str) -> str:
    """The text of a definition, byte for byte as it is shipped."""
    if name not in shipped():
        cure = f"There are: {', '.join(shipped())}."
        raise Fault(f'no definition is called "{name}"', cure=cure)
    return (files(__name__) / f"{name}{SUFFIX}").read_bytes().decode("utf-8")
