"""Two records of one election, held against each other: who has which account since when, and where they differ."""
