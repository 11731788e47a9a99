"""From codes to words: kinds, states, findings, notices and steps, as site and command say them."""
