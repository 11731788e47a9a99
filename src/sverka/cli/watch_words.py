"""What `sverka watch` says of a look, and of everything that was kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sverka.cli.folders import open_state
from sverka.cli.screen import Screen

if TYPE_CHECKING:
    from sverka.domain.election import Election
    from sverka.office.watch import Looked
    from sverka.publish.language import Translator
    from sverka.publish.watching.looks import Look
    from sverka.publish.watching.report import WatchReport


def look_said(t: Translator, looked: Looked) -> str:
    """One line for a look."""
    from sverka.publish.words.watching import OUTCOMES

    what = t._(OUTCOMES[looked.outcome])
    note = f" ({looked.note})" if looked.note else ""
    if not looked.kept:
        kept = t._("as before")
    elif looked.new or looked.changed:
        kept = t._(
            "kept; counts: new {new}, changed {changed}",
            new=t.number(looked.new),
            changed=t.number(looked.changed),
        )
    else:
        kept = t._("kept")
    trouble = f"\n  {looked.trouble}" if looked.trouble else ""
    return f"{looked.at:%H:%M:%S} {looked.page.called}: {what}{note}, {kept}{trouble}"


def look_answer(looked: Looked) -> dict[str, Any]:
    """The same for programs: one line each."""
    return {
        "at": looked.at.isoformat(),
        "page": looked.page.called,
        "url": looked.page.url,
        "outcome": looked.outcome,
        "status": looked.status or None,
        "note": looked.note or None,
        "kept": looked.kept or None,
        "new": looked.new,
        "changed": looked.changed,
        "trouble": looked.trouble or None,
    }


def say_report(folder: Path, screen: Screen, *, json: bool) -> int:
    """Everything that the captures of a folder show; 1 where something does not fit together."""
    from sverka.publish.watching.answer import report_answer
    from sverka.publish.watching.report import watch_report

    state = open_state(folder, screen)
    report = watch_report(state.election, state.snapshot, state.folder.evidence.get)
    if json:
        screen.answer(report_answer(report))
    else:
        _say(report, screen, state.election)
    return int(bool(report.findings))


def _say(report: WatchReport, screen: Screen, election: Election) -> None:
    from sverka.publish.watching.alike import alike
    from sverka.publish.words.watching import TITLES, alike_said, times_said

    t = screen.words
    for looks in report.looks.values():
        screen.say(_page_said(t, looks))
    if not report.looks:
        screen.say(t._("The record keeps no capture of a page yet."))
        return
    rows = [
        (
            each.first.code,
            times_said(t, each.first),
            t._(TITLES[each.first.code]),
            alike_said(t, each, election),
            each.first.page,
        )
        for each in alike(report.findings, election)
    ]
    if rows:
        columns = ("", t._("When"), t._("What"), t._("Figures"), t._("Page"))
        screen.table(t._("Seen on the pages"), columns, rows, text=5)
    else:
        screen.say(t._("Nothing on them does not fit together."))


def _page_said(t: Translator, looks: tuple[Look, ...]) -> str:
    return t._(
        "{page}: looks kept: {n}, from {first} to {last}",
        page=looks[0].page.called,
        n=t.number(len(looks)),
        first=t.moment(looks[0].at.isoformat()),
        last=t.moment(looks[-1].last.isoformat()),
    )
