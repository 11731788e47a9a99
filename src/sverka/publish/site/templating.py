"""The templates of the site, compiled once per language."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from sverka.domain.election import NOT_READ
from sverka.publish.language import N_, Translator, translator
from sverka.publish.site.static_files import static_path
from sverka.publish.site.sum_rows import SumRows
from sverka.publish.words.states import PROVENANCES

UNREAD_LAW = N_("not read")


@cache
def templates(language: str) -> Environment:
    """The templates with the words, numbers and dates of one language."""
    environment = Environment(
        loader=PackageLoader("sverka.publish.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    t = translator(language)
    environment.globals.update(words_of(t), static=static_path, rows=SumRows(t))
    return environment


def words_of(t: Translator) -> dict[str, Any]:
    """What templates call to speak a language."""
    known: dict[str, Markup] = {}

    def say(message: str, **values: object) -> Markup:
        """A message of the catalogue; values are escaped, links given as markup are not."""
        text = known.get(message)
        if text is None:
            text = known[message] = Markup(escape(t._(message)))  # noqa: S704 - escaped
        return text.format(**values) if values else text

    def say_many(singular: str, plural: str, n: int, **values: object) -> Markup:
        """A message about n things."""
        text = Markup(escape(t.catalogue.ngettext(singular, plural, n)))  # noqa: S704 - escaped
        return text.format(n=t.number(n), **values)

    def sourced(text: str) -> Markup:
        """A source as the definition quotes it; a law that nobody here has read says so."""
        mark = Markup("</span><strong>{}:</strong><span lang=en>").format(say(UNREAD_LAW))
        parts = Markup(mark).join(text.split(NOT_READ))  # noqa: S704 - join escapes the parts
        return Markup("<span lang=en>{}</span>").format(parts)

    origins = {str(kind): say(words.title) for kind, words in PROVENANCES.items()}

    return {
        "_": say,
        "origin_word": lambda origin: origins[str(origin)],
        "sourced": sourced,
        "ngettext": say_many,
        "pgettext": t.pgettext,
        "name": t.name,
        "number": t.number,
        "signed": t.signed,
        "decimal": t.decimal,
        "percent": t.percent,
        "plain_percent": t.plain_percent,
        "size": t.size,
        "date": t.date,
        "moment": t.moment,
    }
