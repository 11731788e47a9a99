"""What pages say of the night itself: that a computation was stopped, and that a page is one of the past."""

from __future__ import annotations

from sverka.publish.language import Translator


def notice_text(t: Translator, *, stopped: str, entry: int, published: str) -> str:
    """Why the figures of a page stay as they are; times as facts write them."""
    return t._(
        "Figures computed since {stopped} did not pass this site's own checks and are not published. "
        "What you see are the last figures that passed, published {published}. "
        "Entry {entry} of the record names the checks.",
        published=t.moment(published),
        stopped=t.moment(stopped),
        entry=entry,
    )


def notice_label(t: Translator) -> str:
    """What the notice is called."""
    return t._("Notice")


def banner_text(t: Translator, *, received: str, size: int) -> tuple[str, str, str]:
    """What a kept page says above its content, and its two links: to the page as it is now, and to all publications."""
    return (
        t._(
            "This page is kept as it was published: {moment}, facts of the record: {n}.",
            moment=t.moment(received),
            n=t.number(size),
        ),
        t._("The page as it is now"),
        t._("All publications"),
    )
