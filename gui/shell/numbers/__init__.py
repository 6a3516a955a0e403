"""All numbers of a page in one table."""
