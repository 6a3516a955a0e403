"""The first page: a live picture, questions, files, examples."""
