"""Mails: built from events, rendered once, delivered until the mail server has accepted them."""
