"""Bytes -> a results report of one election, or where it breaks the schema."""

from __future__ import annotations

from collections import Counter

import msgspec

from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.nist import cdf
from sverka.formats.unpack import unpacked


def decoded_report(data: bytes, name: str) -> cdf.ElectionReport:
    """The report in a file, which is of one election."""
    try:
        report = msgspec.json.decode(unpacked(data, name), type=cdf.ElectionReport)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at ")
        place = f"{name}, {path.strip('`')}" if path else name
        raise Fault(what, place=place, cure="See NIST SP 1500-100 v2 and docs/formats/nist.md.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Fault(f"this is not JSON: {error}", place=name, cure="Fetch it again.") from None
    if len(report.election) != 1:
        what = f"the report holds {len(report.election)} elections instead of one"
        raise Fault(what, place=f"{name}, $.Election", cure="Give a report of one election.")
    twice = [id_ for id_, count in Counter(each.id for each in report.gp_unit).items() if count > 1]
    if twice:
        what = f"two GpUnits have the @id {quoted(twice[0])}"
        raise Fault(what, place=f"{name}, $.GpUnit", cure="Every @id must be given once.")
    return report
