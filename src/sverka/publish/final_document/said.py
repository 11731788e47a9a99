"""What every part of a final document is: a frozen struct of which every key is written."""

from __future__ import annotations

import msgspec

Translated = dict[str, str]
"""Language -> name; "" as data where nobody has translated it."""


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the document: every key is written, zero and empty ones too."""


class Named(Said, frozen=True, kw_only=True):
    """Something of the definition, and what it is called."""

    id: str
    names: Translated
