"""The second computation: everything that is published, from the published tables, in SQL."""
