"""What is wrong with bytes of the log: every error of this room is a `TlogError` with its own message.

::

    TlogError (ValueError)
    ├── FormatError       bytes or a text not in the one form of their format
    ├── SignatureError    a signature that a known key did not make, or none by a known key
    ├── BundleError       bytes that are no entry bundle, a path that names none
    ├── TileError         bytes or a path that are no tile
    └── ProofError        a proof that does not prove
"""

from __future__ import annotations


class TlogError(ValueError):
    """Bytes that are not what they should be."""


class FormatError(TlogError):
    """Bytes or a text not in the one form of their format."""


class SignatureError(TlogError):
    """A signature that a known key did not make, or none by a known key."""


class TileError(TlogError):
    """Bytes or a path that are no tile."""


class ProofError(TlogError):
    """A proof that does not prove."""
