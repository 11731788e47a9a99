"""What people read of a bundle: a page in each language, and the README in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sverka.office.folder import State
from sverka.publish.language import Translator, translator
from sverka.publish.results import Results
from sverka.publish.site.build import LANGUAGES, edition_of
from sverka.publish.site.bundle import Material, bundle_html, page_file, steps_of
from sverka.publish.words.bundles import DOES_NOT_PROVE, FILES, PROVES

README = "README.txt"
RULE = "-" * 72


def pages(state: State, material: Material) -> Iterator[tuple[str, bytes]]:
    """Their paths and bytes."""
    entries = state.folder.store.entries(0, state.snapshot.size)
    edition = edition_of(Results(state.election, state.snapshot), entries)
    for language in LANGUAGES:
        yield page_file(language), bundle_html(translator(language), edition, material, LANGUAGES)
    texts = (_readme(translator(language), state, material) for language in reversed(LANGUAGES))
    yield README, f"\n{RULE}\n\n".join(texts).encode()


def _readme(t: Translator, state: State, material: Material) -> str:
    title = f"{t._('Station {id}', id=material.station)} · {t.name(state.election.names)}"
    lines = [title, "", *_steps(t, material), t._("What it proves"), *_listed(t, PROVES)]
    lines += [t._("What it does not prove"), *_listed(t, DOES_NOT_PROVE), t._("What each file is")]
    lines += [f"  {path}\n      {t._(words)}" for path, words in FILES]
    return "\n".join(lines) + "\n"


def _steps(t: Translator, material: Material) -> Iterator[str]:
    yield t._("How to check it, without a network")
    for number, step in enumerate(steps_of(t, material.seal), 1):
        yield f"{number}. {step.text}" + (f"\n\n      {step.command}\n" if step.command else "")
    yield ""


def _listed(t: Translator, sentences: Sequence[str]) -> Iterator[str]:
    yield from (f"  - {t._(sentence)}" for sentence in sentences)
    yield ""
