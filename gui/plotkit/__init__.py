"""What plots are made of; it knows no page."""
