"""What a command shows: answers on stdout, words and progress on stderr."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from sverka.domain.names import Names
    from sverka.domain.readings import Notice
    from sverka.publish.language import Translator

FEW = 2_000  # a bar for less than this would only flicker


def printable(text: str) -> str:
    """A text as it may stand on a terminal: what would move the cursor or turn the writing is shown as its number."""
    return "".join(each if _is_shown(each) else f"\\u{ord(each):04x}" for each in text)


def _is_shown(character: str) -> bool:
    """Letters, signs, spaces of every width and line ends; no control, no change of direction, nothing unassigned."""
    category = unicodedata.category(character)
    return character in "\n\t" or not (category.startswith("C") or category in ("Zl", "Zp"))


@dataclass(frozen=True)
class Screen:
    """The two streams of one command, and the language a person reads."""

    language: str = "en"

    @classmethod
    def of(cls, context: typer.Context) -> Screen:
        """The screen that `sverka --lang …` set up."""
        return context.obj if isinstance(context.obj, Screen) else cls()

    @cached_property
    def words(self) -> Translator:
        """The words of the chosen language."""
        from sverka.publish.language import translator

        return translator(self.language)

    @cached_property
    def out(self) -> Console:
        """For tables of figures."""
        from rich.console import Console

        return Console(highlight=False, width=None if sys.stdout.isatty() else 120)

    @cached_property
    def err(self) -> Console:
        """For words."""
        from rich.console import Console

        return Console(stderr=True, highlight=False)

    def say(self, sentence: str) -> None:
        """A sentence for the person at the keyboard."""
        typer.echo(printable(sentence), err=True)

    def notice(self, notice: Notice) -> str:
        """What a reader noticed, as a sentence."""
        from sverka.publish.words.notices import notice_sentence

        return notice_sentence(self.words, notice)

    def name(self, names: Names) -> str:
        """An official name in the chosen language."""
        return names.in_language(self.language)

    def answer(self, document: Any) -> None:
        """A JSON document on stdout; indented where a person looks at it."""
        import msgspec

        written = msgspec.json.encode(document)
        if sys.stdout.isatty():
            written = msgspec.json.format(written, indent=2)
        sys.stdout.write(written.decode() + "\n")
        sys.stdout.flush()

    def table(
        self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, text: int = 1
    ) -> None:
        """A table; the first `text` columns are words, the others figures."""
        from rich import box
        from rich.table import Table
        from rich.text import Text  # names from a record are no markup

        shown = Text(printable(title), "table.title")
        table = Table(title=shown, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        for place, column in enumerate(columns):
            table.add_column(column, justify="left" if place < text else "right", overflow="fold")
        for row in rows:
            table.add_row(*(Text(printable(cell)) for cell in row))
        self.out.print(table)

    def progress(self, entries: Iterable[Any], total: int) -> Iterator[Any]:
        """Yield the entries and show a bar, where a person waits for many."""
        if total < FEW or not sys.stderr.isatty():
            yield from entries
            return
        from rich.progress import track

        yield from track(entries, total=total, console=self.err, transient=True, description="")
