"""What there is of a paper, in words."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.publish.inventory import Held
from sverka.publish.language import N_
from sverka.publish.words.saying import Words

HELD: Mapping[Held, Words] = {
    Held.PRESENT: Words(N_("present"), N_("The file is in the record and is published.")),
    Held.WITHHELD: Words(N_("withheld"), N_("The file is in the record by its hash and is not published.")),
    Held.WITHDRAWN: Words(N_("withdrawn"), N_("Its holder took it back; it stands behind nothing.")),
    Held.REFUSED: Words(N_("copy refused"), N_("A copy was asked for and was not given.")),
    Held.MISSING: Words(N_("nothing recorded"), N_("Nothing is recorded of it.")),
}
"""In the order in which tables name them."""
