"""What is asked of people: about mails, by subscribers, of those who write bulletins."""
