"""Reproducible normals by block, and one pass over them."""
