"""Map services for tests: documents in their true form, and a server that answers them."""
