"""Sign-in of the staff by mailed links."""
