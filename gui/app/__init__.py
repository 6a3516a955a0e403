"""The main window and what only it can do."""
