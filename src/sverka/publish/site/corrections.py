"""The notices of corrections, and the feed of changes: made anew with every publication, from the whole record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sverka.domain.election import Election
from sverka.publish.language import Translator, translator
from sverka.publish.news import News
from sverka.publish.site.feed import feed, feed_path
from sverka.publish.site.frames import Frame, surroundings
from sverka.publish.site.news_said import NewsSaid, news_said
from sverka.publish.site.templating import templates
from sverka.publish.words.news import NEWS
from sverka.publish.words.saying import Said
from sverka.record.night_facts import DecisionFact

CORRECTIONS_PAGE = "corrections.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The notices of one kind, the last first."""

    sort: str
    said: Said
    notices: tuple[NewsSaid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsPage:
    """Everything the page shows."""

    frame: Frame
    sections: tuple[Section, ...]
    feed: str


def news_files(
    election: Election, news: News, languages: Sequence[str], decisions: Mapping[int, DecisionFact]
) -> Iterator[tuple[str, bytes]]:
    """The page and the feed in each language; `decisions` : of the law's body, as the other pages say them."""
    for language in languages:
        t = translator(language)
        around = surroundings(t, election, tuple(languages), decisions)
        page = corrections_page(t, election, news)
        template = templates(language).get_template(CORRECTIONS_PAGE)
        html = template.render(page=page, frame=page.frame, around=around)
        yield f"{language}/{CORRECTIONS_PAGE}", html.encode()
        yield feed_path(language), feed(t, election, [news_said(t, election, each) for each in news.latest])


def corrections_page(t: Translator, election: Election, news: News) -> CorrectionsPage:
    """The page in one language."""
    notices = [news_said(t, election, item) for item in reversed(news.kept)]
    return CorrectionsPage(
        frame=Frame(path=CORRECTIONS_PAGE, title=t._("Corrections and notices"), changed_at=0),
        sections=tuple(
            Section(sort=sort, said=words.said(t), notices=tuple(n for n in notices if n.sort == sort))
            for sort, words in NEWS.items()
        ),
        feed=feed_path(str(t.language)),
    )
