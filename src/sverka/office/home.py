"""Sverka's home on this machine: what must never lie in an election folder.

::

    keys/ORIGIN/ID.skey     the keys that sign checkpoints          (`$SVERKA_HOME`, else the
    locks.sqlite            the last checkpoint signed of each log   place where the system
    run/                    sockets of running writers               keeps a person's data)
    night/ORIGIN/           who may hand in, and what was kept back of it

A copy of an election folder is a mirror; a copy of this folder is a second writer.
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from sverka.record.lock_database import LockDatabase


def home() -> Path:
    """Where it is."""
    named = os.environ.get("SVERKA_HOME")
    return Path(named) if named else user_data_path("sverka", appauthor=False)


def lock_database() -> LockDatabase:
    """The lock of this machine."""
    return LockDatabase(home() / "locks.sqlite")
