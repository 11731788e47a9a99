"""The night of an election: what comes in by the minute, and what is published from it, in one process."""
