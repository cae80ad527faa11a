"""The service's name: its database's alias too."""

SERVICE = "notifications"
