"""Inputs of the marketplace."""
