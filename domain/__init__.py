"""The words of the trade as pure values: no I/O, no Dash, no pandas."""
