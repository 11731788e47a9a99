"""Bring the catalogues up to date with the source: `python tools/catalogues.py`.

New messages come in empty and marked as unreviewed, messages that are gone are dropped, and what
is translated stays as it is. A test holds that nothing is missing (tests/publish/test_catalogues.py).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parent.parent / "src" / "sverka"
LANGUAGES = ("ky", "ru")
UNREVIEWED = "unreviewed"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def messages() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """Every message of the source: the file it is in, its text or texts, and its context."""
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/*.html")]):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {} if path.suffix == ".py" else JINJA
        found = extract(method, io.BytesIO(path.read_bytes()), KEYWORDS, options=options)
        for _line, text, _comments, context in sorted(found, key=lambda each: each[0]):
            yield path.relative_to(SOURCE).as_posix(), text, context


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "sverka.po"


def renewed(language: str) -> Catalog:
    """The catalogue of a language with exactly the messages of the source."""
    held = read_po(io.BytesIO(catalogue_path(language).read_bytes()), locale=language)
    fresh = Catalog(
        locale=language,
        header_comment=f"# Sverka in {language}. A comment “{UNREVIEWED}” marks what no native reader has gone over.",
        project="sverka",
        fuzzy=False,
    )
    for _, text, context in messages():
        if fresh.get(text, context) is None:
            _carry(fresh, held, text, context)
    return fresh


def _carry(fresh: Catalog, held: Catalog, text: str | tuple[str, ...], context: str | None) -> None:
    known: Message | None = held.get(text, context)
    comments = known.user_comments if known else [UNREVIEWED]
    translated = known.string if known else None
    fresh.add(text, translated, user_comments=comments, context=context)


def written(catalogue: Catalog) -> bytes:
    """The bytes of a catalogue, without dates and lines that would change with every run."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, omit_header=True)
    head = (
        f"{catalogue.header_comment}\n"
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head.encode() + buffer.getvalue().lstrip(b"\n")


if __name__ == "__main__":
    for each in LANGUAGES:
        catalogue_path(each).write_bytes(written(renewed(each)))
