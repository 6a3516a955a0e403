"""Summaries that merge, one a file: the statistics that a pass over blocks gathers."""
