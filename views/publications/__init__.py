"""The screen « Publications »."""
