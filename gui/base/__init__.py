"""What every widget may need: scaling, messages, gestures."""
