"""Handing mails to the mail server: one line of work for single mails and for bulletins."""
