"""Allowances, verified: each is signed by two operators of the definition that was in force where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sverka.domain.operators import OPERATORS_NEEDED
from sverka.errors import Refused, SverkaError
from sverka.office.folder import ElectionFolder
from sverka.office.fsck_facts import bundle_of
from sverka.office.group_acts import election_at
from sverka.record.allowance_signing import operators_who_signed
from sverka.record.defects import Defect, DefectCode, defect


def check_allowances(folder: Path, size: int) -> Iterator[Defect]:
    """Every allowance among the first `size` facts that lets nothing fall, since two did not sign it."""
    try:
        state = ElectionFolder(folder).open(size=size)
        at = election_at(state)
        elections = {entry: at(entry) for entry in state.snapshot.allowances}
    except SverkaError:
        return  # the file that cannot be read is named already
    for entry, fact in sorted(state.snapshot.allowances.items()):
        election = elections[entry]
        try:
            signed = operators_who_signed(fact, election.id, election.operators) if election else ()
            reason = (
                f"signed by {len(signed)} of {OPERATORS_NEEDED}" if len(signed) < OPERATORS_NEEDED else ""
            )
        except Refused as refused:
            reason = f"{refused.code}: {refused.what}"
        if reason:
            yield defect(DefectCode.ALLOWANCE_UNSIGNED, bundle_of(entry, size), entry=entry, reason=reason)
