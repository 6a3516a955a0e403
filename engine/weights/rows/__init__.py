"""Log-ratios that were read from a file."""
