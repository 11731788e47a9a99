"""benchmarks/README.md from the figures of the last run, so that nobody copies a number by hand."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator, Mapping
from typing import Any

HEAD = """\
# How fast

`make bench` measures all of this in one run and writes this page and `last.json`; nothing here is typed by hand.
A figure depends on the machine and on what else it does, so every work stands beside a *yardstick* that was
measured by turns with it: how many yardsticks it takes is what two machines can compare. Seconds are by the clock
(median of the runs); *processor* is the least processor time of a run, which a busy machine disturbs less.
No test looks at a clock; `tests/benchmarks` runs every benchmark once at a small size.
"""


def page_of(run: Mapping[str, Any]) -> str:
    """The whole page."""
    return "\n".join(
        [HEAD, *_machine(run["machine"]), *_asked(run["benchmarks"]), *_sections(run["benchmarks"])]
    )


def _machine(machine: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"Measured {machine['measured_at']} at commit `{machine['commit']}` on {machine['processor']} "
        f"({machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}, "
        f"load {machine['load_before']} before the run), {machine['python']}, numpy {machine['numpy']}, "
        f"polars {machine['polars']}, msgspec {machine['msgspec']}, typer {machine['typer']}.\n"
    )


def _asked(benchmarks: Mapping[str, Any]) -> Iterator[str]:
    yield "| Asked | Limit | Measured | Share of the limit | Processor | |"
    yield "|---|---:|---:|---:|---:|---|"
    for each in (each for benchmark in benchmarks.values() for each in benchmark.get("asked", ())):
        sign, limit = ("≥", each["at_least"]) if "at_least" in each else ("≤", each["at_most"])
        measured, unit = each["measured"], each["unit"]
        cpu = f"{_shown(each['cpu_seconds'])} s" if "cpu_seconds" in each else ""
        yield (
            f"| {each['what']} | {sign} {limit:g} {unit} | {_shown(measured)} {unit} "
            f"| {measured / limit:.2f} | {cpu} | {'held' if each['held'] else '**not held**'} |"
        )
    yield ""


def _sections(benchmarks: Mapping[str, Any]) -> Iterator[str]:
    for name, benchmark in benchmarks.items():
        yield f"## {name}\n"
        yield _said(name) + "\n"
        if "skipped" in benchmark:
            yield f"Skipped: {benchmark['skipped']}.\n"
            continue
        yield "| | Seconds | Fastest | Processor | Runs |"
        yield "|---|---:|---:|---:|---:|"
        yield _row(benchmark["what"], benchmark, "")
        yield _row(f"yardstick: {benchmark['yardstick']}", benchmark, "yardstick_")
        yield (
            f"\nThe work takes {_shown(benchmark['yardsticks'])} yardsticks by the clock, "
            f"{_shown(benchmark['yardsticks_by_cpu'])} by processor time."
        )
        further = ", ".join(f"{key.replace('_', ' ')} {_shown(n)}" for key, n in benchmark["further"].items())
        yield f"Further: {further}.\n" if further else ""


def _row(what: str, benchmark: Mapping[str, Any], prefix: str) -> str:
    figures = (benchmark[f"{prefix}{key}"] for key in ("seconds", "seconds_fastest", "cpu_seconds"))
    return f"| {what} | {' | '.join(map(_shown, figures))} | {benchmark[f'{prefix}runs']} |"


def _said(name: str) -> str:
    """What the benchmark's own docstring says of it."""
    return inspect.cleandoc(importlib.import_module(f"benchmarks.speed.{name}").__doc__ or "")


def _shown(figure: float) -> str:
    """Three figures that say something, or a whole number."""
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"
