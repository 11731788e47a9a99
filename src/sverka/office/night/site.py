"""A site as it stands: what it was made from, and its files as they were published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sverka.errors import Refused
from sverka.publish.manifest import MANIFEST
from sverka.publish.site.build import MARK
from sverka.publish.site.kept import AT
from sverka.publish.site.notice import without_notice

NOW = "now.json"

FOR_EVER = ("static/", "record/", "evidence/", f"{AT}/")  # what later publications may still lean on
NOTICED = ("contest", "differences", "area", "history")  # folders of pages that carry a notice
NOT_NOTICED = ("method.html", "data.html", "language.html", "status.html")


class Mark(msgspec.Struct, frozen=True):
    """What a site says of itself in `site.json`."""

    sverka: str = ""
    election: str = ""
    record_size: int = 0
    definition: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """The folder of a site."""

    out: Path

    def claim(self) -> None:
        """Make the folder ours before the first file of a site is in it; refused where others' files are."""
        if self.out.exists() and not self.out.is_dir():
            raise Refused("R103", f"{self.out} is a file", cure="give a folder: --out DIR")
        if (self.out / MARK).exists():
            return
        if self.out.exists() and any(self.out.iterdir()):
            cure = "give an empty folder: --out DIR"
            raise Refused("R103", f"{self.out} holds files that are no site of Sverka", cure=cure)
        self.out.mkdir(parents=True, exist_ok=True)
        (self.out / MARK).write_bytes(msgspec.json.encode(Mark()))

    @property
    def mark(self) -> Mark:
        """What it was made from; of nothing where there is none."""
        try:
            return msgspec.json.decode((self.out / MARK).read_bytes(), type=Mark)
        except (FileNotFoundError, msgspec.MsgspecError):
            return Mark()

    def read(self, path: str) -> bytes | None:
        """A file as it was published; None where there is none."""
        try:
            content = (self.out / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        return without_notice(content) if path.endswith(".html") else content

    def hash_of(self, path: str) -> str:
        """SHA-256 of a file as it was published; "" where there is none."""
        content = self.read(path)
        return "" if content is None else hashlib.sha256(content).hexdigest()

    def is_at(self, *, record_size: int, files: str) -> bool:
        """Whether the whole of a publication stands here: the two are put in place after all its files."""
        return self.mark.record_size == record_size and self.hash_of(MANIFEST) == files

    def listed(self) -> dict[str, str]:
        """The files of the publication that stands here, by `files.sha256` and the lists that it lists."""
        found = dict(_lines(self.read(MANIFEST)))
        for path in [path for path in found if path.endswith(".sha256")]:
            found |= dict(_lines(self.read(path)))
        return found

    def noticed_pages(self, languages: Sequence[str]) -> Iterator[str]:
        """The pages of the site that carry a notice: all that sum up, not those of single stations."""
        for language in languages:
            folders = [self.out / language, *(self.out / language / name for name in NOTICED)]
            for folder in folders:
                for file in sorted(folder.glob("*.html")):
                    if file.name not in NOT_NOTICED:
                        yield file.relative_to(self.out).as_posix()


def _lines(manifest: bytes | None) -> Iterator[tuple[str, str]]:
    for line in (manifest or b"").decode().splitlines():
        sha256, _, path = line.partition("  ")
        yield path, sha256
