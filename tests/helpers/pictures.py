"""Pictures as arrays of colours."""

import numpy as np
from PySide6.QtGui import QImage

SVG = "{http://www.w3.org/2000/svg}"


def pixels(content: bytes) -> np.ndarray:
    """(height, width, 3), by Qt's PNG reader."""
    image = QImage.fromData(content, "PNG").convertToFormat(QImage.Format.Format_RGB888)
    data = np.array(image.constBits())  # a copy: the image goes
    return data.reshape(image.height(), image.bytesPerLine())[:, : 3 * image.width()].reshape(
        image.height(), image.width(), 3
    )


def near(picture: np.ndarray, color, tolerance: int = 12) -> np.ndarray:
    return (np.abs(picture.astype(int) - np.array(color)) <= tolerance).all(axis=-1)
