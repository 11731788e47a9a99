"""Kill nights at random moments while counts come in and a reader looks on, and hold the end against a whole site.

Each night has sixty stations and twenty batches, and is killed with SIGKILL, by the clock or at a step of the disk, of
the lock, or of putting files in their places, and started again until everything is published.

`python -m tests.crash.nights SEED N` prints what was seen, as JSON; `wrong` counts what must never be.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sverka.errors import SverkaError
from sverka.office.handing_over import hand_over
from sverka.office.night import staging
from sverka.office.night.archive import banner_of
from sverka.office.night.maker import own_code
from sverka.office.night.night import Night, Plan
from sverka.office.publication import size_to_publish
from sverka.office.publish import reproduce
from sverka.publish.charts import chart
from sverka.publish.gate.gate import Gate
from sverka.publish.site.kept import is_kept_page, kept_page
from sverka.publish.site.templating import templates
from sverka.record.facts import CountFact, PublicationFact, canonical_bytes, parse_fact
from sverka.record.night_facts import StopFact
from sverka.record.sequencer import Submission
from tests.crash.checks import Witnessed
from tests.crash.clients import Notes
from tests.crash.kills import die_at, forked
from tests.crash.readers import Reader
from tests.record.power_losses import folder_in_memory
from tests.town import NIGHT, town

STATIONS = tuple(f"{number:04}" for number in range(1, 61))
BATCHES = 20
EVERY = 0.02  # seconds between two looks of the publisher
LONGEST = 2.0  # seconds of a life that the clock ends
STEPS = 900  # of a life that a step ends
MOST_LIVES = 12  # then a night is left alone
PACE = 0.6  # seconds at most between two batches
PATIENCE = 240.0  # seconds: a busy machine is no wrong, a process that waits for ever is
PLACING = ((staging, ("put_in_place",)), (staging.Staged, ("put", "settle")))


def warm() -> None:
    """Have everything ready that all who are forked need; nothing that starts a thread, which no fork survives."""
    fast_charts()
    own_code()
    environment = templates("en")
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)


def fast_charts() -> None:
    """Draw charts of nothing but their text: what draws them starts threads."""

    def draw(spec: Any, *_: Any, name: str, title: str, description: str) -> str:
        text = hashlib.sha256(
            json.dumps([spec, name, title, description], sort_keys=True).encode()
        ).hexdigest()
        return f"<svg><desc>{text}</desc></svg>"

    vars(chart)["draw"] = draw


@dataclass
class ANight:
    """One night, its folder, and all who take part."""

    path: Path
    random: Random
    found: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        table = "".join(f"{each},School,{'north' if each < '0031' else 'south'},100\n" for each in STATIONS)
        self.folder = town(self.path / "e", stations=f"id,name,area,registered\n{table}").folder
        self.site = self.path / "public"
        self.notes = self.path / "notes"
        self.notes.mkdir()
        self.witnessed = Witnessed(self.folder, self.notes)

    def run(self) -> None:
        """Hand in, read, and kill, until everything is published; then hold it against a whole site."""
        sender, reader, lives = forked(self._send), forked(self._read), 0
        self._begin()
        while lives < MOST_LIVES and not self._ended(sender):
            self._live()
            self.found.update(self.witnessed.look())
            lives += 1
        if not self._ended(sender):  # the last life takes in what is left, and is told to end
            last = forked(lambda: self._night(every=EVERY))
            self._wait(sender, "the sender")
            os.kill(last, signal.SIGTERM)
            self._wait(last, "the last life", told=signal.SIGTERM)  # it may be told before it listens
        else:
            self._wait(sender, "the sender")
        self._wait(forked(lambda: self._night(once=True)), "the night that publishes once")
        (self.path / "reader.end").touch()
        self._wait(reader, "the reader")
        self.found.update(json.loads((self.path / "reader.json").read_text()))
        self.found.update(self._of_the_end())
        self.found.update(self.witnessed.look())
        self.found["nights"] += 1

    def _begin(self) -> None:
        """The first life, until there is a site, which is killed then."""
        process, until = forked(self._night), time.monotonic() + PATIENCE
        while not (self.site / "now.json").exists() and time.monotonic() < until:
            time.sleep(0.005)
        os.kill(process, signal.SIGKILL)
        self._was_killed(os.waitpid(process, 0)[1])

    def _live(self) -> None:
        """One life of the night: killed by the clock, or at a step."""
        last = self.random.randrange(STEPS) if self.random.random() < 0.5 else None
        until = time.monotonic() + (PATIENCE if last is not None else self.random.random() * LONGEST)

        def live() -> None:
            die_at(last, also=PLACING)
            self._night(every=EVERY)

        process = forked(live)
        while time.monotonic() < until:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                self._was_killed(status)
                self.found["killed at a step"] += 1
                return
            if self._all_is_in():
                break  # it would come to no more steps
            time.sleep(0.001)
        os.kill(process, signal.SIGKILL)
        self._was_killed(os.waitpid(process, 0)[1])
        self.found["killed by the clock"] += 1

    def _night(self, *, every: float = EVERY, once: bool = False) -> None:
        Night(
            Plan(
                folder=self.folder,
                out=self.site,
                gate=Gate(),
                languages=("en",),
                every=every,
                once=once,
                ask_every=PATIENCE,
            )
        ).run()

    def _send(self) -> None:
        """Hand each batch in until it is acknowledged, and note that."""
        notes, random = Notes(self.notes / "sender"), Random(self.random.random())
        for number in range(BATCHES):
            entries = tuple(_batch(number))
            while True:
                try:
                    receipt = hand_over(self.folder.origin, Submission(entries=entries))
                except SverkaError:
                    receipt = None
                if receipt is not None:
                    break
                time.sleep(0.002)
            notes.write(receipt, entries)
            time.sleep(random.random() * PACE)

    def _read(self) -> None:
        Reader(self.site, Random(self.random.random())).read_for_ever(self.path / "reader.json")

    def _all_is_in(self) -> bool:
        return sum(1 for _ in Notes(self.notes / "sender").read()) == BATCHES * len(STATIONS) // BATCHES * 2

    def _ended(self, process: int) -> bool:
        """Whether a process has ended; it stays to be waited for."""
        return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _wait(self, process: int, who: str, *, told: int = 0) -> None:
        """Wait for a process that ends by itself, or of the signal that it was sent."""
        until = time.monotonic() + PATIENCE
        while not self._ended(process):
            if time.monotonic() > until:
                os.kill(process, signal.SIGKILL)
            time.sleep(0.005)
        status = os.waitpid(process, 0)[1]
        if status not in {0, told}:
            self.found.update(["wrong", f"wrong: {who} did not come to its end: status {status}"])

    def _was_killed(self, status: int) -> None:
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            self.found.update(["wrong", f"wrong: a night ended by itself, status {status}"])

    # the end

    def _of_the_end(self) -> Iterator[str]:
        """Everything is published, byte for byte as a whole site, and every publication is kept."""
        size = size_to_publish(self.folder)
        facts = [parse_fact(entry) for entry in self.folder.store.entries()]
        published = {index: fact for index, fact in enumerate(facts) if isinstance(fact, PublicationFact)}
        if not published:
            yield from _wrong("nothing was published")
            return
        last = published[max(published)]
        if any(isinstance(fact, StopFact) for fact in facts):
            yield from _wrong("the gate stopped what is right")
        if last.record_size != size:
            yield from _wrong(f"published {last.record_size} of {size} facts")
        yield from self._held_against(self._whole(size), last)
        yield from self._archive(published)
        yield from ["publications"] * len(published)

    def _whole(self, size: int) -> Path:
        whole = self.path / f"whole-{size}"
        reproduce(self.folder.open(size=size), whole, languages=("en",))
        return whole

    def _held_against(self, whole: Path, last: PublicationFact) -> Iterator[str]:
        lists = _listed(whole)
        if _sha256(self.site / "files.sha256") != last.files or _listed(self.site) != lists:
            yield from _wrong("the site at the end is not the one made whole")
        for path, told in lists.items():
            if _sha256(self.site / path) != told:
                yield from _wrong(f"{path} has other bytes")
        left = [each for each in self.site.rglob("*.html") if b"<!--notice:" in each.read_bytes()]
        if left:
            yield from _wrong("a notice is left")

    def _archive(self, published: dict[int, PublicationFact]) -> Iterator[str]:
        """Every publication is kept with its figures; one drawn by chance with its pages, which can be made again."""
        files = [json.loads(each.read_bytes()) for each in self.site.glob("at/*/publication.json")]
        kept = {each["entry"]: each for each in files}
        if kept.keys() != published.keys():
            yield from _wrong("a publication is not kept")
        for entry, each in kept.items():
            if _sha256(self.site / "at" / each["name"] / "data/results.json") != published[entry].figures:
                yield from _wrong("kept figures that were not published")
        yield from self._made_again(kept, self.random.choice(sorted(kept)))

    def _made_again(self, kept: dict[int, dict[str, Any]], entry: int) -> Iterator[str]:
        said, whole = kept[entry], self._whole(kept[entry]["size"])
        versions = {
            path: each["name"]
            for index, each in sorted(kept.items())
            if index <= entry
            for path in each["changed"]
        }
        history = (whole / "en/history.html").exists()
        for path in said["changed"]:
            content = (whole / path).read_bytes()
            if is_kept_page(path):
                banner = banner_of(path, received=said["received"], size=said["size"], history=history)
                content = kept_page(content, path, said["name"], versions, banner)
            if (self.site / "at" / said["name"] / path).read_bytes() != content:
                yield from _wrong(f"kept {path} cannot be made again")
            yield "kept files made again"


def _batch(number: int) -> Iterator[bytes]:
    """Three stations by machine, and three by hand a while later."""
    wide = len(STATIONS) // BATCHES
    first, late = STATIONS[number * wide :][:wide], STATIONS[max(0, number - 3) * wide :][:wide]
    for account, stations in (("machine", first), ("hand", late if number >= 3 else ())):
        for station in stations:
            yield _count(station, account, number)
    if number == BATCHES - 1:
        for station in STATIONS[(BATCHES - 3) * wide :]:
            yield _count(station, "hand", number)


def _count(station: str, account: str, number: int) -> bytes:
    votes = int(station) % 37 + (account == "hand" and number % 4 == 0)
    return canonical_bytes(
        CountFact(
            schema=1,
            received=NIGHT,
            account=account,
            contest="council",
            station=station,
            rows={"2": votes + 3, "3": 0},
            selections={"apple": votes, "pear": 1, "quince": 1, "against": 1},
        )
    )


def _listed(site: Path) -> dict[str, str]:
    """Path and hash of every file of a publication."""
    found: dict[str, str] = {}
    waiting = ["files.sha256"]
    while waiting:
        for line in (site / waiting.pop()).read_text().splitlines():
            told, _, path = line.partition("  ")
            found[path] = told
            waiting += [path] if path.endswith(".sha256") else []
    return found


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""


def _wrong(what: str) -> Iterator[str]:
    yield from ("wrong", f"wrong: {what}")


def nights(seed: int, number: int) -> Counter[str]:
    """So many nights; gives how often what was seen.

    Each has a process of its own, which no thread was started in: what reads tables has threads that no fork survives.
    """
    random, found = Random(seed), Counter[str]({"wrong": 0})
    warm()
    for _ in range(number):
        with folder_in_memory() as path:
            os.environ["SVERKA_HOME"], tempfile.tempdir = str(path / "home"), str(path)
            chance = Random(random.random())
            _, status = os.waitpid(forked(lambda: _one(path, chance)), 0)  # noqa: B023 - it is waited for
            if status:
                found.update(_wrong("a night broke off"))
            else:
                found.update(json.loads((path / "found.json").read_text()))
    return found


def _one(path: Path, random: Random) -> None:
    night = ANight(path, random)
    night.run()
    (path / "found.json").write_text(json.dumps(night.found))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(nights(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
