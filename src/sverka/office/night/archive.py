"""Every publication of a site, kept for ever and addressable: what changed with it, under the size of its record.

::

    at/412/publication.json      size, root, received, entry; before: "398"; changed: {path: SHA-256 of the live file}
    at/412/data/results.json     the bytes that were published
    at/412/ky/index.html         the page that was published, its links turned to what is kept (`publish/site/kept.py`)
    at/index.json                all publications in short

A file that did not change lies with the publication that brought it: the last one at or before that has it in
`changed`. So the archive grows with what changed, and not with the number of publications.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from sverka.publish.language import translator
from sverka.publish.site.kept import AT, Banner, is_kept_page, kept_at, kept_page
from sverka.publish.site.night_words import banner_text

PUBLICATION, INDEX = "publication.json", f"{AT}/index.json"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A publication as the archive has it; `changed` maps the paths of kept files to the hashes of their live bytes."""

    name: str
    size: int
    root: str
    received: str
    entry: int
    before: str | None = None
    changed: dict[str, str] = {}


@dataclass
class Archive:
    """The archive of one site: its publications, and where the last version of every kept file lies."""

    out: Path
    kept: list[Kept] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, out: Path) -> Archive:
        """The archive as it lies there; what an interrupted publication left is not in it."""
        archive = cls(out)
        found = (_read(file) for file in (out / AT).glob(f"*/{PUBLICATION}"))
        for kept in sorted(found, key=lambda each: each.entry):
            archive.add(kept)
        return archive

    def add(self, kept: Kept) -> None:
        """Know of one more publication."""
        self.kept.append(kept)
        self.versions |= dict.fromkeys(kept.changed, kept.name)
        self.hashes |= kept.changed

    def has(self, entry: int) -> bool:
        """Whether the publication of an entry is kept."""
        return any(each.entry == entry for each in reversed(self.kept))

    def name_for(self, size: int) -> str:
        """Under which name a publication comes: its size, and a number where that size was published before."""
        taken = {each.name for each in self.kept if each.size == size}
        names = (str(size) if number == 1 else f"{size}-{number}" for number in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)

    def changed(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Of the kept files of a publication those that are not the last version; overviews always."""
        hashes = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
        return {
            path: sha256
            for path, sha256 in hashes.items()
            if path.endswith("/index.html") or self.hashes.get(path) != sha256
        }

    def files(self, kept: Kept, files: Mapping[str, bytes], *, history: bool) -> Iterator[tuple[str, bytes]]:
        """What the archive holds of a publication, but for the two that say that it is there."""
        versions = {**self.versions, **dict.fromkeys(kept.changed, kept.name)}
        for path in kept.changed:
            content = files[path]
            if is_kept_page(path):
                banner = banner_of(path, received=kept.received, size=kept.size, history=history)
                content = kept_page(content, path, kept.name, versions, banner)
            yield kept_at(kept.name, path), content

    def index(self) -> bytes:
        """All publications in short, the first one first."""
        said = [[each.name, each.size, each.received, each.entry] for each in self.kept]
        return json.dumps({"columns": ["name", "size", "received", "entry"], "publications": said}).encode()


def publication_file(kept: Kept) -> tuple[str, bytes]:
    """What says of a publication that it is kept, whole."""
    return kept_at(kept.name, PUBLICATION), msgspec.json.encode(kept)


def banner_of(path: str, *, received: str, size: int, history: bool) -> Banner:
    """What a kept page says above its content, in its language."""
    language = path.partition("/")[0]
    text, now, all_of_them = banner_text(translator(language), received=received, size=size)
    listed = f"{language}/history.html" if history else ""
    return Banner(text=text, now=now, all_of_them=all_of_them, history=listed)


def _read(file: Path) -> Kept:
    said: Any = msgspec.json.decode(file.read_bytes())
    return msgspec.convert(said, Kept)
