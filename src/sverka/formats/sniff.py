"""Which format a file has, by its first bytes; its name is asked only where the bytes do not say."""

from __future__ import annotations

from sverka.errors import Fault
from sverka.formats.unpack import is_workbook, members, unpacked

WORKBOOK_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of XLS, and of a protected XLSX
FOREIGN = {
    b"%PDF": ("a PDF", "Give the table it was made from."),
    b"\x89PNG": ("a picture", "Give the table it shows."),
    b"\xff\xd8\xff": ("a picture", "Give the table it shows."),
    b"{\\rtf": ("a text document", "Save its table as CSV."),
}


def sniffed_format(data: bytes, name: str) -> str:
    """The name of the format, as `FORMATS` knows it."""
    if data.startswith(b"PK") and is_workbook(data):
        return "xlsx"
    if data.startswith(WORKBOOK_97):
        return "xlsx"
    if any(part.startswith(("word/", "content.xml")) for part in members(data)):
        raise Fault(
            "this is a document or an OpenDocument sheet", place=name, cure="Save its table as CSV or XLSX."
        )
    head = unpacked(data, name)[:4096].lstrip(b"\xef\xbb\xbf").lstrip()
    for mark, (what, cure) in FOREIGN.items():
        if head.startswith(mark):
            raise Fault(f"this is {what}, not a table", place=name, cure=cure)
    if head.startswith((b"{", b"[")):
        return _json_format(head)
    if head.startswith(b"<"):
        what = "this is a web page" if b"<html" in head.lower() else "this is XML"
        raise Fault(f"{what}, not a table", place=name, cure="Give CSV, XLSX or JSON.")
    return "csv"


def _json_format(head: bytes) -> str:
    """NIST 1500-100 names its own report; other JSON is read by paths."""
    return "nist-json" if b"ElectionResults." in head else "json"
