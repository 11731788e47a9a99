"""Samples of stations drawn by public dice, and what a sample of its size can show."""
