"""A page's frame, the panels around it, the store and the worker."""
