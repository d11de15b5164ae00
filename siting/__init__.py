"""Choosing k places: who reaches what, the best plans, and the proof that goes with them."""
