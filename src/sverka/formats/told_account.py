"""A file whose rows say whose counts they are, of which a person wants one account only."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from sverka.domain.ids import AccountId
from sverka.errors import Fault
from sverka.formats.mappings import ColumnMapping
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.spellings import spelled
from sverka.formats.table import folded
from sverka.formats.text_tables import TextTable


def only_of(
    table: TextTable, mapping: ColumnMapping, account: AccountId | None
) -> tuple[TextTable, ColumnMapping]:
    """The rows of the account that was told, and the mapping without its account column.

    A file without that column is of the told account as a whole.
    """
    if account is None or mapping.account is None:
        return table, mapping
    told = replace(mapping, account=None)
    if folded(mapping.account.column) not in {folded(title) for title in table.header}:
        return table, told
    words = {spelled(word) for word, ours in mapping.account.values.items() if ours == account}
    texts = table.texts(table.column(mapping.account.column)).fill_null("")
    wanted = [text for text in texts.unique(maintain_order=True) if spelled(text) in words]
    keep = texts.is_in(wanted).to_numpy()
    if not keep.any():
        there = sorted({mapping.account.values.get(text, text) for text in texts.unique()})
        raise Fault(
            f"no row is of account {account}", place=table.name, cure=f"The rows are of: {', '.join(there)}."
        )
    left_out = int(np.count_nonzero(~keep))
    said = [notice(NoticeCode.OTHER_ACCOUNTS_LEFT_OUT, count=left_out, account=account)] if left_out else []
    return table.kept(keep, said), told
