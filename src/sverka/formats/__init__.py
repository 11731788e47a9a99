"""Foreign files <-> domain values: one file per format, reader and writer as twins.

A reader gives typed values or a located error; nothing here knows the record or the comparison.
"""
