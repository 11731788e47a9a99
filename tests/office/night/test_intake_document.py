"""What docs/intake.md shows is what is answered."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sverka.office.night.http_intake import STATUSES
from tests.house.tree import documents
from tests.office.night.test_http_intake import answering
from tests.town import town


def blocks(part: str) -> list[tuple[str, Any]]:
    """The JSON of a part of the document, each with the status that is said before it, if one is."""
    said = documents()["docs/intake.md"].split(f"\n### {part}\n")[1].split("\n## ")[0].split("\n### ")[0]
    found = re.findall(r"(.*?)```json\n(.*?)```", said, re.S)
    return [((re.findall(r"`(\d{3})`:\n", before) or [""])[-1], json.loads(block)) for before, block in found]


def test_every_example_is_answered_as_it_is_shown(tmp_path: Path) -> None:
    with answering(town(tmp_path / "town").folder) as running:
        for part in ("A count", "Other figures", "Several at once"):
            (_, asked), *answers = blocks(part)
            for status, shown in answers:
                got, answer = running.ask("POST", "/counts", asked)
                assert (str(got), {**answer, "root": "…"}) == (status, shown), part
        ((_, shown),) = blocks("Reading back")

        assert running.ask("GET", "/counts/0001") == (200, shown)


def test_every_status_that_a_code_has_is_in_the_table() -> None:
    table = documents()["docs/intake.md"].split("### Statuses")[1]
    lines = dict(re.findall(r"^\| `(\d{3})` \|.*\| (.*) \|$", table, re.M))

    assert {
        code: str(int(status))
        for code, status in STATUSES.items()
        if f"`{code}`" not in lines[str(int(status))]
    } == {}
