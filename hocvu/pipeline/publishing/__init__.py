"""From packages to a store: what is verified, complete and unchanged, and nothing else."""
