"""The canvas of a page, and its files."""
