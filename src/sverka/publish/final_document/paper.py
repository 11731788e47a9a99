"""A final document as a PDF: what it says, the record it is of, and room for signatures by hand."""

from __future__ import annotations

from typing import Any

from sverka.domain.names import Language, Names
from sverka.publish.final_document.contents import Contents
from sverka.publish.final_document.stamp import Stamp, qr_code
from sverka.publish.final_document.words import members_of, parts_of, title_of
from sverka.publish.language import Translator, translator
from sverka.publish.paper.typesetting import typeset

TEMPLATE = "final-document.typ"
BEGINNING = 16  # of a hash, in the running foot
QR = "qr"


def final_document_pdf(contents: Contents, *, sha256: str, language: Language) -> bytes:
    """The paper in one language; `sha256` is that of the contents in their one form."""
    t = translator(language)
    stamp = Stamp(
        origin=contents.origin, record_size=contents.record_size, root=contents.root, document=sha256
    )
    return typeset(
        TEMPLATE,
        _values(t, contents, sha256),
        language=language,
        at=contents.made,
        images={QR: qr_code(stamp)},
    )


def _values(t: Translator, contents: Contents, sha256: str) -> dict[str, Any]:
    election, title = t.name(Names(**contents.election.names)), title_of(t, contents)
    return {
        "title": title,
        "subtitle": election,
        "head": [election, title],
        "foot": [
            t._("Record {origin}, {size} facts", origin=contents.origin, size=t.number(contents.record_size)),
            t._(
                "root {root}…, document {document}…",
                root=contents.root[:BEGINNING],
                document=sha256[:BEGINNING],
            ),
        ],
        "page": t._("page {page} of {pages}"),
        "record": _record(t, contents, sha256),
        "qr": t._("QR code: record and document of this paper"),
        "parts": [part.as_values() for part in parts_of(t, contents)],
        "signing": _signing(t, contents),
        "checking": _checking(t),
    }


def _record(t: Translator, contents: Contents, sha256: str) -> list[list[str]]:
    """What the paper is of, line by line."""
    return [
        [t._("Group"), t.name(Names(**contents.group.names))],
        [t._("Made"), t.moment(contents.made)],
        [t._("Members answer by"), t.moment(contents.deadline)],
        [t._("Record"), contents.origin],
        [t._("Facts in it"), t.number(contents.record_size)],
        [t._("Root of their tree"), contents.root],
        [t._("SHA-256 of this document"), sha256],
    ]


def _signing(t: Translator, contents: Contents) -> dict[str, Any]:
    """The list of those invited, with room for a pen."""
    return {
        "title": t._("Members"),
        "text": t._(
            "Each member signs, signs with a dissenting opinion, or refuses to sign and says why. "
            "A signature by key is recorded; this sheet is for signatures by hand."
        ),
        "head": [
            t._("Member"),
            t._("For"),
            t._("signs"),
            t._("with an opinion"),
            t._("refuses"),
            t._("Signature and date"),
        ],
        "members": [list(member) for member in members_of(t, contents)],
        "opinions": t._("Dissenting opinions and reasons (name the member):"),
    }


def _checking(t: Translator) -> dict[str, Any]:
    """How anyone checks the paper."""
    return {
        "title": t._("How to check this paper"),
        "texts": [
            t._(
                "Get a copy of the record from anyone who keeps one, and run: sverka group document DIR --check. "
                "It makes the document again from the facts and says what differs."
            ),
            t._(
                "The code on the first page holds the name of the record, its size and root, and the hash of this "
                "document. The same hash is what each member signed."
            ),
        ],
    }
