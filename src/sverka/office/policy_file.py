"""The policy of an election folder: whose witnesses are asked, and how many of them make a quorum.

`policy.txt` is c2sp.org/tlog-policy. Here it is edited as far as one plain quorum needs: the witnesses, and
one group of all of them. What a person has written otherwise is left to a person.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.folder import POLICY
from sverka.record.disk import RealDisk, put
from sverka.record.store import FROM_A_COPY
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import parse_vkey
from sverka.tlog.policy import NO_QUORUM, Group, Policy, PolicyWitness, format_policy, parse_policy

ALL = "witnesses"  # the group that is kept in step with the list


def read_policy(folder: Path) -> Policy:
    """The policy of an election folder."""
    return _parsed(folder)[0]


def change_policy(folder: Path, policy: Policy) -> None:
    """Write a policy in the place of the one that lies there; refused where that says more than we would write."""
    before, content = _parsed(folder)
    if format_policy(before) != content:
        raise Refused(
            "R234",
            f"{folder / POLICY} was written by hand: remarks or groups in it would be lost",
            cure="edit it by hand; c2sp.org/tlog-policy says how",
        )
    try:
        put(RealDisk(), [(folder / POLICY, format_policy(policy))])
    except TlogError as error:
        raise Fault(
            f"no policy: {error}", place=POLICY, cure="give another name, vkey, address or quorum"
        ) from error


def with_witness(policy: Policy, name: str, vkey: str, url: str) -> Policy:
    """The policy with one witness more; the quorum needs as many as before."""
    if not url.startswith(("http://", "https://")):
        raise Fault("not an http address", place=url, cure="give the address at which the witness answers")
    try:
        witness = PolicyWitness(name, parse_vkey(vkey), url)
    except TlogError as error:
        raise Fault(str(error), place=vkey, cure="give the vkey that `sverka witness new` printed") from error
    witnesses = (*policy.witnesses, witness)
    return replace(policy, witnesses=witnesses, groups=_in_step(policy.groups, witnesses))


def without_witness(policy: Policy, name: str) -> Policy:
    """The policy without one of its witnesses."""
    witnesses = tuple(each for each in policy.witnesses if each.name != name)
    if len(witnesses) == len(policy.witnesses):
        known = ", ".join(each.name for each in witnesses) or "none"
        raise Fault(
            f"no witness {name!r} in the policy; there are: {known}", place=POLICY, cure="give its name there"
        )
    least = next((group.least for group in policy.groups if group.name == ALL), 0)
    if policy.quorum == name or len(witnesses) < least:
        raise Refused(
            "R235",
            f"without {name} there is no quorum",
            cure="ask for fewer first: `sverka policy DIR --quorum N`, or `--quorum none`",
        )
    return replace(policy, witnesses=witnesses, groups=_in_step(policy.groups, witnesses))


def with_quorum(policy: Policy, wanted: str) -> Policy:
    """The policy with another quorum: none, any, all, a number of its witnesses, or the name of a line in it."""
    others = tuple(group for group in policy.groups if group.name != ALL)
    names = tuple(witness.name for witness in policy.witnesses)
    if wanted == NO_QUORUM:
        return replace(policy, groups=others, quorum=NO_QUORUM)
    if wanted in {*names, *(group.name for group in policy.groups)}:
        return replace(policy, quorum=wanted)
    least = {"any": 1, "all": len(names)}.get(
        wanted, int(wanted) if wanted.isascii() and wanted.isdecimal() else 0
    )
    if not 1 <= least <= len(names):
        raise Fault(
            f"no quorum of {len(names)} witnesses: {wanted!r}",
            place="--quorum",
            cure="give none, any, all, a number, or a name of the policy",
        )
    return replace(policy, groups=(*others, Group(ALL, least, names)), quorum=ALL)


def _in_step(groups: tuple[Group, ...], witnesses: tuple[PolicyWitness, ...]) -> tuple[Group, ...]:
    members = tuple(witness.name for witness in witnesses)
    return tuple(replace(group, members=members) if group.name == ALL else group for group in groups)


def _parsed(folder: Path) -> tuple[Policy, bytes]:
    path = folder / POLICY
    try:
        content = path.read_bytes()
        return parse_policy(content), content
    except FileNotFoundError:
        raise Fault("the policy of the record is missing", place=str(path), cure=FROM_A_COPY) from None
    except TlogError as error:
        raise Fault(
            str(error), place=str(path), cure="mend that line; c2sp.org/tlog-policy says how"
        ) from error
