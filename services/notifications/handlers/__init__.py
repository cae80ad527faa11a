"""What is mailed because of which event, and what staff do with a mail."""
