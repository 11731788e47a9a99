"""Sverka compares two counts of an election and lets anyone recompute the result."""

__version__ = "0.1.0"
