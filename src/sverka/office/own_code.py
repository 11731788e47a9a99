"""The wheel of the Sverka that runs, made of its own files: a publication names it, so that all know what computed it.

It is made from the installed files and not fetched from anywhere, also where Sverka runs from a checkout. The same
files give the same bytes: sorted, dated 1980, stored and not packed (zlib differs between machines). As any wheel::

    sverka/…  sverka_bundle.py  sverka_verify.py
    sverka-0.1.0.dist-info/{METADATA,WHEEL,RECORD,entry_points.txt,licenses/…}

(packaging.python.org, "Binary distribution format".) Give its copy in `evidence/` the name of a wheel: pip takes it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import sverka
from sverka.errors import Fault
from sverka.office.plain_zip import zipped

NAME = "sverka"
BESIDE = ("sverka_bundle.py", "sverka_verify.py")  # modules that travel with the package
KEPT = ("METADATA", "entry_points.txt")
WHEEL = b"Wheel-Version: 1.0\nGenerator: sverka publish\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def own_wheel() -> bytes:
    """The wheel of this program."""
    installed = _installed()
    files = {**dict(_modules()), **dict(_about(installed))}
    record = f"{_folder(installed)}/RECORD"
    return zipped({**files, record: _record(files, record)})


def wheel_name() -> str:
    """What pip wants its file to be called."""
    return f"{NAME}-{_installed().version}-py3-none-any.whl"


def _installed() -> Distribution:
    try:
        return distribution(NAME)
    except PackageNotFoundError:
        raise Fault(
            "this Sverka was started from loose files, so that nobody could say what published",
            place=str(Path(sverka.__file__).parent),
            cure="install it: `pip install .`; `sverka publish DIR --at N --out X` works without",
        ) from None


def _modules() -> Iterator[tuple[str, bytes]]:
    """The package and what stands beside it, without what Python and editors leave there."""
    package = Path(sverka.__file__).parent
    for file in package.rglob("*"):
        path = file.relative_to(package.parent)
        if file.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in path.parts):
            yield path.as_posix(), file.read_bytes()
    for name in BESIDE:
        if (package.parent / name).is_file():
            yield name, (package.parent / name).read_bytes()


def _about(installed: Distribution) -> Iterator[tuple[str, bytes]]:
    """What the installer knows of it: its metadata, its command, its licence."""
    folder = _folder(installed)
    yield f"{folder}/WHEEL", WHEEL
    for path in installed.files or ():
        inside = path.as_posix().removeprefix(f"{folder}/")
        if inside in KEPT or inside.startswith("licenses/"):
            yield path.as_posix(), path.read_binary()


def _folder(installed: Distribution) -> str:
    return f"{NAME}-{installed.version}.dist-info"


def _record(files: Mapping[str, bytes], itself: str) -> bytes:
    """Every file with its hash and size; itself without either."""
    lines = [f"{path},sha256={_digest(files[path])},{len(files[path])}" for path in sorted(files)]
    return "\n".join([*lines, f"{itself},,", ""]).encode()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
