"""`sverka anchor`: have authorities outside stamp the record with their time, and check what they gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.folders import open_state, read_file
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from sverka.office.anchoring import Anchoring, Authority, Failed, Stamped
    from sverka.office.anchors import CheckedAnchor
    from sverka.office.folder import State

CLOCKS_APART = timedelta(minutes=5)

Tsa = Annotated[
    list[str] | None,
    typer.Option(
        "--tsa",
        metavar="URL",
        envvar="SVERKA_TSA",
        help="A time stamping authority (RFC 3161); may be given several times.",
        show_default=False,
    ),
]
Ca = Annotated[
    list[Path] | None,
    typer.Option(
        "--ca",
        metavar="FILE",
        envvar="SVERKA_TSA_CA",
        help="Root certificates to trust (PEM); needed the first time an authority is asked.",
        show_default=False,
    ),
]


def anchor(
    context: typer.Context,
    folder: Folder,
    tsa: Tsa = None,
    ca: Ca = None,
    retry: Annotated[bool, typer.Option("--retry", help="Only ask those that are owed.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Check all anchors, offline.")] = False,
    json: Json = False,
) -> int:
    """Have time stamping authorities stamp the record as it is now, and keep their stamps in it.

    An authority that cannot be asked stops nothing: it is owed, and asked again by the next `sverka anchor`.
    """
    screen = Screen.of(context)
    state = open_state(folder, screen)
    trusted = certificates_in(ca or [])
    if check:
        return _check(screen, state, trusted, json=json)
    authorities = _authorities(state, [] if retry else tsa or [], trusted)
    if not authorities and not retry:
        raise Fault("no authority is named", place="--tsa", cure="give one: --tsa URL, or set SVERKA_TSA")
    return _anchor(screen, state, authorities, json=json)


def _anchor(screen: Screen, state: State, authorities: list[Authority], *, json: bool) -> int:
    from sverka.office.anchoring import anchor as ask
    from sverka.office.clock import now

    done = ask(state, authorities, now=now)
    if json:
        screen.answer(_answer(done))
    for sentence in _sentences(screen, state, done):
        screen.say(sentence)
    return int(any(each.broken for each in done.failed))


def _authorities(state: State, given: list[str], trusted: tuple[Certificate, ...]) -> list[Authority]:
    """Those given, and behind them those that are owed."""
    from sverka.office.anchoring import authority_of, owed_to
    from sverka.office.anchors import checkpoint_of

    named = [authority_of(state, address, trusted) for address in dict.fromkeys(given)]
    owed = owed_to(checkpoint_of(state).origin)
    return named + [each for each in owed if each.address not in given]


def certificates_in(files: Sequence[Path]) -> tuple[Certificate, ...]:
    """The certificates in PEM files."""
    from sverka.office.timestamps import TokenError, parse_certificates

    found: list[Certificate] = []
    for file in files:
        try:
            found += parse_certificates(read_file(str(file))[1])
        except TokenError as error:
            raise Fault(
                str(error), place=str(file), cure="give the authority's root certificate as PEM"
            ) from error
    return tuple(found)


def _answer(done: Anchoring) -> dict[str, Any]:
    from sverka.office.anchors import in_rfc3339

    return {
        "record_size": done.checkpoint.size,
        "root": done.checkpoint.root.hex(),
        "stamped": [
            {"authority": each.authority, "stamped": in_rfc3339(each.stamp.time)} for each in done.stamped
        ],
        "known": list(done.known),
        "queued": [
            {"authority": each.authority.address, "reason": each.reason, "broken": each.broken}
            for each in done.failed
        ],
    }


def _sentences(screen: Screen, state: State, done: Anchoring) -> list[str]:
    t = screen.words
    said = [sentence for each in done.stamped for sentence in _stamped(screen, each, done.checkpoint.size)]
    said += [t._("{authority}: it has stamped everything already.", authority=each) for each in done.known]
    said += [_owed(screen, state, each) for each in done.failed]
    return said or [t._("No time stamp is owed.")]


def _stamped(screen: Screen, stamped: Stamped, size: int) -> list[str]:
    from sverka.office.anchors import in_rfc3339

    t, authority = screen.words, stamped.authority
    time = t.moment(in_rfc3339(stamped.stamp.time))
    said = [t._("{authority}: {n} facts stamped, {time}.", authority=authority, n=t.number(size), time=time)]
    if abs(stamped.apart) > CLOCKS_APART:
        apart = str(abs(stamped.apart))
        said.append(
            t._("{authority}: its clock and this one are {apart} apart.", authority=authority, apart=apart)
        )
    return said


def _owed(screen: Screen, state: State, failed: Failed) -> str:
    t, authority = screen.words, failed.authority.address
    reason = t._("{authority}: no time stamp: {reason}.", authority=authority, reason=failed.reason)
    cure = t._("It is owed; ask again: {command}", command=f"sverka anchor {state.folder.path} --retry")
    return f"{reason}\n  {cure}"


def _check(screen: Screen, state: State, trusted: tuple[Certificate, ...], *, json: bool) -> int:
    from sverka.office.anchors import check_anchors

    checked = check_anchors(state, trusted=trusted)
    if json:
        answers = [_checked_answer(each) for each in checked]
        screen.answer({"trusted": "given" if trusted else "evidence", "anchors": answers})
    for each in checked:
        screen.say(_checked_sentence(screen, each))
    screen.say(_trust(screen, bool(checked), given=bool(trusted)))
    return int(any(each.problem for each in checked))


def _checked_answer(checked: CheckedAnchor) -> dict[str, Any]:
    from sverka.office.timestamps import fingerprint

    return {
        "entry": checked.entry,
        "record_size": checked.fact.record_size,
        "authority": checked.fact.authority,
        "stamped": checked.fact.stamped,
        "root_certificate": fingerprint(checked.root) if checked.root else None,
        "problem": checked.problem or None,
    }


def _checked_sentence(screen: Screen, checked: CheckedAnchor) -> str:
    from sverka.office.timestamps import fingerprint

    t, fact = screen.words, checked.fact
    values = {"entry": checked.entry, "authority": fact.authority, "n": t.number(fact.record_size)}
    if checked.root is None:
        return t._("Fact {entry}: {authority}: does not hold: {problem}", problem=checked.problem, **values)
    return t._(
        "Fact {entry}: {authority}: {n} facts existed, {time}. Root certificate {fingerprint}.",
        time=t.moment(fact.stamped),
        fingerprint=fingerprint(checked.root),
        **values,
    )


def _trust(screen: Screen, found: bool, *, given: bool) -> str:
    t = screen.words
    if not found:
        return t._("The record has no anchor.")
    if given:
        return t._("Held against the certificates given.")
    return t._(
        "Held against the certificates in the folder itself: compare their fingerprints with what the"
        " authorities publish, or give --ca."
    )
