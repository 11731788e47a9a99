"""NIST SP 1500-100 v2 election results: the classes of the format, and the way between them and counts.

`sverka.formats.nist_json` is the door. Out: `placing` → `units`, `contests` → `writing`; in: `words`, `keys` →
`cells` → `reading`, and `places` → `election`. `layout` holds what both ways must agree on.
"""
