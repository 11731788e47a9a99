"""The nouns of an election, frozen. Nothing here reads a file, a clock or a random number."""
