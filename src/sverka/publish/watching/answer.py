"""What was seen on watched pages, for programs: `data/watched.json` of the site, and the answer of the command."""

from __future__ import annotations

import json
from typing import Any

from sverka.publish.watching.report import PageFinding, WatchReport

WATCHED_FILE = "data/watched.json"


def watched_json(report: WatchReport) -> bytes:
    """The file of a site."""
    return (json.dumps(report_answer(report), indent=1, ensure_ascii=False) + "\n").encode()


def report_answer(report: WatchReport) -> dict[str, Any]:
    """Every look and every finding, as plain values."""
    return {
        "pages": [
            {
                "page": looks[0].page.called,
                "url": url,
                "looks": [
                    {
                        "at": look.at.isoformat(),
                        "last": look.last.isoformat(),
                        "entry": look.entry,
                        "sha256": look.sha256,
                        "outcome": look.shown.outcome,
                        "status": look.shown.status or None,
                        "note": look.shown.note or None,
                    }
                    for look in looks
                ],
            }
            for url, looks in report.looks.items()
        ],
        "findings": [finding_answer(each) for each in report.findings],
    }


def finding_answer(finding: PageFinding) -> dict[str, Any]:
    """One finding for programs."""
    return {
        "code": finding.code,
        "page": finding.page,
        "contest": finding.seen.contest or None,
        "unit": finding.seen.unit or None,
        "unit_is": finding.seen.of if finding.seen.unit else None,
        "since": finding.since.isoformat(),
        "last": finding.last.isoformat(),
        "until": finding.until.isoformat() if finding.until else None,
        "entries": list(finding.entries),
        **finding.seen.context,
    }
