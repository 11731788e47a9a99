"""More hands do the same work: whatever becomes of a helper, every job is done once and its faults are heard."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Generator
from functools import partial

import pytest

from sverka.office import hands
from sverka.office.hands import FEW_JOBS, with_more_hands
from sverka.publish.site import build
from sverka.publish.site.build import build_site
from tests.publish.site.toytown import toytown

MANY = 4 * FEW_JOBS


def job(number: int) -> tuple[int, int]:
    return number, os.getpid()


def dying(here: int, number: int) -> int:
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def silent(here: int, number: int) -> int:
    if os.getpid() != here:
        time.sleep(60)
    return number


def failing(number: int) -> int:
    if number == MANY - 1:
        raise ValueError("a fault of this job")
    return number


@pytest.mark.parametrize("helping", [1, 2, 3, 4])
def test_every_job_is_done_once_and_several_processes_do_them(helping: int) -> None:
    done = list(with_more_hands([partial(job, n) for n in range(MANY)], hands=helping))
    assert sorted(number for number, _ in done) == list(range(MANY))
    assert len({pid for _, pid in done}) == helping


def test_a_few_jobs_are_done_here() -> None:
    done = list(with_more_hands([partial(job, n) for n in range(FEW_JOBS - 1)], hands=2))
    assert {pid for _, pid in done} == {os.getpid()}


def test_what_a_dead_helper_leaves_is_done_here() -> None:
    assert sorted(with_more_hands([partial(dying, os.getpid(), n) for n in range(MANY)], hands=3)) == list(
        range(MANY)
    )


def test_what_a_silent_helper_leaves_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "PATIENCE", 0.05)
    assert sorted(with_more_hands([partial(silent, os.getpid(), n) for n in range(MANY)], hands=2)) == list(
        range(MANY)
    )


def test_a_fault_is_heard_here_whoever_met_it() -> None:
    with pytest.raises(ValueError, match="a fault of this job"):
        list(with_more_hands([partial(failing, n) for n in range(MANY)], hands=2))


def test_a_site_has_the_same_bytes_whoever_made_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = dict(build_site(*toytown()))
    monkeypatch.setattr(build, "AT_ONCE", 1)
    monkeypatch.setattr(hands, "FEW_JOBS", 2)
    assert dict(build_site(*toytown(), spread=partial(with_more_hands, hands=3))) == alone


def test_no_helper_is_left_when_the_work_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    born: list[int] = []
    fork = os.fork

    def remembered() -> int:
        born.append(fork())
        return born[-1]

    monkeypatch.setattr(os, "fork", remembered)
    work = with_more_hands([partial(silent, os.getpid(), n) for n in range(MANY)], hands=2)
    assert isinstance(work, Generator)
    next(work)
    next(work)
    work.close()
    for pid in born:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert born
