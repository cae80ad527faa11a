"""Servers and fakes for the tests. A missing server is a failure, never a skip."""
