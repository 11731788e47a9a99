"""Time stamps: what an honest authority says holds, and nothing else does; `openssl ts -verify` judges too."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st
from rfc3161_client import decode_timestamp_response

from sverka.office.certificate_order import with_sorted_certificates
from sverka.office.timestamps import (
    Query,
    TokenError,
    ask_for,
    check_reply,
    fingerprint,
    format_certificates,
    parse_certificates,
)
from tests.office.authority import NOW, Authority, Issued, between, openssl_verifies, root, signer

TEXT = b"example.org/kg-2027\n4711\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.at(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def query() -> Query:
    return ask_for(TEXT)


@pytest.fixture(scope="module")
def reply(authority: Authority, query: Query) -> bytes:
    return authority.reply(query.content)


@pytest.fixture(scope="module")
def token_info(reply: bytes) -> bytes:
    """What the honest token says, for others to sign."""
    response = decode_timestamp_response(with_sorted_certificates(reply))
    return response.tst_info.as_bytes()  # type: ignore[attr-defined, no-any-return]


def test_an_honest_reply_holds_for_both_judges(
    authority: Authority, query: Query, reply: bytes, tmp_path: Path
) -> None:
    stamp = check_reply(reply, TEXT, trusted=[authority.above.certificate], nonce=query.nonce)

    assert abs(stamp.time - NOW) < timedelta(minutes=10)
    assert stamp.chain == (authority.own.certificate, authority.above.certificate)
    assert openssl_verifies(tmp_path, reply, TEXT, format_certificates(stamp.chain))
    assert not openssl_verifies(tmp_path, reply, TEXT + b"\n", format_certificates(stamp.chain))


def test_a_reply_is_judged_again_years_later_without_its_query(authority: Authority, reply: bytes) -> None:
    assert check_reply(reply, TEXT, trusted=[authority.above.certificate]).chain


def test_a_query_is_never_asked_twice() -> None:
    assert ask_for(TEXT).nonce != ask_for(TEXT).nonce


def test_a_stamp_over_another_text_is_refused(authority: Authority, reply: bytes) -> None:
    with pytest.raises(TokenError, match="over something else"):
        check_reply(reply, TEXT.replace(b"4711", b"4712"), trusted=[authority.above.certificate])


def test_a_stamp_over_a_hash_made_otherwise_is_refused(tmp_path: Path, query: Query) -> None:
    lax = Authority.at(tmp_path / "lax", digests="sha256, sha3-256")
    sha256, sha3 = (bytes.fromhex("0609608648016503040201"), bytes.fromhex("0609608648016503040208"))

    with pytest.raises(TokenError, match="over something else"):
        check_reply(
            lax.reply(query.content.replace(sha256, sha3)),
            TEXT,
            trusted=[lax.above.certificate],
            nonce=query.nonce,
        )


def test_the_answer_to_another_query_is_refused(authority: Authority, query: Query) -> None:
    replayed = authority.reply(ask_for(TEXT).content)

    with pytest.raises(TokenError, match="another query"):
        check_reply(replayed, TEXT, trusted=[authority.above.certificate], nonce=query.nonce)


def test_a_refusal_says_the_authoritys_own_words(tmp_path: Path, query: Query) -> None:
    strict = Authority.at(tmp_path / "strict", digests="sha512")

    with pytest.raises(TokenError, match=r"no time stamp: status 2; .*algorithm"):
        check_reply(strict.reply(query.content), TEXT, trusted=[strict.above.certificate], nonce=query.nonce)


@pytest.mark.parametrize("other", [root("Another"), root()], ids=["of another name", "of the same name"])
def test_an_authority_under_another_root_is_refused(other: Issued, reply: bytes) -> None:
    with pytest.raises(TokenError, match="does not lead to a trusted one"):
        check_reply(reply, TEXT, trusted=[other.certificate])


def test_a_chain_is_followed_to_its_root_and_only_a_root_is_trusted(tmp_path: Path, query: Query) -> None:
    top = root("Top")
    middle = between(top)
    carries = Authority.at(tmp_path / "carries", above=middle)  # sends the middle one along
    roots, reply = [top.certificate], carries.reply(query.content)
    stamp = check_reply(reply, TEXT, trusted=roots, nonce=query.nonce)

    assert stamp.chain == (carries.own.certificate, middle.certificate, top.certificate)
    assert openssl_verifies(tmp_path / "judge", reply, TEXT, format_certificates(stamp.chain))
    with pytest.raises(TokenError, match="does not lead to a trusted one"):
        check_reply(reply, TEXT, trusted=[middle.certificate], nonce=query.nonce)


def test_what_an_authority_does_not_send_along_may_be_given(
    tmp_path: Path, query: Query, token_info: bytes
) -> None:
    top = root("Top")
    middle = between(top)
    alone = Authority.at(tmp_path / "alone").signed(token_info, by=signer(middle))

    assert len(check_reply(alone, TEXT, trusted=[middle.certificate, top.certificate]).chain) == 3
    with pytest.raises(TokenError, match="does not lead to a trusted one"):
        check_reply(alone, TEXT, trusted=[top.certificate])


UNFIT: dict[str, tuple[Callable[[Issued], Issued], str]] = {
    "no usage": (lambda above: signer(above, usage=None), "not one for time stamps"),
    "usage of code": (
        lambda above: signer(above, usage=ExtendedKeyUsageOID.CODE_SIGNING),
        "not one for time stamps",
    ),
    "usage not critical": (lambda above: signer(above, critical=False), "not one for time stamps"),
    "expired": (lambda above: signer(above, until=NOW - timedelta(days=1)), "not valid at the time"),
    "signed itself": (lambda _: root("Myself"), "does not lead to a trusted one"),
}


@pytest.mark.parametrize("unfit, why", UNFIT.values(), ids=UNFIT)
def test_a_certificate_that_may_not_stamp_is_refused_by_both_judges(
    unfit: Callable[[Issued], Issued], why: str, authority: Authority, token_info: bytes, tmp_path: Path
) -> None:
    forged = authority.signed(token_info, by=unfit(authority.above))

    with pytest.raises(TokenError, match=why):
        check_reply(forged, TEXT, trusted=[authority.above.certificate])
    assert not openssl_verifies(tmp_path, forged, TEXT, authority.above.pem)


def test_the_same_content_signed_by_one_that_may_holds_for_both(
    authority: Authority, token_info: bytes, tmp_path: Path
) -> None:
    signed = authority.signed(token_info, by=signer(authority.above))

    assert check_reply(signed, TEXT, trusted=[authority.above.certificate]).chain
    assert openssl_verifies(tmp_path, signed, TEXT, authority.above.pem)


@pytest.mark.parametrize("garbage", [b"", b"<html>sign in</html>", b"\x30\x80", b"0" * 300, b"\x30\x84"])
def test_what_is_no_reply_is_refused(garbage: bytes, authority: Authority) -> None:
    with pytest.raises(TokenError, match="not the reply"):
        check_reply(garbage, TEXT, trusted=[authority.above.certificate])


@given(data=st.data())
def test_a_spoilt_reply_is_refused_or_says_the_same(
    data: st.DataObject, authority: Authority, query: Query, reply: bytes
) -> None:
    """Only what nobody signed may change: the copy of the root's certificate, the words of the status."""
    at = data.draw(st.integers(0, len(reply) - 1))
    spoilt = reply[:at] + data.draw(st.binary(max_size=3)) + reply[at + 1 :]
    trusted = [authority.above.certificate]
    honest = check_reply(reply, TEXT, trusted=trusted)

    with suppress(TokenError):
        stamp = check_reply(spoilt, TEXT, trusted=trusted, nonce=query.nonce)

        assert (stamp.time, stamp.chain) == (honest.time, honest.chain)


# certificates


def test_certificates_in_any_order_are_read(authority: Authority, reply: bytes) -> None:
    """`openssl ts -reply` lists its own first, as many authorities do; which one is the smaller is chance."""
    own, above = (each.certificate.public_bytes(Encoding.DER) for each in (authority.own, authority.above))
    assert own + above in reply
    turned = reply.replace(own + above, above + own)

    assert with_sorted_certificates(turned) == with_sorted_certificates(reply)
    for each in (reply, turned):
        assert check_reply(each, TEXT, trusted=[authority.above.certificate]).chain


@given(st.binary(max_size=80))
def test_what_has_no_certificates_stays_as_it_is(content: bytes) -> None:
    assert sorted(with_sorted_certificates(content)) == sorted(content)
    assert with_sorted_certificates(b"\x30" + content[:1]) == b"\x30" + content[:1]


def test_certificates_are_read_as_they_are_written(authority: Authority) -> None:
    both = (authority.own.certificate, authority.above.certificate)

    assert parse_certificates(format_certificates(both)) == both
    assert len({fingerprint(each) for each in both}) == 2
    with pytest.raises(TokenError, match="PEM"):
        parse_certificates(both[0].public_bytes(Encoding.DER))
