"""One folder a page; they are found, and know nothing of each other."""
