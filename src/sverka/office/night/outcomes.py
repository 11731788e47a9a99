"""What came of looking whether there is something to publish."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.record.night_facts import StoppedCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A publication that stands; `files` : how many were put in place · `seconds` : from the look to `now.json`."""

    size: int
    root: str
    received: str
    entry: int
    files: int
    changed: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A publication that did not pass; `since` : of the first stop after the publication that stands.

    `failed` : how many checks failed in all · `checks` : the first of them
    """

    size: int
    since: str
    entry: int
    failed: int
    checks: tuple[StoppedCheck, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The checks that failed, each once."""
        return tuple(dict.fromkeys(each.code for each in self.checks))


@dataclass(frozen=True, slots=True)
class Nothing:
    """No fact came in that a page could show."""


Outcome = Published | Stopped | Nothing
