"""Meetings: their list, one of them, its decisions one a screen."""
