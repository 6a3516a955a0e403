"""Several steps of a policy."""
