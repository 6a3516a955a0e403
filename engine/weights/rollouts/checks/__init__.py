"""Tests for what is usually wrong with a ratio, one a file."""
