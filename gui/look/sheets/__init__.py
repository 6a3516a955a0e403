"""The parts of the style sheet; how lengths are written stands in gui.look.style."""
