"""The public keys of a log as its folder shows them: `log.vkey`, and the `log` lines of `policy.txt`."""

from __future__ import annotations

from collections.abc import Iterable

from sverka.office.folder import LOG_KEY, POLICY, ElectionFolder
from sverka.record.disk import RealDisk, put
from sverka.tlog.keys import Verifier, format_vkey


def show_keys(folder: ElectionFolder, in_force: Verifier, *, no_longer: Iterable[Verifier] = ()) -> None:
    """Show the key in force; in the policy beside those before it, except those that sign no longer."""
    vkey = format_vkey(in_force)
    gone = {format_vkey(each) for each in no_longer} | {vkey}
    policy = (folder.path / POLICY).read_text("utf-8", "surrogateescape") if _has_policy(folder) else ""
    kept = [line for line in policy.splitlines(keepends=True) if not _names(line, gone)]
    text = "".join([f"log {vkey}\n", *kept]) if _has_policy(folder) else f"log {vkey}\nquorum none\n"
    files = {LOG_KEY: f"{vkey}\n".encode(), POLICY: text.encode("utf-8", "surrogateescape")}
    put(RealDisk(), [(folder.path / name, content) for name, content in files.items()])


def _has_policy(folder: ElectionFolder) -> bool:
    return (folder.path / POLICY).is_file()


def _names(line: str, vkeys: set[str]) -> bool:
    """Whether a line of a policy says that a log with one of these keys is believed (tlog-policy, "Defining a log")."""
    words = line.split()
    return words[:1] == ["log"] and words[1:2] != [] and words[1] in vkeys
