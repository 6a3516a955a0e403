"""The sweep in the window: what is planned, how far it is, and its pictures."""
