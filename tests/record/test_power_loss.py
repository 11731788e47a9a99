"""Whatever the disk kept when the power went: what was acknowledged is there once, and the record goes on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from sverka.record.disk import RealDisk, put
from sverka.record.evidence import Evidence
from tests.record.ledgers import Record, entries
from tests.record.power import ALL, NONE, Killed, Machine
from tests.record.power_losses import folder_in_memory, power_losses


@pytest.mark.parametrize("seed", [2])
def test_after_every_step_the_record_is_as_acknowledged_or_whole(seed: int) -> None:
    found = power_losses(seed, widths=[1, 2, 253, 300], kills=2, parts=1)

    assert not found["wrong"], found
    assert found["as acknowledged"] > 50
    assert found["in flight, and there"] > 10


@pytest.mark.parametrize("held", [0, 250])
def test_killed_at_any_step_and_grown_by_the_next_writer_it_outlives_a_loss_of_power(held: int) -> None:
    whole = entries(held + 300)
    for step in range(60):
        with folder_in_memory() as root:
            machine = Machine(root)
            record = Record(root / "e", RealDisk())
            with machine.running():
                record.folder.mkdir()
                RealDisk().sync(root)
                record.begin().append(whole[:held])
                machine.left = step
                with suppress(Killed):
                    record.append(whole[held:])
                machine.left = None
                there = record.open().size
                record.append(whole[there:], [b"more"])
            for luck in (NONE, ALL):
                with folder_in_memory() as folder:
                    machine.restore(folder / "m", luck)
                    after = Record(folder / "m" / "e", RealDisk())
                    after.open()

                    assert list(after.store.entries()) == [*whole, b"more"]


def test_the_machine_forgets_what_was_not_synced(tmp_path: Path) -> None:
    machine, disk = Machine(tmp_path / "m"), RealDisk()
    (tmp_path / "m").mkdir()
    with machine.running():
        disk.write(tmp_path / "m" / "half", b"half")
        put(disk, [(tmp_path / "m" / "whole", b"whole")])
        disk.write(tmp_path / "m" / "late", b"late")
    machine.restore(tmp_path / "none", NONE)
    machine.restore(tmp_path / "all", ALL)

    assert {each.name: each.read_bytes() for each in (tmp_path / "none").iterdir()} == {
        "half": b"",
        "whole": b"whole",
    }
    assert {each.name for each in (tmp_path / "all").iterdir()} == {"half", "whole", "late"}


def test_evidence_that_is_there_already_is_durable_when_it_was_kept_again(tmp_path: Path) -> None:
    machine, evidence = Machine(tmp_path / "m"), Evidence(tmp_path / "m" / "evidence")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "evidence").mkdir()
    with machine.running():
        RealDisk().sync(tmp_path / "m")
        machine.left = 3  # killed before the name is synced
        with pytest.raises(Killed):
            evidence.put(b"a scan")
        machine.left = None
        sha256 = evidence.put(b"a scan")
    machine.restore(tmp_path / "after", NONE)

    assert (tmp_path / "after" / "evidence" / sha256).read_bytes() == b"a scan"
