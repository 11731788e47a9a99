"""Formats in which only scanners speak: whose account their counts may be."""

from __future__ import annotations

from sverka.domain.accounts import Counted
from sverka.domain.election import Election
from sverka.domain.ids import AccountId
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.nearest import nearest


def machine_account(election: Election, account: AccountId | None, name: str) -> AccountId:
    """The account that was given; a fault if there is none, or if it is not counted by machine."""
    machines = [id_ for id_, each in election.accounts.items() if each.counted is Counted.MACHINE]
    listed = ", ".join(machines)
    if account is None:
        cure = f"Give --account, one that is counted by machine: {listed}."
        raise Fault("nothing says whose count this is", place=name, cure=cure)
    if account not in election.accounts:
        raise Fault(
            f"there is no account {quoted(account)}", place=name, cure=nearest(account, election.accounts)
        )
    if account not in machines:
        what = f"these are counts by machine, and the account {quoted(account)} is not"
        raise Fault(what, place=name, cure=f"Give one that is: {listed}.")
    return account
