"""Use-cases of the marketplace, one module a subject. `events.HANDLERS` is the index."""
