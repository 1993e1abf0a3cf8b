"""What may be asked for: one table a model, and the checks, prices and words read from it. Pure."""
