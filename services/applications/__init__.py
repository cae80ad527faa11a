"""Sparring: rounds, applications, decisions, orders, held days, feedback."""
