"""Own data: its dialog, its card, its reading."""
