"""What services tell each other: one module per producing service, one schema per event."""
