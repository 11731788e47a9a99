"""Everything that is wrong with the shape of a file's tables, at once and in words for people.

`msgspec.convert` stops at the first trouble and speaks of arrays and objects; a person mends a
definition faster with all of them, named by their key path. The same structs rule both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from msgspec import ValidationError, convert, inspect

from sverka.errors import Fault
from sverka.formats.nearest import nearest

WORDS: dict[type, str] = {
    inspect.StrType: "a text in quotes",
    inspect.IntType: "a whole number",
    inspect.BoolType: "true or false",
    inspect.DateType: "a date such as 2021-11-28",
    inspect.ListType: "a list in [ ]",
    inspect.TupleType: "a list in [ ]",
    inspect.DictType: "a table",
    inspect.StructType: "a table",
    inspect.EnumType: "a text in quotes",
    inspect.LiteralType: "a text in quotes",
    inspect.CustomType: 'a share such as 0.05, or "1/3"',
}
FITTING: dict[type, tuple[type, ...]] = {  # which member of a union a value stands for
    str: (inspect.LiteralType, inspect.EnumType, inspect.StrType, inspect.DateType),
    list: (inspect.ListType, inspect.TupleType),
    dict: (inspect.DictType,),
}
CURES = {
    "source": 'Say where it is written, or "not read: …" when nobody here has read it.',
    "names": 'Give {ky = "…", ru = "…", en = "…"}, or one text for all languages.',
}


def share_of(value: object) -> Fraction:
    """The exact share that a number, or a text such as "1/3", says."""
    if isinstance(value, int | str | float | Decimal) and not isinstance(value, bool):
        return Fraction(value)
    raise ValueError(WORDS[inspect.CustomType])


def shape_faults(value: object, shape: type) -> Iterator[Fault]:
    """Every fault of `value` against the msgspec struct `shape`; the place is the key path, counted from 1."""
    yield from _faults(value, _type_info(shape), "")


_type_info = cache(inspect.type_info)


def _faults(value: Any, shape: inspect.Type, place: str) -> Iterator[Fault]:
    match shape, value:
        case inspect.Metadata(type=inner), _:
            yield from _faults(value, inner, place)
        case inspect.UnionType(), _:
            yield from _union(value, shape, place)
        case inspect.StructType(), dict():
            yield from _table(value, shape, place)
        case inspect.DictType(), dict():
            for key, each in value.items():
                yield from _faults(each, shape.value_type, _key(place, key))
        case inspect.ListType(), list():
            yield from _list(value, shape, place)
        case inspect.TupleType(), list() if len(value) == len(shape.item_types):
            for number, (each, item) in enumerate(zip(value, shape.item_types, strict=True), start=1):
                yield from _faults(each, item, f"{place}[{number}]")
        case inspect.AnyType(), _:
            return
        case _:
            yield from _leaf(value, shape, place)


def _table(table: dict[str, Any], shape: inspect.StructType, place: str) -> Iterator[Fault]:
    known = {each.encode_name: each for each in shape.fields}
    tag = {shape.tag_field} if shape.tag_field else set()
    for key, value in table.items():
        if key in known:
            yield from _faults(value, known[key].type, _key(place, key))
        elif key not in tag:
            yield Fault(f'unknown key "{key}"', place=_key(place, key), cure=nearest(key, [*tag, *known]))
    for key, each in known.items():
        if each.required and key not in table:
            cure = CURES.get(key, f"Add it: {_expected(each.type)}.")
            yield Fault(f'"{key}" is missing', place=_key(place, key), cure=cure)


def _list(values: list[Any], shape: inspect.ListType, place: str) -> Iterator[Fault]:
    if len(values) < (shape.min_length or 0):
        yield Fault("the list is empty", place=place, cure="At least one is needed.")
    for number, each in enumerate(values, start=1):
        yield from _faults(each, shape.item_type, f"{place}[{number}]")


def _leaf(value: Any, shape: inspect.Type, place: str) -> Iterator[Fault]:
    match shape, value:
        case inspect.EnumType(), str():
            yield from _word(value, [each.value for each in shape.cls], place)
        case inspect.LiteralType(), str():
            yield from _word(value, [str(each) for each in shape.values], place)
        case inspect.StrType(), str():
            if shape.pattern and not re.search(shape.pattern, value):
                yield Fault(
                    f'"{value}" is not written as it must be',
                    place=place,
                    cure=f"It must match {shape.pattern}",
                )
        case inspect.IntType(), int() if not isinstance(value, bool):
            if shape.ge is not None and value < shape.ge:
                yield Fault(f"{value} is too small", place=place, cure=f"Write {shape.ge} or more.")
        case inspect.BoolType(), bool():
            return
        case inspect.CustomType(), _ if _is_share(value):
            return
        case inspect.DateType(), _ if _is_date(value):
            return
        case _:
            expected = _expected(shape)
            yield Fault(
                f"{_shown(value)} where {expected} is expected",
                place=place,
                cure=f"Write {expected}.",
            )


def _word(value: str, known: list[str], place: str) -> Iterator[Fault]:
    if value not in known:
        yield Fault(
            f'"{value}" is not one of the words allowed here', place=place, cure=nearest(value, known)
        )


def _union(value: Any, union: inspect.UnionType, place: str) -> Iterator[Fault]:
    """The faults against the member of the union that the writer of this value meant."""
    tables = {each.tag: each for each in union.types if isinstance(each, inspect.StructType)}
    if not (isinstance(value, dict) and tables):
        others = [each for each in union.types if type(each) in FITTING.get(type(value), ())]
        yield from _faults(
            value, (others or [e for e in union.types if not isinstance(e, inspect.NoneType)])[0], place
        )
    elif len(tables) == 1:
        yield from _faults(value, next(iter(tables.values())), place)
    else:
        yield from _variant(value, tables, place)


def _variant(value: dict[str, Any], tables: dict[Any, inspect.StructType], place: str) -> Iterator[Fault]:
    """The faults against the struct whose tag the table bears; without one, that alone."""
    tag_field = next(iter(tables.values())).tag_field or ""
    tag = value.get(tag_field)
    if isinstance(tag, str) and tag in tables:
        yield from _table(value, tables[tag], place)
    elif tag_field in value:
        yield from _word(str(tag), list(tables), _key(place, tag_field))
    else:
        yield Fault(
            f'"{tag_field}" is missing',
            place=_key(place, tag_field),
            cure=f"Write one of: {', '.join(tables)}.",
        )


def _key(place: str, key: str) -> str:
    """A deeper place: `contests[2]` and `id` give `contests[2].id`."""
    return f"{place}.{key}" if place else key


def _shown(value: object) -> str:
    """What stands in the file, in a TOML writer's words."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'the text "{value}"'
        case dict():
            return "a table"
        case list():
            return f"a list of {len(value)}"
        case _:
            return str(value)


def _is_share(value: object) -> bool:
    try:
        share_of(value)
    except (ValueError, ArithmeticError):
        return False
    return True


def _is_date(value: object) -> bool:
    try:
        convert(value, date)
    except ValidationError:
        return False
    return True


def _expected(shape: inspect.Type) -> str:
    """What a TOML writer would put there."""
    if isinstance(shape, inspect.Metadata):
        return _expected(shape.type)
    length = f" with {len(shape.item_types)} entries" if isinstance(shape, inspect.TupleType) else ""
    return WORDS.get(type(shape), "something else") + length
