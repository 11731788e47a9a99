"""A block that is put into a page which stands already, right after its `<main …>`, and taken out without a trace.

::

    <main id="main" class="wide" tabindex="-1">
    <!--notice:1234--><div class="note strong notice">…</div><!--/notice-->
    <h1>…

The number is that of the fact in the record that the notice speaks of. The bytes around the block are those of the
page as it was published, and whoever holds a page against its hash takes the block out first.
"""

from __future__ import annotations

import re

from markupsafe import Markup

MAIN = re.compile(rb"<main\b[^>]*>\n")
NOTICE = re.compile(rb"<!--notice:(\d+)-->.*?<!--/notice-->\n", re.DOTALL)


def with_notice(html: bytes, entry: int, text: str, *, label: str) -> bytes:
    """A page with the notice of a fact, in place of another one; a page without a `<main>` stays as it is."""
    said = Markup('<div class="note strong notice"><p><strong>{}.</strong> {}</p></div>').format(label, text)
    block = f"<!--notice:{entry}-->{said}<!--/notice-->\n".encode()
    return after_main(without_notice(html), block)


def without_notice(html: bytes) -> bytes:
    """A page as it was published."""
    return NOTICE.sub(b"", html) if b"<!--notice:" in html else html


def entry_of_notice(html: bytes) -> int | None:
    """The entry of the fact that the notice of a page speaks of; None where there is no notice."""
    found = NOTICE.search(html)
    return int(found[1]) if found else None


def after_main(html: bytes, block: bytes) -> bytes:
    """A page with a block at the beginning of its content."""
    return MAIN.sub(lambda found: found[0] + block, html, count=1)
