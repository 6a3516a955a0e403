"""What skills are told apart by, for many sets of skills at once, by a compiled loop."""
