"""The processes of the service: how they listen, and how they end."""
