"""What is not collected: scripts for the environments of others, and tests for a newer Python where there is none."""

from __future__ import annotations

from tests.foreign.environment import newer_python

collect_ignore_glob = ["with_*.py"]
collect_ignore = [] if newer_python() else ["test_aics_tlog.py", "test_aics_witness.py"]
