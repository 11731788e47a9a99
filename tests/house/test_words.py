"""What no file of the project may say."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import texts

# A bracket in each pattern keeps this file from matching itself.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.:/-])/(w[o]rk|f[a]rm|t[m]p|r[o]ot|h[o]me|U[s]ers)/[\w.]",
    "the address of a package registry": r"i[n]dex-url|pythonh[o]sted|p[y]pi\.org|npm[j]s|/s[i]mple/",
    "a document that the project does not ship": r"\b(D[E]SIGN|D[O]MAIN|ST[Y]LE|MA[T]HS)(\.md)?,? §",
    "the number of an issue": r"\bi[s]sue #?\d",
    "how the text came about": r"\bA[I]\b|\bL[L]M|Cl[a]ude|Anth[r]opic|Chat[G]PT|Copi[l]ot|sub-?a[g]ent",
    "a promise instead of work": r"\b(T[O]DO|F[I]XME|X[X]X)\b",
}


@pytest.mark.parametrize("meaning", FORBIDDEN)
def test_no_file_names(meaning: str) -> None:
    pattern = re.compile(FORBIDDEN[meaning])
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]

    assert found == []
