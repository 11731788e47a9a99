"""Findings in full: what is wrong, where on the paper, what to do now; of stations and of areas alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sverka.domain.counts import Source
from sverka.domain.election import Contest, Control
from sverka.domain.findings import Finding, FindingTable
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.naming import field_name, source_name
from sverka.publish.words.findings import FUNCTIONS, contradiction, rule_said, what_to_do
from sverka.publish.words.states import SEVERITIES


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSaid:
    """One finding of one paper."""

    code: str
    account: str
    severity: str
    title: str
    rule: str
    wrong: str
    where: tuple[str, ...]
    now: str
    source: str


@dataclass(frozen=True, eq=False)
class Contradictions:
    """The findings in one language; each rule is put into words once."""

    t: Translator
    edition: Edition
    rules: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(
        self, contest: Contest, tables: Iterable[tuple[Source, FindingTable]], unit: str
    ) -> Iterator[FindingSaid]:
        """The findings of one station or area, source by source."""
        for source, table in tables:
            controls = {control.code: control for control in table.controls}
            for finding in table.of(unit):
                yield self._said(contest, source, controls[finding.code], finding)

    def _said(self, contest: Contest, source: Source, control: Control, finding: Finding) -> FindingSaid:
        t = self.t
        return FindingSaid(
            code=control.code,
            account=source_name(t, self.edition.election, source),
            severity=t._(SEVERITIES[control.severity].title),
            title=t.name(control.names),
            rule=self._rule(contest, control),
            wrong=contradiction(t, control, finding),
            where=tuple(self._where(contest, finding)),
            now=what_to_do(t, control),
            source=control.source,
        )

    def _where(self, contest: Contest, finding: Finding) -> Iterator[str]:
        """The rows and selections to look at; all votes together where the rule sums them."""
        yield from (field_name(self.t, contest, row) for row in finding.rows)
        if set(finding.selections) == set(contest.selection_ids):
            all_votes = FUNCTIONS["selections"]
            yield self.t._(all_votes)
        else:
            yield from (field_name(self.t, contest, each) for each in finding.selections)

    def _rule(self, contest: Contest, control: Control) -> str:
        key = (contest.id, control.code)
        if key not in self.rules:
            self.rules[key] = rule_said(self.t, control, contest, self.edition.election)
        return self.rules[key]
