"""Seats from votes: exact, explained step by step, decided by the rule or a drawn lot and nothing else."""
