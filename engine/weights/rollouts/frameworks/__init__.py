"""The ratio's numbers as training frameworks log them, one framework a file."""
