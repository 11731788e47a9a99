"""The patterns that the gate reads pages with find what a parser of HTML finds, on every page of a site."""

from __future__ import annotations

import random
from html.parser import HTMLParser

from sverka.publish.gate.marked import marks_of, tables_of
from tests.publish.gate.pipeline import whole_site
from tests.publish.gate.test_honest_records import facts_of, town_of

VOID = {"meta", "link", "input", "br", "img", "hr", "wbr"}


class Parsed(HTMLParser):
    """The named figures of a page with their texts, and its cells in tables of figures."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None, bool]] = []
        self.texts: dict[int, str] = {}
        self.figures: list[tuple[str, str]] = []
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        told = dict(attrs)
        if tag in {"td", "th"} and any(is_figures for _, _, is_figures in self.open):
            self.cells += 1
        if tag not in VOID:
            classes = (told.get("class") or "").split()
            self.open.append((tag, told.get("data-is"), tag == "table" and classes[:1] == ["figures"]))
            self.texts[len(self.open)] = ""

    def handle_data(self, data: str) -> None:
        """Text belongs to every element that is open."""
        for depth in range(1, len(self.open) + 1):
            self.texts[depth] += data

    def handle_endtag(self, tag: str) -> None:
        """Close it, and those that need no end."""
        while self.open:
            depth = len(self.open)
            name, mark, _ = self.open.pop()
            if mark is not None:
                self.figures.append((mark.partition("?")[0], self.texts[depth].strip()))
            if name == tag:
                break


def test_every_named_figure_and_every_cell_is_found() -> None:
    chance = random.Random(7)
    election = town_of(chance)
    pages = {
        path: content.decode()
        for path, content in whole_site(election, list(facts_of(election, chance))).items()
        if path.endswith(".html") and path.startswith("en/")
    }
    named = 0
    for path, page in pages.items():
        parser = Parsed()
        parser.feed(page)
        ours = list(marks_of(page))
        named += len(ours)
        assert len(ours) == len(parser.figures), path
        assert sum(len(row.cells) for table in tables_of(page) for row in table.rows) == parser.cells, path
        shown = [figure.text for figure in ours]
        assert all(
            text.startswith(figure)
            for figure, (_, text) in zip(
                sorted(shown), sorted(parser.figures, key=lambda f: f[1]), strict=True
            )
        ), path
    assert named > 100
