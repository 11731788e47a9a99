"""G8: the numbers of a page are those of the published figures; and what its tables show is no more than can be.

Every figure on a page names its place (`data-is`), and every cell of a table of figures has such a name or is known to
be none. What is shown is held against the published figures (G8), and against the second computation by itself (G6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache

from sverka.publish.gate.candidate import Candidate, Stop
from sverka.publish.gate.labels import check_labels
from sverka.publish.gate.marked import Mark, Table, mark_of, named_of, tables_of
from sverka.publish.gate.texts import NOTHING, NUMBER, SHARE, basis_points, reads_as

PAGES, SECOND, SUM, ONE = "G8", "G6", "G1", "G4"
WITH_FIGURES = ("contest/", "area/")  # the pages on which every cell of a table of figures has a name
LISTS = ("index.html", "contests.html")
APART = frozenset(
    [
        "kinds",
        "selections",
        "thresholds",
        "findings",
        "stations",
        "differences",
        "case",
        "document",
        "drawing",
        "papers",
        "status",
        "group",
        "history",
    ]
)  # tables whose figures are no published totals

Value = int | Fraction | str | None
Lookup = Callable[[Mark], Value]
"""What a figure is: a number, a share, None where there is none to show, `STRANGE` or `UNKNOWN`."""

STRANGE, UNKNOWN = "no such figure", "not known"


def check_pages(candidate: Candidate, published: Lookup, second: Lookup) -> Iterator[Stop]:
    """What is wrong with the pages that would be written."""

    @cache
    def told(name: str, shown: bool) -> tuple[Mark, Value, Value]:
        """A figure by both, asked once for all pages and languages: what is shown counts as far as anything is."""
        mark = mark_of(name, "something" * shown)
        return mark, published(mark), second(mark)

    for path, content in candidate.files.items():
        language, _, page = path.partition("/")
        if path.endswith(".html") and len(language) == len("ky"):
            if b"data-is=" not in content and not page.startswith(WITH_FIGURES):
                continue
            text = content.decode()
            yield from _figures(text, path, told)
            yield from _tables(candidate, text, path, named=page in LISTS or page.startswith(WITH_FIGURES))


def _figures(text: str, path: str, told: Callable[[str, bool], tuple[Mark, Value, Value]]) -> Iterator[Stop]:
    """The figures that are not what their names say."""
    for name, shown in named_of(text):
        mark, *figures = told(name, bool(shown))
        for code, expected in zip((PAGES, SECOND), figures, strict=True):
            if expected == UNKNOWN or (expected != STRANGE and reads_as(shown, expected)):
                continue
            yield Stop(code, f"{path} {mark.place}", shown or "nothing", _said(expected))


def _said(expected: Value) -> str:
    match expected:
        case Fraction():
            return f"{float(100 * expected):.4f} %, that is {expected}"
        case int():
            return f"{expected:,}"
        case None:
            return "nothing"
        case _:
            return str(expected)


def _tables(candidate: Candidate, text: str, path: str, *, named: bool) -> Iterator[Stop]:
    for table in tables_of(text):
        if table.attributes.get("data-apart") in APART or "data-station" in table.attributes:
            continue
        yield from _too_much(table, path)
        yield from check_labels(candidate, table, path)
        yield from _unnamed(table, path) if named else ()


def _unnamed(table: Table, path: str) -> Iterator[Stop]:
    """Cells that show a figure without its name."""
    for row in table.rows:
        for cell in row.cells if not row.in_head else ():
            words = cell.is_head or "text" in cell.attributes.get("class", "").split()
            if not words and "data-is" not in cell.attributes and cell.text not in {"", NOTHING}:
                yield Stop(PAGES, path, cell.text, "the name of the published figure that it is")


def _too_much(table: Table, path: str) -> Iterator[Stop]:
    """Shares of one total that are together, as they are shown, more than the whole; or one that is by itself."""
    shares: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in table.rows:
        for cell in row.cells:
            mark = cell.mark
            if mark is not None and mark.name[3].startswith("shares") and SHARE.fullmatch(mark.text):
                shares[(*mark.name[:4], mark.over)].append(basis_points(mark.text))
    for name, shown in shares.items():
        where = f"{path} {'/'.join(filter(None, name))}"
        if sum(shown) > 10_000 + len(shown):  # each is rounded
            yield Stop(SUM, where, f"{sum(shown) / 100:.2f} % together", "at most 100 %")
        if max(shown) > 10_000:
            yield Stop(ONE, where, f"{max(shown) / 100:.2f} %", "at most 100 %")


__all__ = ["NUMBER", "STRANGE", "UNKNOWN", "Lookup", "Value", "check_pages"]
