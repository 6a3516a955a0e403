"""One gradient estimator a file."""
