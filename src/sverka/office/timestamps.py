"""Time stamps after RFC 3161: what is asked of an authority, and whether its answer holds.

What is stamped is the text of a checkpoint, without its signatures::

    example.org/kg-2027
    4711
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

An authority is asked with the SHA-256 of these bytes (the three line ends too) and a number that nobody used
before, and answers with a *reply* (TimeStampResp, DER): a status and the token, which is the hash, the number and
the time, signed. Nothing here reads a clock or a network: a reply that holds today holds in ten years.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from sverka.office.certificate_order import with_sorted_certificates

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

SHA256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
LONGEST_CHAIN = 8
UNREADABLE = (
    ValueError,
    TypeError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What reading a certificate says of one that is broken."""


class TokenError(ValueError):
    """A reply that proves nothing; the message says why."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is sent to an authority (TimeStampReq, DER), and the number by which its answer is known."""

    content: bytes
    nonce: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a reply proves: these bytes existed at this time.

    `chain` : the certificate that signed, those above it, and last the trusted one
    """

    time: datetime
    chain: tuple[x509.Certificate, ...]


def ask_for(text: bytes) -> Query:
    """The query for a time stamp over a text; it asks for the certificates too."""
    request = TimestampRequestBuilder().data(text).hash_algorithm(HashAlgorithm.SHA256).build()
    assert request.nonce is not None
    return Query(request.as_bytes(), request.nonce)


def check_reply(
    reply: bytes, text: bytes, *, trusted: Sequence[x509.Certificate], nonce: int | None = None
) -> Stamp:
    """The stamp over a text, or why the reply proves nothing.

    `nonce` : of the query, where the reply has just come; without it a kept reply is judged
    """
    if not trusted:
        raise TokenError("no certificate is there to hold it against")
    response = _parsed(reply)
    _check_granted(response)
    _check_is_over(response, text)
    verifier = VerifierBuilder(roots=_distinct(trusted), nonce=nonce).build()
    try:
        verifier.verify(response, hashlib.sha256(text).digest())
    except (VerificationError, *UNREADABLE) as error:
        raise TokenError(_in_words(str(error))) from error
    return Stamp(time=response.tst_info.gen_time, chain=_chain(response, trusted))


def parse_certificates(pem: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file."""
    try:
        return tuple(x509.load_pem_x509_certificates(pem))
    except ValueError as error:
        raise TokenError("no certificates in PEM form (-----BEGIN CERTIFICATE-----)") from error


def format_certificates(certificates: Iterable[x509.Certificate]) -> bytes:
    """Certificates as a PEM file."""
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)


def fingerprint(certificate: x509.Certificate) -> str:
    """How a person holds a certificate against what its owner publishes: SHA-256, in hex."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def _parsed(reply: bytes) -> TimeStampResponse:
    try:
        return decode_timestamp_response(with_sorted_certificates(reply))
    except ValueError as error:
        raise TokenError(f"not the reply of a time stamping authority ({len(reply)} bytes)") from error


def _check_granted(response: TimeStampResponse) -> None:
    """A refusal carries no token (RFC 3161 §2.4.2)."""
    if response.status != PKIStatus.GRANTED:
        words = "; ".join(["", *response.status_string])[:200]
        readable = "".join(each if each.isprintable() else "?" for each in words)
        raise TokenError(f"the authority gave no time stamp: status {response.status}{readable}")


def _check_is_over(response: TimeStampResponse, text: bytes) -> None:
    """The hash must be ours, and made as ours was."""
    try:
        imprint = response.tst_info.message_imprint
    except ValueError as error:
        raise TokenError(f"the reply has no token that can be read: {error}") from error
    if imprint.hash_algorithm != SHA256 or imprint.message != hashlib.sha256(text).digest():
        raise TokenError("the time stamp is over something else")


def _in_words(why: str) -> str:
    """What the library says, for a person."""
    if why == "Nonce mismatch":
        return "the time stamp answers another query than ours"
    if "has expired" in why or "not yet valid" in why:
        return "the authority's certificate was not valid at the time that the stamp names"
    if "EKU" in why or "purpose" in why:
        return "the certificate that signed is not one for time stamps"
    if "certificate verify error" in why:
        return "the authority's certificate does not lead to a trusted one"
    return "its signature does not hold"


def _chain(response: TimeStampResponse, trusted: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """From the certificate that signed up to a trusted one, as far as issuers are there."""
    carried = [x509.load_der_x509_certificate(der) for der in response.signed_data.certificates]
    (signer,) = response.signed_data.signer_infos
    known = [*trusted, *carried]
    leaf = next(
        each for each in known if (each.issuer, each.serial_number) == (signer.issuer, signer.serial_number)
    )
    return tuple(_upwards(leaf, known))


def _upwards(certificate: x509.Certificate, known: Sequence[x509.Certificate]) -> Iterator[x509.Certificate]:
    for _ in range(LONGEST_CHAIN):
        yield certificate
        above = next((each for each in known if _issued(each, certificate)), None)
        if above is None or above == certificate:
            return
        certificate = above


def _issued(above: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(above)
    except (InvalidSignature, *UNREADABLE):
        return False
    return True


def _distinct(certificates: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    return list(dict.fromkeys(certificates))
