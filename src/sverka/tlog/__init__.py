"""The transparency log: bytes only, after the C2SP specifications. Knows nothing of elections."""
