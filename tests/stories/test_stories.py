"""Every story is told by the command as it is written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.tell import tell

STORIES = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
def test_a_story_is_told_as_it_is_written(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SVERKA_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    story = path.read_text("utf-8")

    assert tell(story, tmp_path.resolve()) == story


def test_there_are_stories() -> None:
    assert STORIES
