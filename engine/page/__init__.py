"""The contract of a page, and what every page shares."""
