"""The list of files of a site."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from sverka.publish.manifest import format_manifest


def test_it_is_sorted_by_the_bytes_of_the_paths() -> None:
    written = format_manifest({"en/b": "2" * 64, "en/a.html": "1" * 64, "Z": "3" * 64})

    assert written.decode().splitlines() == [f"{'3' * 64}  Z", f"{'1' * 64}  en/a.html", f"{'2' * 64}  en/b"]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sha256sum_reads_it(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"a page")
    hashes = {"page.html": hashlib.sha256(b"a page").hexdigest()}
    (tmp_path / "files.sha256").write_bytes(format_manifest(hashes))
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", "files.sha256"], cwd=tmp_path, check=False, capture_output=True
    )

    assert checked.returncode == 0
