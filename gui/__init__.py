"""The window: draws what `engine` computes."""
