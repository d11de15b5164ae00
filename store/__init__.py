"""What people write: saved scenarios with their journal, and the state of long searches, in one SQL database."""
