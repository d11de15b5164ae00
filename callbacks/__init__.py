"""The only place where callbacks are declared, one file a screen."""
