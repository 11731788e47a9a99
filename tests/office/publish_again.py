"""Publishes a folder as of several sizes, in a process of its own: `python publish_again.py FOLDER OUT SIZE…`."""

from __future__ import annotations

import sys
from pathlib import Path

from sverka.cli.app import run

if __name__ == "__main__":
    folder, out, *sizes = sys.argv[1:]
    codes = [run(["publish", folder, "--at", size, "--out", str(Path(out, size))]) for size in sizes]
    sys.exit(max(codes))
