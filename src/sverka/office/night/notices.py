"""The notice on the pages of a site, as long as a computation is stopped; and `now.json`, which says how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from sverka.office.night.site import NOW, Site
from sverka.office.night.staging import Staged
from sverka.publish.language import translator
from sverka.publish.site.night_words import notice_label, notice_text
from sverka.publish.site.notice import entry_of_notice, with_notice, without_notice


class StoppedSince(msgspec.Struct, frozen=True, kw_only=True):
    """A stop in force: since when nothing was published, the last fact that says so, and its checks."""

    since: str
    entry: int
    checks: tuple[str, ...]


class Now(msgspec.Struct, frozen=True, kw_only=True):
    """What stands, and what the small script on every page asks for."""

    size: int
    root: str
    published_at: str
    stopped: StoppedSince | None
    next_every: int


@dataclass(frozen=True, slots=True)
class Notices:
    """The notices on one site."""

    site: Site
    languages: Sequence[str]

    def show(self, stopped: StoppedSince, *, published: str) -> int:
        """Put the notice of a stop on every page that sums up; gives how many were written."""
        texts = {
            language: (
                notice_text(t, stopped=stopped.since, entry=stopped.entry, published=published),
                notice_label(t),
            )
            for language in self.languages
            for t in (translator(language),)
        }

        def noticed(path: str, html: bytes) -> bytes:
            text, label = texts[path.partition("/")[0]]
            return with_notice(html, stopped.entry, text, label=label)

        pages = ((path, html) for path, html in self._pages() if entry_of_notice(html) != stopped.entry)
        return self._write([(path, noticed(path, html)) for path, html in pages])

    def clear(self) -> int:
        """Take the notices off; gives how many pages had one."""
        pages = ((path, html) for path, html in self._pages() if entry_of_notice(html) is not None)
        return self._write([(path, without_notice(html)) for path, html in pages])

    def _pages(self) -> list[tuple[str, bytes]]:
        return [
            (path, (self.site.out / path).read_bytes()) for path in self.site.noticed_pages(self.languages)
        ]

    def _write(self, pages: list[tuple[str, bytes]]) -> int:
        return write_files(self.site, pages) if pages else 0


def write_files(site: Site, files: Sequence[tuple[str, bytes]]) -> int:
    """Write some files of a site anew, each in one step; none where one of them finds no room."""
    staged = Staged(site.out)
    try:
        for path, content in files:
            staged.put(path, content)
        return staged.place()
    finally:
        staged.drop()


def write_now(site: Site, now: Now) -> None:
    """Write `now.json`, if it does not say so already."""
    content = msgspec.json.encode(now) + b"\n"
    if site.read(NOW) != content:
        write_files(site, [(NOW, content)])
