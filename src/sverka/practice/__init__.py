"""Invented elections with planted mistakes: for training, the demo, tests and benchmarks."""
