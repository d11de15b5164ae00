"""Who may reach what: settings, response headers and the gate before every callback."""
