"""The intake over HTTP: four addresses, each answered in JSON; docs/intake.md has every answer.

::

    POST /counts             one count or a list of them          200, 201, 207 · 403, 409, 422 · 503
    GET  /counts/STATION     what the record has of the sender's counts of a station
    GET  /proof/INDEX        that the record has an entry: c2sp.org/tlog-proof
    GET  /healthz            that it runs, for whoever watches over it

A request is looked at from outside inwards: whose token, how large, how much, what. Who has no right token is
answered before anything of the body is read.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from sverka.domain.counts import ABSENT_WORD, Unit
from sverka.errors import Refused, SverkaError
from sverka.office.clock import now
from sverka.office.night.incoming import (
    Answer,
    CountAnswer,
    Given,
    IncomingCount,
    Outcome,
    Subject,
    decode_counts,
    encode,
    refused,
)
from sverka.office.night.intake import Intake
from sverka.office.night.judging import shown
from sverka.office.night.limits import Buckets
from sverka.office.night.proofs import proof_of_entry
from sverka.office.night.senders import CurrentSenders, Sender
from sverka.record.fact_shape import EnteredBy

MOST_BYTES = 2**20  # of one body; a list of a thousand counts has 300 kB
SECONDS_TO_SEND = 20.0
SECONDS_TO_RECORD = 60.0
WRONG_TOKENS = 30  # a minute, from one address; what comes beyond is answered 429
RETRY = {HTTPStatus.TOO_MANY_REQUESTS: "60", HTTPStatus.SERVICE_UNAVAILABLE: "10"}
STATUSES = {
    "R501": HTTPStatus.UNAUTHORIZED,
    "R502": HTTPStatus.TOO_MANY_REQUESTS,
    "R503": HTTPStatus.TOO_MANY_REQUESTS,
    "R504": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "R505": HTTPStatus.REQUEST_TIMEOUT,
    "R506": HTTPStatus.BAD_REQUEST,
    "R507": HTTPStatus.FORBIDDEN,
    "R515": HTTPStatus.SERVICE_UNAVAILABLE,
}
BEARER = "Bearer "
JSON = "application/json"

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(slots=True)
class HttpIntake:
    """What answers over HTTP; `clock` gives seconds and never goes back."""

    intake: Intake
    senders: CurrentSenders
    clock: Callable[[], float] = time.monotonic
    wrong: Buckets = field(init=False)
    counts: Buckets = field(init=False)

    def __post_init__(self) -> None:
        self.wrong, self.counts = Buckets(self.clock), Buckets(self.clock)

    def app(self) -> Starlette:
        """The addresses."""
        return Starlette(
            routes=[
                Route("/counts", _told(self.take), methods=["POST"]),
                Route("/counts/{station}", _told(self.show)),
                Route("/proof/{index:int}", _told(self.prove)),
                Route("/healthz", self.health),
            ],
            exception_handlers={
                HTTPStatus.NOT_FOUND: _no_address,
                HTTPStatus.METHOD_NOT_ALLOWED: _no_address,
            },
        )

    async def take(self, request: Request) -> Response:
        """Take counts in; answered when they are on disk."""
        sender = self._sender(request)
        counts = _parsed(await _body_of(request))
        wait = self.counts.take(sender.name, len(counts), per_minute=sender.entry.rate)
        if wait:
            what = f"{len(counts)} counts are more than this sender may hand in now"
            raise Refused("R503", what, cure=f"Send them again in {wait:.0f} seconds, or fewer at once.")
        answer = await self._taken(sender, counts)
        return _json(answer, status_of(answer))

    async def show(self, request: Request) -> Response:
        """What the record has of the sender's own counts of a station."""
        sender, station = self._sender(request), request.path_params["station"]
        asked = IncomingCount(contest="", station=station)
        if not sender.speaks_for(asked):
            raise Refused("R507", f"this sender does not speak for {station!r}", cure="Look at the station.")
        await self._recorded([])  # what others recorded meanwhile is read then
        return _json({"station": station, "counts": list(self._counts_of(sender, station))})

    async def prove(self, request: Request) -> Response:
        """The proof that the record has an entry, under the last checkpoint."""
        self._sender(request)
        proof = await run_in_threadpool(
            proof_of_entry, self.intake.folder.store, request.path_params["index"]
        )
        if proof is None:
            cure = "Give the index that stands in the answer to a count."
            return _said(Refused("R518", "the record has no such entry", cure=cure), HTTPStatus.NOT_FOUND)
        return Response(proof, media_type="text/plain")

    async def health(self, _: Request) -> Response:
        """Whether counts can be recorded now."""
        well = not self.intake.writer.ended.is_set()
        status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
        said = {"status": "well" if well else "ended", "waiting": self.intake.waiting}
        return _json(said, status)

    def _sender(self, request: Request) -> Sender:
        """Whose token a request bears. A right one is heard however many wrong ones come from the same address."""
        given = request.headers.get("authorization", "")
        sender = self.senders.now().of(given[len(BEARER) :]) if given.startswith(BEARER) else None
        if sender is not None:
            return sender
        address = request.client.host if request.client else ""
        if self.wrong.take(address, 1, per_minute=WRONG_TOKENS):
            raise Refused("R502", "too many requests without a right token", cure="Wait a minute.")
        cure = "Send the header `Authorization: Bearer TOKEN`, with the token that you were given."
        raise Refused("R501", "no token of a sender", cure=cure)

    async def _taken(self, sender: Sender, counts: list[IncomingCount]) -> Answer:
        """The answer to each; those that the sender may not hand in do not come before the intake."""
        received = now(self.intake.election.timezone)
        given, kept = [], {}
        for at, count in enumerate(counts):
            checked = _checked(sender, count, received)
            if isinstance(checked, Given):
                given.append(checked)
            else:
                kept[at] = checked
        answer = await self._recorded(given)
        if not kept:
            return answer
        others = iter(answer.counts)
        merged = tuple(kept[at] if at in kept else next(others) for at in range(len(counts)))
        return msgspec.structs.replace(answer, counts=merged)

    async def _recorded(self, given: list[Given]) -> Answer:
        try:
            async with asyncio.timeout(SECONDS_TO_RECORD):
                return await asyncio.wrap_future(self.intake.take(given))
        except TimeoutError:
            what = "whether it was recorded is not known yet"
            raise Refused(
                "R515", what, cure="Send it again: what is recorded is not recorded twice."
            ) from None

    def _counts_of(self, sender: Sender, station: str) -> list[dict[str, Any]]:
        found = []
        for contest in self.intake.election.contests:
            for source in sender.sources:
                known = self.intake.known(Subject(contest, source, Unit.STATION, station))
                if known is not None:
                    head = {"contest": contest, "account": str(source), "index": known.entry}
                    fields = {name: cell for name, cell in shown(known).items() if cell != ABSENT_WORD}
                    found.append({**head, "proof": f"/proof/{known.entry}", "fields": fields})
        return found


def status_of(answer: Answer) -> HTTPStatus:
    """The status of an answer: that of its one count, or whether all of several were taken."""
    if len(answer.counts) == 1:
        return _status_of_one(answer.counts[0])
    if any(each.code == "R515" for each in answer.counts):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.OK if all(each.is_taken for each in answer.counts) else HTTPStatus.MULTI_STATUS


def _status_of_one(count: CountAnswer) -> HTTPStatus:
    match count.outcome:
        case Outcome.RECORDED:
            return HTTPStatus.CREATED
        case Outcome.KNOWN:
            return HTTPStatus.OK
        case Outcome.CONFLICT:
            return HTTPStatus.CONFLICT
        case Outcome.REFUSED:
            return STATUSES.get(count.code, HTTPStatus.UNPROCESSABLE_ENTITY)


def _checked(sender: Sender, count: IncomingCount, received: str) -> Given | CountAnswer:
    try:
        source = sender.source_of(count)
        sender.check(count)
    except Refused as why:
        return refused(count, why)
    return Given(
        count=count,
        source=source,
        received=received,
        sender=sender.name,
        entered_by=EnteredBy(sender.entry.organisation, sender.entry.role),
        may_correct=sender.entry.may_correct,
    )


def _parsed(body: bytes) -> list[IncomingCount]:
    try:
        counts = decode_counts(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(
            "R506", f"no count, and no list of counts: {error}", cure='See docs/intake.md, "A count".'
        ) from None
    return counts if isinstance(counts, list) else [counts]


async def _body_of(request: Request) -> bytes:
    """What was sent; refused where it is too much, or does not come to its end."""
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > MOST_BYTES:
        raise _too_large()
    try:
        async with asyncio.timeout(SECONDS_TO_SEND):
            return await _read(request)
    except TimeoutError:
        what = f"not sent within {SECONDS_TO_SEND:.0f} seconds"
        raise Refused("R505", what, cure="Send it again, or fewer counts at once.") from None
    except ClientDisconnect:
        raise Refused("R505", "broke off", cure="Send it again.") from None


async def _read(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise _too_large()
    return b"".join(parts)


def _too_large() -> Refused:
    cure = "Send fewer counts at once; a whole file goes into the watched folder."
    return Refused("R504", f"more than {MOST_BYTES} bytes", cure=cure)


def _told(endpoint: Endpoint) -> Endpoint:
    """An address whose refusals are answered; the connection of who is refused for what it sends is closed."""

    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as why:
            return _said(why, STATUSES.get(why.code, HTTPStatus.UNPROCESSABLE_ENTITY))
        except (SverkaError, OSError) as error:
            return _said(
                Refused("R515", str(error), cure="Send it again in a minute."), HTTPStatus.SERVICE_UNAVAILABLE
            )

    return answered


async def _no_address(request: Request, error: Exception) -> Response:
    """What is answered to who asks for something else."""
    status = HTTPStatus(error.status_code) if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
    what = f"there is no {request.method} {request.url.path} here"
    answer = _said(Refused("R518", what, cure="See docs/intake.md: the counts go to POST /counts."), status)
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


def _said(why: Refused, status: HTTPStatus) -> Response:
    headers = {"connection": "close"} | ({"retry-after": RETRY[status]} if status in RETRY else {})
    if status is HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    return _json({"code": why.code, "what": why.what, "cure": why.cure}, status, headers)


def _json(said: Any, status: int = HTTPStatus.OK, headers: dict[str, str] | None = None) -> Response:
    return Response(encode(said), int(status), headers, media_type=JSON)
