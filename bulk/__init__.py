"""Bulk: a file of many places, from its first reading to the drafts that it makes."""
