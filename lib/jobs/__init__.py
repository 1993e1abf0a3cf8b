"""What was asked for and what became of it: records, the durable workflow, results on disk."""
