"""Where in a NIST results report each thing stands that the format has no word for (docs/formats/nist.md).

The twins `writing` and `reading` both follow this page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from sverka.domain.election import Contest, Selection
from sverka.domain.ids import FieldId, RowId
from sverka.domain.names import Language, Names
from sverka.formats.nist.cdf import ExternalIdentifier, InternationalizedText, LanguageString

SCOPE = "scope"  # @id of the unit that holds every station: ElectionScopeId
FORM = "protocol-form"  # BallotMeasureContest.OtherType: its selections are the rows of a contest's form
TOTAL = "total"  # CountItemType of everything that is one whole
OTHER = "other"
NO_LANGUAGE = "zxx"  # ISO 639-2: no linguistic content; a thing without a name shows its id

# Rows of a form whose meaning the schema knows, and which it keeps per contest or per unit and device.
OTHER_COUNTS = {"Overvotes": "overvotes", "Undervotes": "undervotes", "WriteIns": "write_ins"}
BALLOT_COUNTS = {
    "BallotsCast": "ballots_cast",
    "BallotsOutstanding": "ballots_outstanding",
    "BallotsRejected": "ballots_rejected",
}


class Code(StrEnum):
    """ExternalIdentifier.OtherType of what is ours; an identifier of anyone else keeps its own word."""

    ID = "sverka:id"
    STATION = "sverka:station"
    AREA = "sverka:area"
    LEVEL = "sverka:level"
    ACCOUNT = "sverka:account"
    HOLDER = "sverka:holder"
    COUNTED = "sverka:counted"
    SEEN_IN = "sverka:seen-in"
    WHOSE = "sverka:whose"
    FAMILY = "sverka:family"
    FORM_OF = "sverka:form-of"
    KIND = "sverka:kind"
    NUMBER = "sverka:number"
    ALIAS = "sverka:alias"
    CDF = "sverka:cdf"


class Mark(StrEnum):
    """First word of CountStatus.OtherType of a unit: what is known where there is no figure."""

    UNREAD = "unread"  # … SOURCE FIELD: on the sheet, and nobody could read it
    NO_FIGURES = "no-figures"  # … SOURCE CONTEST: there is a count, and its sheet has none of the fields


def document_id(*parts: str | int) -> str:
    """An `@id`: the parts joined; a blank or `%` is written as %XX, so that two things never share one."""
    return re.sub(r"[\s%]", lambda match: f"%{ord(match[0]):02X}", "-".join(map(str, parts)))


def mark_text(mark: Mark, source: str, what: str) -> str:
    """CountStatus.OtherType: a mark, the `@id` of a source, and of a selection, row or contest."""
    return f"{mark} {source} {what}"


def identifiers(*pairs: tuple[str, str]) -> list[ExternalIdentifier]:
    """Identifiers of type `other`, in the order given; one without a value is left out."""
    return [ExternalIdentifier(type=OTHER, other_type=code, value=value) for code, value in pairs if value]


def identified(found: Iterable[ExternalIdentifier], code: Code) -> str:
    """The value of one of our codes, or nothing."""
    return next((each.value for each in found if each.other_type == code), "")


def text_of(names: Names, otherwise: str) -> InternationalizedText:
    """The names in their languages; where there is none, `otherwise` in no language."""
    spoken = {language.value: getattr(names, language) for language in Language if getattr(names, language)}
    texts = spoken or {NO_LANGUAGE: otherwise}
    return InternationalizedText(
        text=[LanguageString(content=text, language=word) for word, text in texts.items()]
    )


def names_of(text: InternationalizedText | None) -> Names:
    """The names a text gives; one in none of our languages stands for all of them."""
    if text is None:
        return Names()
    spoken = [(each.language.lower().split("-")[0], each.content) for each in text.text]
    ours = {word: content for word, content in reversed(spoken) if word in set(Language)}
    if ours:
        return Names(**ours)
    return Names.same(next((content for word, content in spoken if word != NO_LANGUAGE), ""))


def native_rows(contest: Contest) -> dict[RowId, str]:
    """The rows that stand in OtherCounts or BallotCounts, by the field's name; of two, the first."""
    first: dict[str, RowId] = {}
    for row in contest.rows:
        if row.cdf in OTHER_COUNTS or row.cdf in BALLOT_COUNTS:
            first.setdefault(row.cdf, row.id)
    return {row: cdf for cdf, row in first.items()}


def ballots_word(contest: str, *, alone: bool) -> tuple[str, str]:
    """Type and OtherType of a contest's BallotCounts: that class knows no contest, so OtherType names it."""
    return (TOTAL, "") if alone else (OTHER, contest)


def field_ids(position: int, contest: Contest) -> dict[FieldId, str]:
    """The `@id` of every row and selection of a contest that stands at this position (from 1)."""
    rows = {FieldId(row): document_id("row", position, row) for row in contest.row_ids}
    lines = {FieldId(line): document_id("selection", position, line) for line in contest.selection_ids}
    return rows | lines


def codes_of(selection: Selection) -> list[ExternalIdentifier]:
    """What tells a selection apart, besides its name."""
    return identifiers(
        (Code.ID, selection.id),
        (Code.KIND, selection.kind),
        (Code.NUMBER, selection.number),
        *((Code.ALIAS, alias) for alias in selection.aliases),
    )
