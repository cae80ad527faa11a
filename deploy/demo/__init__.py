"""Demo data, entered through the real forms in the order it would have happened."""
