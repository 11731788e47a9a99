"""Two tables without any definition: which column is the station, which are selections, and which unit is which.

Everything here is a guess that can be told to a person (notices) and overruled (`Asked`). Where two guesses would
pair other rows, or where none fits, there is no answer but one fault that says what to give: a comparison that is
wrong in silence is the worst that can happen.
"""

from sverka.formats.plain.asked import Asked
from sverka.formats.plain.pair import PlainPair, read_plain_pair

__all__ = ["Asked", "PlainPair", "read_plain_pair"]
