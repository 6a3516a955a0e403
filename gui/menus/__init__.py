"""The menus of the window, one a file."""
