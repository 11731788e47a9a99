"""The operator's page over HTTP, for this machine alone: `/ky`, `/ru`, `/en`, and `/state.json` for programs.

It renews itself by a header, so that it needs no script, and stands still where it is asked to.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.resources import files

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sverka.office.night.operator_view import Gathering
from sverka.office.serve import LOOPBACK
from sverka.office.witness_server import listen, server_of
from sverka.publish.site.build import LANGUAGES
from sverka.publish.site.operator import STYLE, operator_page

SECONDS = 10  # until the page renews itself
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
}
STILL = "still"
HOSTS = ("127.0.0.1", "localhost", "[::1]")


def app_of(gathering: Gathering, language: str) -> Starlette:
    """The addresses; `/` leads to the page in a language."""

    async def page(request: Request) -> Response:
        asked = request.path_params["language"]
        if asked not in LANGUAGES or not _is_from_here(request):
            return Response("there is no such page\n", 404, media_type="text/plain")
        html = await run_in_threadpool(lambda: operator_page(gathering.view(), asked))
        renewed = {} if STILL in request.query_params else {"Refresh": str(SECONDS)}
        return Response(html, headers={**HEADERS, **renewed}, media_type="text/html")

    async def state(request: Request) -> Response:
        if not _is_from_here(request):
            return Response("there is no such page\n", 404, media_type="text/plain")
        view = await run_in_threadpool(gathering.view)
        said = msgspec.json.format(msgspec.json.encode(_answer(view)), indent=1)
        return Response(said, headers=HEADERS, media_type="application/json")

    async def style(_: Request) -> Response:
        css = files("sverka.publish.site").joinpath("static", STYLE).read_bytes()
        return Response(css, headers=HEADERS, media_type="text/css")

    async def door(_: Request) -> Response:
        return RedirectResponse(f"/{language}", headers=HEADERS)

    return Starlette(
        routes=[
            Route("/", door),
            Route("/state.json", state),
            Route(f"/{STYLE}", style),
            Route("/{language}", page),
        ]
    )


def _answer(view: object) -> object:
    said = asdict(view)  # type: ignore[call-overload]
    said.pop("election")
    return said


def _is_from_here(request: Request) -> bool:
    """Whether a browser asked for this machine by its own name: another site's name that leads here is no right."""
    host = request.headers.get("host", "")
    return host.rpartition(":")[0] in HOSTS or host in HOSTS


@contextmanager
def serving(gathering: Gathering, port: int, language: str) -> Iterator[str]:
    """Serve the page in a thread until the block is done; gives its address. Port 0 takes a free one."""
    with listen(LOOPBACK, port, option="--operator") as listening:
        server = server_of(app_of(gathering, language))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{listening.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(10)
