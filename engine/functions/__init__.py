"""Functions of one number: rewards and test functions."""
