"""What a night tells those who run it: what was published, what was stopped, what went wrong, who watches."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sverka.office.asking import Answer
from sverka.office.night.outcomes import Outcome, Published, Stopped

MOST_KEPT = 20  # publications and troubles that are remembered for the operator


@dataclass(frozen=True, slots=True)
class Begun:
    """The night runs: facts can be handed in."""

    origin: str
    size: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something went wrong and the night goes on; `of` is what it happened in, `at` seconds since 1970."""

    of: str
    what: str
    at: float


@dataclass(frozen=True, slots=True)
class PutAside:
    """A file of the watched folder that is not in the record, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the witnesses answered in one round."""

    answers: tuple[Answer, ...]
    at: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The night ends: what is begun is brought to its end."""


Event = Begun | Published | Stopped | Trouble | PutAside | Asked | Ended
Tell = Callable[[Event], None]


@dataclass
class Board:
    """The last of everything, for any thread that asks; `tell` is told at once."""

    tell: Tell = lambda event: None
    started: float = field(default_factory=time.time)
    begun: Begun | None = None
    published: deque[Published] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))
    stopped: Stopped | None = None
    troubles: deque[Trouble] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))
    asked: Asked | None = None
    publications: int = 0
    put_aside: int = 0
    looked: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, event: Event) -> None:
        """Remember an event and tell it."""
        with self._lock:
            match event:
                case Begun():
                    self.begun = event
                case Published():
                    self.published.appendleft(event)
                    self.publications += 1
                    self.stopped = None
                case Stopped():
                    self.stopped = event
                case Trouble():
                    self.troubles.appendleft(event)
                case PutAside():
                    self.put_aside += 1
                case Asked():
                    self.asked = event
                case Ended():
                    pass
        self.tell(event)

    def looked_again(self, outcome: Outcome) -> None:
        """Remember what came of looking whether there is something to publish; a stop that stands is told once."""
        self.looked = time.time()
        told = isinstance(outcome, Published) or (isinstance(outcome, Stopped) and outcome != self.stopped)
        if told and isinstance(outcome, Published | Stopped):
            self.note(outcome)

    def trouble(self, of: str, error: BaseException) -> None:
        """Remember what went wrong; the same twice in a row is told once."""
        what = str(error) or type(error).__name__
        if not self.troubles or (self.troubles[0].of, self.troubles[0].what) != (of, what):
            self.note(Trouble(of, what, time.time()))

    def witnesses(self, answers: Sequence[Answer] | Exception) -> None:
        """Remember a round of the witnesses."""
        if isinstance(answers, Exception):
            self.trouble("witnesses", answers)
        elif answers:
            self.note(Asked(tuple(answers), time.time()))
