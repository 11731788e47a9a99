"""`datapackage.json`: what the columns of exported files mean, under which licence, and by which bytes they are known.

Frictionless Data Package, version 2 (datapackage.org/standard): readable by programs that know nothing of elections.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sverka.formats.exports import FIELD, FIGURE, KEYS, UNREAD

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MISSING = ["", UNREAD]
TABLE = {
    "type": "table",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "dialect": {"delimiter": ",", "lineTerminator": "\n"},
}
KEY_WORDS = {
    "contest": "the contest, by its id in the definition of the election",
    "account": "whose count it is, by its id in the definition",
    "holder": "the organisation that holds this copy of the count; empty where the account has one copy",
    "station": "the polling station: a text, its leading zeros belong to it",
    "area": "the area whose stations are counted together",
    FIELD: "a selection by its id, or a row of the form as row:NUMBER",
    FIGURE: 'the figure; "?" is on the sheet and unread, empty is not on the sheet',
}
SIDES = {
    side: f'the figure of the {side} account; "unread" is on the sheet and unread, empty is not on the sheet'
    for side in ("left", "right")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """One file of a package: its path in it, what it holds, and its bytes."""

    path: str
    title: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A table in several files with one head; paths from the folder of the package. Their hashes stand elsewhere."""

    name: str
    title: str
    paths: Sequence[str]
    header: Sequence[str]


def format_datapackage(
    resources: Sequence[ExportedFile | Resource],
    *,
    name: str,
    title: str,
    licence: str = "",
    source: str = "",
) -> bytes:
    """The description of some exported CSV files: types, keys, licence; hashes and sizes of files that stand alone."""
    package: dict[str, Any] = {"$schema": PROFILE, "name": slug(name), "title": title}
    if licence:
        package["licenses"] = [{"path" if licence.startswith("http") else "name": licence}]
    if source:
        package["sources"] = [{"title": source}]
    package["resources"] = [
        _in_parts(each) if isinstance(each, Resource) else _resource(each) for each in resources
    ]
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def slug(text: str) -> str:
    """A name as the standard wants it: small letters, digits, `-`, `_`, `.`."""
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-.") or "data"


def _resource(file: ExportedFile) -> dict[str, Any]:
    header = next(csv.reader(io.StringIO(file.data[:100_000].decode(errors="replace"))), [])
    return {
        "name": slug(file.path.removesuffix(".csv")),
        "title": file.title,
        "path": file.path,
        **TABLE,
        "bytes": len(file.data),
        "hash": f"sha256:{hashlib.sha256(file.data).hexdigest()}",
        "schema": _schema(header),
    }


def _in_parts(table: Resource) -> dict[str, Any]:
    return {
        "name": slug(table.name),
        "title": table.title,
        "path": list(table.paths),
        **TABLE,
        "schema": _schema(table.header),
    }


def _schema(header: Sequence[str]) -> dict[str, Any]:
    keys = [title for title in header if title in {*KEYS, "station", "area", FIELD}]
    fields = [_field(title, title in keys) for title in header]
    return {"fields": fields, "missingValues": MISSING, "primaryKey": keys}


def _field(title: str, is_key: bool) -> dict[str, Any]:
    if title in SIDES:
        return {"name": title, "type": "string", "description": SIDES[title]}
    if is_key:
        required = {"constraints": {"required": True}} if title != "holder" else {}
        return {"name": title, "type": "string", "description": KEY_WORDS[title], **required}
    return {
        "name": title,
        "type": "integer",
        "description": KEY_WORDS.get(title, "votes for this selection, or this row of the form"),
        "constraints": {"minimum": 0},
    }
