"""The parsers of the log before Atheris, which tries what reaches lines that no input has reached yet.

Usage: python -m tests.tlog.fuzz_atheris FOLDER [OPTION OF LIBFUZZER …]

FOLDER holds inputs and takes the new ones. The first byte of an input says which parser it is for, by its place in
`ORACLES`. The first wrong one ends the run with its traceback and an exit code other than 0.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str]) -> None:
    """Fuzz until the options say that it is enough; never returns."""
    import atheris

    with atheris.instrument_imports(include=["sverka.tlog"]):
        from tests.tlog.oracle import ORACLES, judge

    names = tuple(ORACLES)

    def judge_one(tagged: bytes) -> None:
        if tagged:
            name, content = names[tagged[0] % len(names)], tagged[1:]
            if judge(name, content) == "wrong":
                raise AssertionError(f"{name}: {content!r}")

    atheris.Setup(argv, judge_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
