"""What every fact has in common."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

SCHEMA = 1
LARGEST_INTEGER = 2**53 - 1  # RFC 8785 §3.2.2.3: beyond it, numbers differ between languages

Figure = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_INTEGER)]
YesOrNo = Literal["yes", "no"]  # RFC 8785 has booleans; a fact has only integers and strings


class Fact(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="kind",
):
    """What all kinds carry. `received` is "" only in facts made for comparison.

    `supersedes` : the hash of the previous fact of the same subject, "" if this is its first
    """

    schema: int
    received: str
    supersedes: str = ""


class EnteredBy(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who entered a fact: a role and an organisation, never a person."""

    organisation: str = ""
    role: str = ""
