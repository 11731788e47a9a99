"""What facts did between two publications, in words."""

from __future__ import annotations

from collections.abc import Mapping

from sverka.publish.history.between import Did
from sverka.publish.language import N_
from sverka.publish.words.saying import Words

DID: Mapping[Did, Words] = {
    Did.CAME_IN: Words(N_("came in"), N_("The first count of this station by this account.")),
    Did.CORRECTED: Words(N_("corrected"), N_("A figure that had been there is another one now.")),
    Did.COMPLETED: Words(N_("completed"), N_("Figures were added; none was replaced.")),
    Did.ANNULLED: Words(N_("annulled"), N_("A decision took stations out of the sums.")),
    Did.REINSTATED: Words(N_("reinstated"), N_("A decision put annulled stations back into the sums.")),
    Did.DEFINED: Words(N_("definition changed"), N_("The rules or the list of stations are other ones.")),
    Did.STOPPED: Words(
        N_("publication stopped"), N_("Figures contradicted each other, and the last good ones stayed.")
    ),
    Did.ALLOWED: Words(N_("fall allowed"), N_("Two operators signed that a total may fall.")),
    Did.DECIDED: Words(N_("decision"), N_("The body that the law names decided on the result.")),
}
