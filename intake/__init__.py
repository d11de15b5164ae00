"""Intake: bytes that people send, made into rows, or into errors that name the row and the field."""
