"""Photos and scans of papers -> the copies that are published: what is seen, without what a camera or a person left."""
