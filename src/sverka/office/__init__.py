"""Use cases on an election folder. The only room with a clock, sockets and threads."""
