"""Which format a file has, by its first bytes; its name is asked only where the bytes do not say."""

from __future__ import annotations

from sverka.errors import Fault
from sverka.formats.unpack import is_workbook, members, unpacked

WORKBOOK_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of XLS, and of an XLSX with a password
FOREIGN = {
    b"%PDF": ("a PDF", "Give the table it was made from."),
    b"\x89PNG": ("a picture", "Give the table it shows."),
    b"\xff\xd8\xff": ("a picture", "Give the table it shows."),
    b"{\\rtf": ("a text document", "Save its table as CSV."),
}


def sniffed_format(data: bytes, name: str) -> str:
    """The name of the format, as `FORMATS` knows it."""
    if is_workbook(data) or (data.startswith(b"PK") and name.lower().endswith((".xlsx", ".xlsm"))):
        return "xlsx"
    if data.startswith(WORKBOOK_97):
        raise _workbook_97(data, name)
    if any(part.startswith(("word/", "ppt/", "xl/", "content.xml")) for part in members(data)):
        raise Fault(
            "this is an office document, not a table", place=name, cure="Save its table as CSV or XLSX."
        )
    head = unpacked(data, name)[:4096].lstrip(b"\xef\xbb\xbf").lstrip()
    for mark, (what, cure) in FOREIGN.items():
        if head.startswith(mark):
            raise Fault(f"this is {what}, not a table", place=name, cure=cure)
    if name.lower().endswith(".toml"):
        what, cure = "this is TOML, a definition or a mapping", "Give the table of counts."
        raise Fault(f"{what}, not a table", place=name, cure=cure)
    if head.startswith((b"{", b"[")):
        return _json_format(head)
    if head.startswith(b"sverka-tape"):
        return "tape"
    if head.startswith(b"WARC/1."):
        return "capture"
    if head.startswith(b"<"):
        what = "this is a web page" if b"<html" in head.lower() else "this is XML"
        raise Fault(f"{what}, not a table", place=name, cure="Give CSV, XLSX or JSON.")
    return "csv"


def _workbook_97(data: bytes, name: str) -> Fault:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Fault("the workbook has a password", place=name, cure="Save it without one.")
    return Fault("this is an old workbook (XLS)", place=name, cure="Save it as XLSX or CSV.")


def _json_format(head: bytes) -> str:
    """NIST 1500-100 names its own report, the commission's API its scanners; other JSON is read by paths."""
    if b'"pcos' in head:
        return "pcos"
    return "nist-json" if b"ElectionResults." in head else "json"
