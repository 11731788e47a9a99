"""The shipped replay, built once for all tests that look at it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sverka.domain.election import Election
from sverka.elections import text_of
from sverka.formats.definition import parse_definition
from sverka.practice.overlay import overlaid
from sverka.practice.recipe import Recipe, parse_recipe
from sverka.practice.replay import Replay, build

NAME = "kg-2021-11-28.replay.toml"


def recipe_text() -> str:
    return (files("sverka.elections") / "demo" / NAME).read_text("utf-8")


@cache
def recipe() -> Recipe:
    return parse_recipe(recipe_text(), name=NAME)


@cache
def definition() -> Election:
    """The definition of the replay."""
    return parse_definition(overlaid(text_of(recipe().of), recipe()), name=NAME)


@cache
def replayed() -> Replay:
    return build(recipe(), definition())
