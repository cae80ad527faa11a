"""What the service's things are called in the reader's language, one module a subject."""
