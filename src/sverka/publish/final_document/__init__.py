"""The final document of the group: what it says as plain values, how those follow from the record, and in words."""
