"""How figures came about: the sums of every publication, what came in between two of them, and why one changed."""
