"""Events between services: envelope, outbox relay, consumers; RabbitMQ or in process."""
