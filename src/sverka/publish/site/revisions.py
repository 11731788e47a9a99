"""What was corrected: the later facts of one count, with what they changed, when, by whom and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.counts import Source
from sverka.domain.election import Contest
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.naming import field_name, source_name
from sverka.publish.site.sayings import Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A later fact of one count; each change is a field and its figures before and after, None for unread."""

    account: str
    saying: Saying
    changes: tuple[tuple[str, int | None, int | None], ...]


def revisions(
    t: Translator, edition: Edition, contest: Contest, source: Source, unit: str
) -> Iterator[Revision]:
    """The corrections of one source's count of a station or an area, oldest first."""
    for saying, changes in edition.sayings.history(contest.id, source, unit):
        yield Revision(
            account=source_name(t, edition.election, source),
            saying=saying,
            changes=tuple(
                (field_name(t, contest, change.field), change.before, change.after) for change in changes
            ),
        )
