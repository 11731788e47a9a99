"""The certificates of a time stamp reply, put into the order of DER.

Whoever wrote a token may have listed its certificates in any order (RFC 5652 §10.2.3 is a set, and many authorities
list them from their own upwards); our reader takes only the order of DER, the smallest bytes first. The list is not
under the signature, and nothing becomes longer or shorter::

    SEQUENCE                      TimeStampResp      RFC 3161 §2.4.2
        SEQUENCE …                status
        SEQUENCE                  token: ContentInfo RFC 5652 §3
            OBJECT IDENTIFIER …   signed data
            [0] SEQUENCE          SignedData         RFC 5652 §5.1
                … SET, SEQUENCE   version, digests, what is signed
                [0] a b c …       the certificates, one after the other
                SET …             the signature
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

CONSTRUCTED_0 = 0xA0  # [0] IMPLICIT SET OF, as SignedData has it
LONG_FORM = 0x80


class Element(NamedTuple):
    """Where one element of DER lies: its tag at `start`, its content from `content` to `end`."""

    tag: int
    start: int
    content: int
    end: int


def with_sorted_certificates(reply: bytes) -> bytes:
    """The reply with its certificates in the order of DER; as it came where it is none."""
    try:
        certificates = _certificates(reply)
        ordered = sorted(reply[each.start : each.end] for each in _elements(reply, *certificates))
    except (IndexError, StopIteration, ValueError):
        return reply
    start, end = certificates
    return reply[:start] + b"".join(ordered) + reply[end:]


def _certificates(reply: bytes) -> tuple[int, int]:
    """From where to where the certificates lie."""
    response = next(_elements(reply, 0, len(reply)))
    _, token = _inside(reply, response)
    _, tagged = _inside(reply, token)
    (signed,) = _inside(reply, tagged)
    certificates = next(each for each in _inside(reply, signed) if each.tag == CONSTRUCTED_0)
    return certificates.content, certificates.end


def _inside(der: bytes, element: Element) -> list[Element]:
    return list(_elements(der, element.content, element.end))


def _elements(der: bytes, start: int, end: int) -> Iterator[Element]:
    """The elements that lie one after the other between two places (X.690 §8.1)."""
    while start < end:
        length, content = der[start + 1], start + 2
        if length >= LONG_FORM:
            octets = length - LONG_FORM
            length = int.from_bytes(der[content : content + octets], "big")
            content += octets
        if content + length > end:
            raise ValueError("an element that is longer than what it lies in")
        yield Element(der[start], start, content, content + length)
        start = content + length
