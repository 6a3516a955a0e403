"""Own data: files, columns, rows."""
