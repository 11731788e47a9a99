"""A reader who looks at a site all night: whatever is found under a name is whole, and of one publication.

Every round looks at `now.json` and what it names in the archive, at figures by area, and at a page with all it loads.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, normpath
from random import Random
from typing import Any

LOADS = re.compile(rb'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*? (?:href|src)="([^"]+)"')
HASHED = re.compile(r"-([0-9a-f]{8})\.\w+$")
PAUSE = 0.001  # seconds between two rounds


@dataclass
class Reader:
    """One reader, and what it found; `size` : the largest that `now.json` ever said."""

    site: Path
    random: Random
    size: int = 0
    found: Counter[str] = field(default_factory=Counter)

    def read_for_ever(self, notes: Path) -> None:
        """Read until killed, or until the notes are to be closed: `notes` is replaced after each hundred rounds."""
        while not notes.with_suffix(".end").exists():
            for _ in range(20):
                self.look()
                time.sleep(PAUSE)
            temporary = notes.with_suffix(".tmp")
            temporary.write_text(json.dumps(self.found))
            temporary.replace(notes)

    def look(self) -> None:
        """One round."""
        try:
            now = self._document("now.json")
            if now is None:
                self.found["rounds before there is a site"] += 1
                return
            self.found["rounds"] += 1
            for wrong in (*self._of_now(now), *self._of_a_page()):
                self.found.update(["wrong", f"wrong: {wrong}"])
        except (ValueError, KeyError, StopIteration) as error:
            self.found.update(["wrong", f"wrong: not whole: {error!r}"])

    def _of_now(self, now: dict[str, Any]) -> Iterator[str]:
        """What `now.json` names is there, and the figures by area are those that the whole names."""
        size = now["size"]
        if size < self.size:
            yield f"now.json went back from {self.size} to {size}"
        self.size = size
        publications = self._publications(size)
        if not publications or publications[-1]["size"] != size:
            yield f"no publication of {size} facts is kept"
            return
        results = self._kept(publications, "data/results.json")
        figures = json.loads(results)
        if (figures["record_size"], figures["root"]) != (size, now["root"]):
            yield "kept figures of another publication than now.json says"
        for area, told in figures.get("areas", {}).items():
            if hashlib.sha256(self._kept(publications, f"data/areas/{area}.json")).hexdigest() != told:
                yield f"figures of {area} that are not those of the publication"
        live = self._document("data/results.json")
        if live is None or live["record_size"] < size:
            yield "live figures older than now.json"

    def _publications(self, size: int) -> list[dict[str, Any]]:
        index = self._document("at/index.json") or {"publications": []}
        named = [name for name, of, *_ in index["publications"] if of <= size]
        return [self._must(f"at/{name}/publication.json") for name in named]

    def _kept(self, publications: list[dict[str, Any]], path: str) -> bytes:
        """A file as it was with the last of some publications."""
        name: str = next(each["name"] for each in reversed(publications) if path in each["changed"])
        return (self.site / "at" / name / path).read_bytes()

    def _of_a_page(self) -> Iterator[str]:
        """A page is whole, and so is all that it loads; what has a hash in its name has these bytes."""
        pages = sorted(self.site.glob("en/**/*.html")) + sorted(self.site.glob("at/*/en/**/*.html"))
        file = self.random.choice(pages)
        path, html = file.relative_to(self.site).as_posix(), file.read_bytes()
        if not html.endswith(b"</html>\n"):
            yield f"{path} is not whole"
        for found in LOADS.finditer(html):
            target = normpath(f"{dirname(path)}/{found[1].decode()}")
            hashed = HASHED.search(target)
            try:
                content = (self.site / target).read_bytes()
            except FileNotFoundError:
                yield f"{path} loads {target}, which is not there"
                continue
            if hashed and hashlib.sha256(content).hexdigest()[:8] != hashed[1]:
                yield f"{path} loads {target}, which has other bytes than its name says"
            self.found["loaded"] += 1

    def _document(self, path: str) -> dict[str, Any] | None:
        try:
            said: dict[str, Any] = json.loads((self.site / path).read_bytes())
        except FileNotFoundError:
            return None
        return said

    def _must(self, path: str) -> dict[str, Any]:
        said = self._document(path)
        if said is None:
            raise ValueError(f"{path} is named and not there")
        return said
