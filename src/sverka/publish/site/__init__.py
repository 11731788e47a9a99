"""The static site: every page in three languages, made from results and the record, and nothing else."""
