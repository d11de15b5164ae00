"""The screen « Invitations »."""
