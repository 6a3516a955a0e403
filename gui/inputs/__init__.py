"""What stands in the left panel."""
