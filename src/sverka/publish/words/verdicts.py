"""What two records say of one count, in words."""

from __future__ import annotations

from sverka.publish.language import N_
from sverka.publish.two_records.pairs import Verdict

VERDICTS = {
    Verdict.EQUAL: N_("equal"),
    Verdict.CONFLICT: N_("in conflict"),
    Verdict.NOT_COMPARABLE: N_("not comparable"),
    Verdict.ONLY_OURS: N_("only ours"),
    Verdict.ONLY_THEIRS: N_("only theirs"),
}
