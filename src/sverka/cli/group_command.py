"""A command of the group: what it does, and the options that every act has beside its own."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from sverka.cli.group_saying import Claimed, Common, Documents, Meeting, Reason, Received
from sverka.cli.options import Folder, Json, Keys, Unsigned

REQUIRED = inspect.Parameter.empty

Command = Callable[..., int]


def acts(*, reason: Any = "", reason_as: Any = Reason) -> Callable[[Command], Command]:
    """Give a command the options of an act; what was given for them it finds in the meeting, which it takes first.

    reason : the default of `--reason`, or REQUIRED · reason_as : how `--reason` is described
    """

    def with_options(command: Command) -> Command:
        def run(context: typer.Context, folder: Path, **given: Any) -> int:
            common = Common(
                reason=given.pop("reason"),
                documents=given.pop("document") or (),
                claimed=given.pop("claimed"),
                received=given.pop("received"),
                keys=given.pop("key") or (),
                unsigned=given.pop("unsigned"),
                json=given.pop("json"),
            )
            return command(Meeting.of(context, folder, common), **given)

        run.__doc__ = command.__doc__
        run.__annotations__ = {}
        vars(run)["__signature__"] = _signature(
            command, reason, reason_as
        )  # what Typer reads the options from
        return run

    return with_options


def _signature(command: Command, reason: Any, reason_as: Any) -> inspect.Signature:
    """The folder, the command's own arguments and options, then those of every act; all by name."""
    _, *own = inspect.signature(command, eval_str=True).parameters.values()
    return inspect.Signature(
        [
            _option("context", typer.Context),
            _option("folder", Folder),
            *(each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own),
            *(_option(*each) for each in _common(reason, reason_as)),
        ]
    )


def _common(reason: Any, reason_as: Any) -> tuple[tuple[str, Any, Any], ...]:
    return (
        ("reason", reason_as, reason),
        ("document", Documents, None),
        ("claimed", Claimed, ""),
        ("received", Received, ""),
        ("key", Keys, None),
        ("unsigned", Unsigned, None),
        ("json", Json, False),
    )


def _option(name: str, annotation: Any, default: Any = REQUIRED) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
