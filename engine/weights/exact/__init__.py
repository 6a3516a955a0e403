"""The exact law of the weights, clipped, masked or as they are."""
