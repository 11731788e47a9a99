"""The codes of what a reader notices that is no fault; the sentences are in the catalogues (docs/checks.md)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sverka.domain.readings import Notice


class NoticeCode(StrEnum):
    """What a reader noticed. The comment names the figures that its sentence shows."""

    ENCODING_GUESSED = "encoding-guessed"  # encoding
    TITLE_LINES_SKIPPED = "title-lines-skipped"  # count, header_row
    FOOTNOTES_SKIPPED = "footnotes-skipped"  # count, row, text
    SHEET_CHOSEN = "sheet-chosen"  # sheet, sheets: the names of all
    FORMULAS_READ = "formulas-read"  # count
    NUMBERS_WITH_THOUSANDS = "numbers-with-thousands"  # count, row, text
    NUMBERS_WITH_DECIMALS = "numbers-with-decimals"  # count, row, text
    NUMBERS_WITH_SIGN = "numbers-with-sign"  # count, row, text
    NUMBERS_AS_TEXT = "numbers-as-text"  # count, row, text: a leading apostrophe
    NUMBERS_IN_OTHER_DIGITS = "numbers-in-other-digits"  # count, row, text
    DASHES_AS_ABSENT = "dashes-as-absent"  # count, row, text
    SUMMARY_ROWS_EXCLUDED = "summary-rows-excluded"  # count, row, text
    OTHER_ACCOUNTS_LEFT_OUT = "other-accounts-left-out"  # count, account: the one that was told
    EMPTY_ROWS_SKIPPED = "empty-rows-skipped"  # count, row, text: rows with a key and no figure at all
    ROWS_REPEATED = "rows-repeated"  # count, row, first_row: the same figures twice
    ZEROS_RESTORED = "zeros-restored"  # count, row, text, station
    STATION_IDS_UNEVEN = "station-ids-uneven"  # count, row, text, length: ids shorter than most
    JOINED_BY_ALIAS = "joined-by-alias"  # count, row, text, station
    COLUMNS_IGNORED = "columns-ignored"  # columns
    SELECTIONS_UNKNOWN_EMPTY = "selections-unknown-empty"  # count, row, text
    MAPPING_CHOSEN = "mapping-chosen"  # mapping
    MAPPING_GUESSED = "mapping-guessed"  # shape, station
    KEY_CHOSEN = "key-chosen"  # columns, units: how many the first file has
    KEY_FILLED_DOWN = "key-filled-down"  # file, column, count
    SELECTIONS_CHOSEN = "selections-chosen"  # columns
    TOTAL_COLUMNS_EXCLUDED = "total-columns-excluded"  # file, columns
    SELECTION_ONLY_IN_ONE = "selection-only-in-one"  # file, columns
    CONTEST_ONLY_IN_ONE = "contest-only-in-one"  # file, contests
    NIST_TYPE_TAKEN = "nist-type-taken"  # kind: the only kind of ballots counted, there is no total
    NIST_PARTS_LEFT_OUT = "nist-parts-left-out"  # count: votes by kind of ballots beside the totals
    NIST_FIGURES_WITHHELD = "nist-figures-withheld"  # count: suppressed for privacy
    NIST_FIGURES_WITHOUT_ROW = "nist-figures-without-row"  # field, count: the form has no row for them
    PCOS_FIELDS_UNKNOWN = "pcos-fields-unknown"  # fields: what else the API said
    PCOS_OVERVIEW_LEFT_OUT = "pcos-overview-left-out"  # figures: nothing says of which area, or which rows
    PCOS_SHARES_FIT = "pcos-shares-fit"  # count: areas, base: votes, contenders, or a row of the overview
    PCOS_SHARES_OTHER_BASE = "pcos-shares-other-base"  # area, votes, least, most: the base that shares imply
    PCOS_SHARES_WITHOUT_BASE = "pcos-shares-without-base"  # area, votes: no number of ballots fits all shares
    PCOS_SHARES_OVER_100 = "pcos-shares-over-100"  # area, sum: in percent
    TAPE_TOTAL_DIFFERS = "tape-total-differs"  # count, row, station, total, sum: of the first such tape


def notice(code: NoticeCode, **context: str | int) -> Notice:
    """A notice with its figures."""
    return Notice(code=code.value, context=context)


def together(*groups: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices of several steps, in order, each said once."""
    said: list[Notice] = []
    for group in groups:
        said += [each for each in group if each not in said]
    return tuple(said)
