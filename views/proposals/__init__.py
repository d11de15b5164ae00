"""Screens « Proposer » and « Identifier »."""
