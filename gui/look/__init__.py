"""Themes, type, styles, and the application that wears them."""
