"""The kernel: a case, moved by one table, one atomic write at a time. Knows no web, no broker."""
