"""The public keys of a log as its folder shows them: `log.vkey`, and the `log` lines of `policy.txt`.

What a person has written into the policy otherwise, remarks too, stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sverka.office.folder import LOG_KEY, POLICY, ElectionFolder
from sverka.record.disk import RealDisk, put
from sverka.tlog.keys import Verifier, format_vkey

NO_POLICY = "quorum none\n"


def show_keys(folder: ElectionFolder, in_force: Verifier, *, no_longer: Iterable[Verifier] = ()) -> None:
    """Show the key in force; in the policy beside those before it, except those that sign no longer."""
    vkey = format_vkey(in_force)
    policy = _with_log(_policy(folder), vkey, {format_vkey(each) for each in no_longer})
    files = {LOG_KEY: f"{vkey}\n".encode(), POLICY: policy.encode("utf-8", "surrogateescape")}
    put(RealDisk(), [(folder.path / name, content) for name, content in files.items()])


def _policy(folder: ElectionFolder) -> str:
    try:
        return (folder.path / POLICY).read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return NO_POLICY


def _with_log(policy: str, vkey: str, no_longer: set[str]) -> str:
    """A policy that believes a key, first, at the address at which the log was (tlog-policy, "Defining a log")."""
    lines = policy.split("\n")
    logs = [line.split() for line in lines if _is_log(line.split())]
    address = next((words[2:] for words in logs), [])
    kept = [line for line in lines if not (_is_log(line.split()) and line.split()[1] in {vkey, *no_longer})]
    return "\n".join([" ".join(["log", vkey, *address]), *kept])


def _is_log(words: Sequence[str]) -> bool:
    return len(words) > 1 and words[0] == "log"
