"""Schema numbers of stored documents, and what brings older ones up while everything serves."""
