"""The command `sverka`. Numbers on stdout, words on stderr; 0 agrees, 1 differs, 2 could not run."""
