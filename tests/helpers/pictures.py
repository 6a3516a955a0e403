"""Pictures as arrays of colours."""

from pathlib import Path

import numpy as np
import resvg_py
from PySide6.QtGui import QImage

import resources

FONTS = Path(resources.__file__).parent / "fonts"
SVG = "{http://www.w3.org/2000/svg}"


def pixels(content: bytes) -> np.ndarray:
    """(height, width, 3), by Qt's PNG reader."""
    return pixels_of(QImage.fromData(content, "PNG"))


def svg_pixels(text: str) -> np.ndarray:
    """(height, width, 3), where the window's typeface is installed."""
    return pixels(bytes(resvg_py.svg_to_bytes(svg_string=text, font_dirs=[str(FONTS)])))


def pixels_of(image: QImage) -> np.ndarray:
    """(height, width, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    data = np.array(image.constBits())  # a copy: the image goes
    return data.reshape(image.height(), image.bytesPerLine())[:, : 3 * image.width()].reshape(
        image.height(), image.width(), 3
    )


def colors_of(image: QImage) -> set[str]:
    """The names of all colours in a picture, as "#1a2b3c"."""
    red, green, blue = pixels_of(image).reshape(-1, 3).T.astype(int)
    return {f"#{color:06x}" for color in np.unique((red << 16) | (green << 8) | blue).tolist()}


def near(picture: np.ndarray, color, tolerance: int = 12) -> np.ndarray:
    return (np.abs(picture.astype(int) - np.array(color)) <= tolerance).all(axis=-1)
