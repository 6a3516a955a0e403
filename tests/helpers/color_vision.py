"""Contrast and colour vision, written from their definitions: what the themes are measured by."""

import math

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
WHITE = (0.95047, 1.0, 1.08883)


def linear(color):
    """Linear RGB of #RRGGBB (IEC 61966-2-1)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast(one, other):
    """The contrast ratio of WCAG 2.2."""
    values = []
    for color in (one, other):
        red, green, blue = linear(color)
        values.append(0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    return max(values) / min(values)


def seen(color, deficiency):
    """CIELAB, D65, of the colour as it is seen."""
    matrix, rgb = DEFICIENCIES[deficiency], linear(color)
    red, green, blue = (
        min(max(sum(w * c for w, c in zip(row, rgb, strict=True)), 0.0), 1.0) for row in matrix
    )
    xyz = (
        0.4124 * red + 0.3576 * green + 0.1805 * blue,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        0.0193 * red + 0.1192 * green + 0.9505 * blue,
    )
    x, y, z = (_root(value / white) for value, white in zip(xyz, WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other, deficiency):
    """Delta E 1976: about 2 can just be told apart side by side, 10 at a glance."""
    return math.dist(seen(one, deficiency), seen(other, deficiency))


def _root(t):
    return t ** (1 / 3) if t > 216 / 24389 else t * 841 / 108 + 4 / 29
