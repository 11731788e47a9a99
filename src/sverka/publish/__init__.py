"""What is published: totals, shares and pages, made from a snapshot of the record and nothing else."""
