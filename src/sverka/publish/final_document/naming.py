"""What the accounts, contests, fields and members of a final document are called, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sverka.domain.names import Names
from sverka.publish.final_document.contents import Contents
from sverka.publish.final_document.contest_contents import ContestPart
from sverka.publish.final_document.said import Translated
from sverka.publish.language import SPACE, Translator
from sverka.publish.legal import LEGAL
from sverka.publish.words.group import CASE_STATES


@dataclass(frozen=True, eq=False)
class Naming:
    """The names that a final document brings along."""

    t: Translator
    contents: Contents

    def name(self, names: Translated) -> str:
        """A name of the document."""
        return self.t.name(Names(**names))

    def account(self, source: str) -> str:
        """An account, with who holds it."""
        return self._accounts.get(source, source)

    def contest(self, contest: str) -> str:
        """A contest; all of them where none is named."""
        return self._contests.get(contest, contest) or self.t._("All contests")

    def member(self, member: str) -> str:
        """A member of the group."""
        return self._members.get(member, member)

    def members(self, members: Iterable[str]) -> str:
        """Several members, one after the other."""
        return ", ".join(map(self.member, members))

    def field(self, contest: str, field: str) -> str:
        """A selection or a row of a contest."""
        return self._fields.get((contest, field), field)

    def cases(self, by_state: Mapping[str, int]) -> str:
        """How many cases stand where: "decided 3, disputed 1"."""
        t = self.t
        told = [
            f"{t._(words.title)}{SPACE}{t.number(by_state[state])}"
            for state, words in CASE_STATES.items()
            if state in by_state
        ]
        return ", ".join(told)

    def date(self, claimed: str) -> str:
        """When something was done, "" where nobody says."""
        return self.t.moment(claimed) if claimed else ""

    @cached_property
    def _accounts(self) -> dict[str, str]:
        named = {str(LEGAL): self.t._("Count in law")}
        for account in self.contents.accounts:
            name = self.name(account.names)
            named[account.id] = f"{name} ({account.holder})" if account.holder else name
        return named

    @cached_property
    def _contests(self) -> dict[str, str]:
        return {contest.id: self.name(contest.names) for contest in self.contents.contests}

    @cached_property
    def _members(self) -> dict[str, str]:
        return {member.id: self.name(member.names) or member.id for member in self.contents.members}

    @cached_property
    def _fields(self) -> dict[tuple[str, str], str]:
        return {
            (contest.id, field.id): self.name(field.names)
            for contest in self.contents.contests
            for field in (*contest.selections, *contest.rows)
        }


def compared(contest: ContestPart) -> bool:
    """Whether any station of a contest could be compared."""
    return contest.stations.both > 0
