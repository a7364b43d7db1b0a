"""What people keep: documents made from a revision, and from nothing else."""
