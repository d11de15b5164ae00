"""Benches: what the product costs, measured, beside the obvious alternative."""
