"""What is wrong with bytes of the log: every error of this room is a `TlogError` with its own message.

::

    TlogError (ValueError)
    ├── BundleError       bytes that are no entry bundle, a path that names none
    ├── TileError         bytes or a path that are no tile
    ├── ProofError        a proof that does not prove
    └── …                 one per format, beside its parser
"""

from __future__ import annotations


class TlogError(ValueError):
    """Bytes that are not what they should be."""


class TileError(TlogError):
    """Bytes or a path that are no tile."""


class ProofError(TlogError):
    """A proof that does not prove."""
