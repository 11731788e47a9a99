"""What files in the watched folder are, by their names: `night.toml` in the election folder.

::

    [[inbox]]
    pattern = "export-*.json"      # of the path below inbox/, or of the name alone; the first that fits counts
    account = "hand"
    mapping = "commission"         # of the definition, or a TOML file in the election folder
    contest = "council"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

import msgspec
from msgspec.structs import replace

from sverka.domain.election import Election
from sverka.domain.ids import AccountId
from sverka.errors import Fault
from sverka.formats.mappings import ColumnMapping, load_mapping, saved_mapping
from sverka.office.delivery import Delivery
from sverka.record.fact_shape import EnteredBy

NIGHT = "night.toml"
OPTION = re.compile(
    r"--(account|holder|mapping|contest|sheet|format)\b"
)  # of `sverka add`; each is a key of a rule


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a file is whose name fits."""

    pattern: str
    account: str = ""
    holder: str = ""
    mapping: str = ""
    contest: str = ""
    sheet: str = ""
    format: str = ""
    organisation: str = ""
    role: str = ""


class _Night(msgspec.Struct, frozen=True):
    """As much of night.toml as is about the watched folder."""

    inbox: tuple[Rule, ...] = ()


def read_rules(folder: Path) -> tuple[Rule, ...]:
    """The rules of an election folder; none where there is no file."""
    file = folder / NIGHT
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8-sig")), _Night).inbox
    except FileNotFoundError:
        return ()
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        cure = 'see docs/intake.md, "The folder inbox/"'
        raise Fault(f"not the rules of a night: {error}", place=str(file), cure=cure) from error


def delivery_of(
    name: str, content: bytes, rules: Sequence[Rule], *, folder: Path, election: Election
) -> Delivery:
    """A file as the first rule that fits says it is; without one, as it says itself."""
    rule = next((each for each in rules if _fits(name, each.pattern)), Rule(pattern="*"))
    said = rule.organisation or rule.role
    return Delivery(
        name=name,
        content=content,
        account=AccountId(rule.account) if rule.account else None,
        holder=rule.holder,
        format=rule.format or None,
        mapping=_mapping(rule, folder, election),
        entered_by=EnteredBy(rule.organisation, rule.role) if said else None,
    )


def in_words_of_rules(why: str) -> str:
    """A cure that names an option of a command, in the words of those who write rules."""
    return OPTION.sub(rf"`\1` in {NIGHT}", why)


def _fits(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern) or fnmatchcase(PurePosixPath(name).name, pattern)


def _mapping(rule: Rule, folder: Path, election: Election) -> ColumnMapping | None:
    """The mapping that a rule names, under what it says of the file itself."""
    said = {key: value for key, value in (("contest", rule.contest), ("sheet", rule.sheet)) if value}
    if not rule.mapping and not said:
        return None
    return replace(_named(rule.mapping, folder, election) if rule.mapping else ColumnMapping(), **said)


def _named(name: str, folder: Path, election: Election) -> ColumnMapping:
    file = folder / name
    if name not in election.mappings and file.is_file():
        return load_mapping(file.read_bytes(), name)
    return saved_mapping(election, name)
