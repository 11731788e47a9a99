"""News in words: what each kind of it is called, and what it means for the figures that a reader saw."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.publish.language import N_
from sverka.publish.words.saying import Words

NEWS: Mapping[str, Words] = {
    "decision": Words(
        N_("Decisions on the result"), N_("What the body that the law names decided, by number and date.")
    ),
    "correction": Words(
        N_("Corrections"),
        N_("Figures that had been published are other ones since, and not only for stations that came in."),
    ),
    "annulment": Words(
        N_("Annulments"), N_("Decisions that results are invalid, or count again. No figure is deleted.")
    ),
    "stop": Words(
        N_("Publications that were stopped"),
        N_(
            "Figures that we computed contradicted each other. They were not published; the last good ones stayed."
        ),
    ),
    "allowance": Words(
        N_("Falls that were allowed"),
        N_("Totals that fell without a cause in the record. Two operators signed for it, with the reason."),
    ),
    "definition": Words(
        N_("The definition of the election"), N_("Contests, places, stations and rules, as of each version.")
    ),
}
"""The kinds of notice, in the order in which pages show them."""
