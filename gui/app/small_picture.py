"""Pictures of plots in few colours: as sharp, and a third as large."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage, qRgb

MOST = 256  # colours that a byte can name


def in_few_colors(image: QImage) -> QImage:
    """The picture with its most frequent colours, each other one being that of them which is
    nearest to it."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    wide, high = plain.width(), plain.height()
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(high, plain.bytesPerLine())
    pixels = rows[:, : 3 * wide].reshape(-1, 3)
    colors, places, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    kept = colors[np.argsort(-counts, kind="stable")[:MOST]]
    apart = colors.astype(np.int32)[:, None, :] - kept.astype(np.int32)[None, :, :]
    nearest = np.argmin((apart**2).sum(axis=2), axis=1).astype(np.uint8)
    made = QImage(wide, high, QImage.Format.Format_Indexed8)
    made.setColorTable([qRgb(*map(int, color)) for color in kept])
    filled = np.frombuffer(made.bits(), np.uint8).reshape(high, made.bytesPerLine())
    filled[:, :wide] = nearest[places.ravel()].reshape(high, wide)
    return made
