"""The record of an election: facts as canonical bytes, appended, ordered, replayed into tables."""
