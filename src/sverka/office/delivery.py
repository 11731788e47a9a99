"""A file as it was handed in."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.domain.ids import AccountId
from sverka.formats.mappings import ColumnMapping
from sverka.record.fact_shape import SCHEMA, EnteredBy
from sverka.record.facts import DocumentFact, hash_of


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A file as it was handed in, and what was said of it."""

    name: str
    content: bytes
    account: AccountId | None = None
    holder: str = ""
    format: str | None = None
    mapping: ColumnMapping | None = None
    claimed: str = ""
    entered_by: EnteredBy | None = None


def document_of(delivery: Delivery, *, received: str) -> DocumentFact:
    """The fact that a file was handed in."""
    return DocumentFact(
        schema=SCHEMA,
        received=received,
        sha256=hash_of(delivery.content),
        bytes=len(delivery.content),
        media_type=_media_type(delivery.name),
        account=delivery.account or "",
        holder=delivery.holder,
        file=delivery.name,
        claimed=delivery.claimed,
    )


def _media_type(name: str) -> str:
    endings = {
        ".csv": "text/csv",
        ".txt": "text/plain",
        ".json": "application/json",
        ".gz": "application/gzip",
        ".warc": "application/warc",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    return next(
        (kind for ending, kind in endings.items() if name.lower().endswith(ending)),
        "application/octet-stream",
    )
