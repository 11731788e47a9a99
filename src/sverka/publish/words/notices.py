"""What a reader noticed about a file, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.domain.readings import Notice
from sverka.formats.notices import NoticeCode
from sverka.publish.language import N_, Translator

# Values: the figures that sverka.formats.notices lists behind each code.
SENTENCES: Mapping[NoticeCode, str] = {
    NoticeCode.ENCODING_GUESSED: N_("The encoding was guessed: {encoding}. Look whether names are readable."),
    NoticeCode.TITLE_LINES_SKIPPED: N_(
        "Title lines skipped: {count}; the column titles are in row {header_row}."
    ),
    NoticeCode.FOOTNOTES_SKIPPED: N_("Remarks at the end skipped: {count}, from row {row} on: “{text}”."),
    NoticeCode.SHEET_CHOSEN: N_("Read from sheet “{sheet}”; the file has: {sheets}."),
    NoticeCode.FORMULAS_READ: N_("Cells with formulas: {count}. Their last saved results were read."),
    NoticeCode.NUMBERS_WITH_THOUSANDS: N_(
        "Numbers with thousands separators: {count}, first in row {row}: “{text}”."
    ),
    NoticeCode.NUMBERS_WITH_DECIMALS: N_(
        "Whole numbers written with decimals: {count}, first in row {row}: “{text}”."
    ),
    NoticeCode.NUMBERS_WITH_SIGN: N_("Numbers with a plus sign: {count}, first in row {row}: “{text}”."),
    NoticeCode.NUMBERS_AS_TEXT: N_("Numbers stored as text: {count}, first in row {row}: “{text}”."),
    NoticeCode.NUMBERS_IN_OTHER_DIGITS: N_("Numbers in other digits: {count}, first in row {row}: “{text}”."),
    NoticeCode.DASHES_AS_ABSENT: N_(
        "Dashes read as “not on the sheet”: {count}, first in row {row}: “{text}”."
    ),
    NoticeCode.SUMMARY_ROWS_EXCLUDED: N_("Summary rows left out: {count}, first in row {row}: “{text}”."),
    NoticeCode.OTHER_ACCOUNTS_LEFT_OUT: N_(
        "Only the rows of {account} were read; rows of other accounts: {count}."
    ),
    NoticeCode.EMPTY_ROWS_SKIPPED: N_("Rows without any figure left out: {count}."),
    NoticeCode.ROWS_REPEATED: N_(
        "Rows repeated with the same figures: {count}; row {row} repeats row {first_row}."
    ),
    NoticeCode.ZEROS_RESTORED: N_(
        "Station ids with lost leading zeros: {count}, first in row {row}: “{text}” was read as {station}."
    ),
    NoticeCode.STATION_IDS_UNEVEN: N_(
        "Station ids shorter than most ({length} characters): {count}, first in row {row}: “{text}”. Zeros lost?"
    ),
    NoticeCode.JOINED_BY_ALIAS: N_(
        "Stations recognised by another spelling: {count}, first in row {row}: “{text}” is {station}."
    ),
    NoticeCode.COLUMNS_IGNORED: N_("Columns that were not read: {columns}."),
    NoticeCode.SELECTIONS_UNKNOWN_EMPTY: N_(
        "Unknown selections without any vote left out: {count}, first in row {row}: “{text}”."
    ),
    NoticeCode.MAPPING_CHOSEN: N_("Read with the saved column mapping “{mapping}”."),
    NoticeCode.MAPPING_GUESSED: N_(
        "Columns recognised by their titles: {shape} table, station in “{station}”."
    ),
    NoticeCode.KEY_CHOSEN: N_("Units told apart by: {columns} ({units} units)."),
    NoticeCode.KEY_FILLED_DOWN: N_("{file}: empty cells of “{column}” filled from above: {count}."),
    NoticeCode.SELECTIONS_CHOSEN: N_("Columns compared: {columns}."),
    NoticeCode.TOTAL_COLUMNS_EXCLUDED: N_("{file}: columns that only sum others left out: {columns}."),
    NoticeCode.SELECTION_ONLY_IN_ONE: N_("Only {file} has these columns: {columns}."),
    NoticeCode.CONTEST_ONLY_IN_ONE: N_("Only {file} has these contests: {contests}."),
    NoticeCode.NIST_TYPE_TAKEN: N_("There is no total; the only kind of ballots counted was taken: {kind}."),
    NoticeCode.NIST_PARTS_LEFT_OUT: N_("Counts by kind of ballots, beside the totals, left out: {count}."),
    NoticeCode.NIST_FIGURES_WITHHELD: N_(
        "Figures that the file withholds: {count}; they were read as unread."
    ),
    NoticeCode.NIST_FIGURES_WITHOUT_ROW: N_(
        "Figures “{field}” for which the form has no row left out: {count}."
    ),
    NoticeCode.PCOS_FIELDS_UNKNOWN: N_("The results API also said, and it was not read: {fields}."),
    NoticeCode.PCOS_OVERVIEW_LEFT_OUT: N_(
        "Figures of the overview left out, since nothing says of which area and rows they are: {figures}."
    ),
    NoticeCode.PCOS_SHARES_FIT: N_("The published shares are of “{base}”; areas: {count}."),
    NoticeCode.PCOS_SHARES_OTHER_BASE: N_(
        "Area {area}: the published shares of its {votes} votes are of no figure on the page; "
        "they imply between {least} and {most} ballots."
    ),
    NoticeCode.PCOS_SHARES_WITHOUT_BASE: N_(
        "Area {area}: no number of ballots fits all the published shares of its {votes} votes."
    ),
    NoticeCode.PCOS_SHARES_OVER_100: N_("Area {area}: the published shares sum to {sum} %."),
    NoticeCode.TAPE_TOTAL_DIFFERS: N_(
        "Tapes whose printed total is not the sum of their lines: {count}, first in line {row}: "
        "station {station} has {total} printed, its lines sum to {sum}."
    ),
}


def notice_sentence(t: Translator, notice: Notice) -> str:
    """What was noticed, with its figures."""
    shown = {
        key: t.number(value) if key in {"count", "units"} and isinstance(value, int) else value
        for key, value in notice.context.items()
    }
    return t._(SENTENCES[NoticeCode(notice.code)], **shown)
