"""The group's work as its facts add up to it: applications, cases, drawings, the final document and the answers."""
