"""Memory between publications: what is kept all night is set apart, what a publication leaves behind is cleared away.

A country's facts are millions of objects, and Python's collector would look at all of them again and again, in the
middle of a publication too. Results point at each other in circles, which the collector alone clears away. So after
the first publication what there is then is set apart for good, and after each of them the rest is cleared, which then
takes no time.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass


@dataclass
class Tidying:
    """Clears up after publications; not while one is made."""

    set_apart: bool = False

    def after_a_publication(self) -> None:
        """Clear away what the last one left behind."""
        gc.collect()
        if not self.set_apart:
            gc.freeze()
            self.set_apart = True
