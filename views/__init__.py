"""Screens: pure functions from state and frames to components."""
