"""Everything that a user has set, and its file."""
