"""Icons, fonts, explanations and examples; read them with importlib.resources."""
