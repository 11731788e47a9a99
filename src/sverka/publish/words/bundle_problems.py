"""What is wrong with a file of a bundle, by the codes of `sverka bundle --check`."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.publish.language import N_, Translator

PROBLEMS: Mapping[str, str] = {
    "missing": N_("missing in the bundle"),
    "unlisted": N_("not one of the bundle's files"),
    "changed": N_("changed since the bundle was made"),
    "unsigned": N_("not signed as it should be"),
    "unproven": N_("not proven to be a fact of the record"),
    "no-fact": N_("no fact that this version knows, in its one form"),
    "chain": N_("names another fact as the one before it than the bundle has"),
    "unnamed": N_("a fact names this file, and the bundle does not have it"),
    "stamp": N_("no time stamp over these facts"),
}


def problem_said(t: Translator, code: str) -> str:
    """What is wrong, in words."""
    return t._(PROBLEMS[code])
