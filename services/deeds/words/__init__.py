"""What things of the marketplace are called in the reader's language, one module a subject."""
