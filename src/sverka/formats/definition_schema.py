"""The JSON Schema of a definition file, for editors that check TOML while it is written.

`python -m sverka.formats.definition_schema > docs/definition.schema.json` renews the published one.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from typing import Any

import msgspec

from sverka.formats.definition_file import DefinitionFile

TITLE = "Definition of an election"


def definition_schema() -> dict[str, Any]:
    """The schema, made from the structs that read the file."""
    made = msgspec.json.schema(DefinitionFile, schema_hook=_share)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLE, **made}


def schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(definition_schema(), ensure_ascii=False, indent=2) + "\n"


def _share(wanted: type) -> dict[str, Any]:
    """A share is no type of JSON: a number, or a fraction as text."""
    if wanted is Fraction:
        fraction = {"type": "string", "pattern": "^[0-9]+(/[0-9]+|\\.[0-9]+)?$"}
        return {"anyOf": [{"type": "number"}, fraction], "description": 'a share such as 0.05, or "1/3"'}
    raise NotImplementedError(wanted)


if __name__ == "__main__":
    sys.stdout.write(schema_text())
