"""The feed of changes (Atom, RFC 4287): one per language; ids never change, and times are those of the facts.

::

    <entry>
    <id>ni:///sha-256;RxUjoNOTPvdXoD5jZbtsYabdPAhpUHNFNIaJDF6wIkM</id>      the fact itself, by its hash (RFC 6920)
    <title>Published figures were corrected</title>
    <updated>2021-11-29T12:00:00+06:00</updated>                          when the fact came in
    <link href="ky/corrections.html#entry-2392"/>
    <content type="text">…</content>
    </entry>
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from typing import Any

from sverka.domain.election import Election
from sverka.publish.language import Translator
from sverka.publish.site.news_said import NewsSaid
from sverka.publish.site.templating import templates

NOTHING_YET = "1970-01-01T00:00:00Z"  # a feed must say when it was updated


def feed_path(language: str) -> str:
    """Where the feed of a language lies, from the folder of the site."""
    return f"feed-{language}.xml"


def feed(t: Translator, election: Election, notices: Sequence[NewsSaid]) -> bytes:
    """The feed in one language, the last notice first."""
    language = str(t.language)
    template = templates(language).get_template("feed.xml")
    values: dict[str, Any] = {
        "id": feed_id(election.id, language),
        "language": language,
        "title": t.name(election.names),
        "updated": notices[-1].received if notices else NOTHING_YET,
        "path": feed_path(language),
        "notices": [(fact_id(each.sha256), each) for each in reversed(notices)],
    }
    return template.render(values).encode()


def feed_id(election: str, language: str) -> str:
    """A name for the feed that is the same on every machine (RFC 4122, version 5).

    >>> feed_id("kg-2021-11-28", "ky")
    'urn:uuid:2a8c2e2d-00d3-5a84-a78e-e73bf0fb45ac'
    """
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sverka:feed:{election}:{language}").urn


def fact_id(sha256: str) -> str:
    """The name of a fact by its hash.

    >>> fact_id("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    'ni:///sha-256;47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
    """
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).rstrip(b"=").decode()
    return f"ni:///sha-256;{digest}"
