"""docs/checks.md explains every code that Sverka can show."""

from __future__ import annotations

import re
import tomllib

import pytest

from sverka.elections import shipped, text_of
from sverka.formats.notices import NoticeCode
from sverka.reconcile.kinds import KINDS
from sverka.record.defects import DefectCode
from tests.house.tree import documents, texts

REFUSED = re.compile(r'Refused\(\s*"([A-Z]\d+)"')
NOTICE = re.compile(r'Notice\(\s*code="([^"]+)"')


def lines() -> dict[str, str]:
    """Every line of a table in the document, by the code it begins with."""
    return dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", documents()["docs/checks.md"], re.M))


def controls(name: str) -> list[tuple[str, str]]:
    """Code and rule of every control in a shipped definition, templates as they are written."""
    contests = tomllib.loads(text_of(name))["contests"]
    return [(control["code"], control["rule"]) for each in contests for control in each.get("controls", ())]


@pytest.mark.parametrize("name", shipped())
def test_every_control_is_explained_with_its_rule(name: str) -> None:
    explained = lines()

    assert [each for each in controls(name) if f"`{each[1]}`" not in explained.get(each[0], "")] == []


def in_sources(pattern: re.Pattern[str]) -> set[str]:
    return {
        code for name, text in texts().items() if name.startswith("src/") for code in pattern.findall(text)
    }


def missing(codes: set[str], part: str) -> set[str]:
    """The codes no table has; nothing is asked before the part of the document is begun."""
    if f"\n## {part}\n" not in documents()["docs/checks.md"]:
        pytest.skip(f'docs/checks.md has no part "{part}" yet')
    return codes - set(lines())


def test_every_kind_of_difference_is_explained() -> None:
    assert missing(set(KINDS), "Kinds of difference") == set()


def test_every_refusal_is_explained() -> None:
    assert missing(in_sources(REFUSED), "Refusals") == set()


def test_every_defect_is_explained() -> None:
    assert missing({code.value for code in DefectCode}, "Defects") == set()


def test_every_notice_is_explained() -> None:
    assert missing({code.value for code in NoticeCode} | in_sources(NOTICE), "Notices") == set()
