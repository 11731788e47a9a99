"""docs/threats.md names every lie that is tried, and none that is not."""

from __future__ import annotations

import re
from pathlib import Path

from tests.verify.forgeries import WITHOUT_A_KEY
from tests.verify.group_forgeries import OF_THE_GROUP
from tests.verify.signed_forgeries import WITH_A_KEY


def test_the_page_on_threats_names_every_lie_that_is_tried(root: Path) -> None:
    caught = (root / "docs" / "threats.md").read_text("utf-8").partition("\n## What is not caught\n")[0]
    rows = [row for row in caught.splitlines() if row.startswith("|")]
    lies = {lie for row in rows for lie in re.findall(r"`([^`]+)`", row.split("|")[2])}

    assert lies == WITHOUT_A_KEY.keys() | WITH_A_KEY.keys() | OF_THE_GROUP.keys()
