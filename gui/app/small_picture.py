"""Pictures of plots in few colours: as sharp, and a third as large."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, qRgb

MOST = 256  # colours that a byte can name
RARE = 64  # of them, for what is far from all that are frequent: the ends of a scale of colours
Colors = NDArray[np.uint8]


def in_few_colors(image: QImage) -> QImage:
    """The picture with its most frequent colours and a few rare ones, each other one being that of
    them which is nearest to it."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    wide, high = plain.width(), plain.height()
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(high, plain.bytesPerLine())
    pixels = rows[:, : 3 * wide].reshape(-1, 3)
    colors, places, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    kept = colors[np.argsort(-counts, kind="stable")[: MOST - RARE]]
    apart = _apart(colors, kept).min(axis=1)
    for _ in range(min(RARE, len(colors) - len(kept))):
        furthest = colors[None, apart.argmax()]
        kept = np.concatenate([kept, furthest])
        apart = np.minimum(apart, _apart(colors, furthest)[:, 0])
    nearest = _apart(colors, kept).argmin(axis=1).astype(np.uint8)
    made = QImage(wide, high, QImage.Format.Format_Indexed8)
    made.setColorTable([qRgb(*map(int, color)) for color in kept])
    filled = np.frombuffer(made.bits(), np.uint8).reshape(high, made.bytesPerLine())
    filled[:, :wide] = nearest[places.ravel()].reshape(high, wide)
    return made


def _apart(colors: Colors, kept: Colors) -> NDArray[np.int32]:
    """Squares of how far the colours (n, 3) are from each of others (m, 3), as (n, m)."""
    apart = colors.astype(np.int32)[:, None, :] - kept.astype(np.int32)[None, :, :]
    squares: NDArray[np.int32] = (apart**2).sum(axis=2, dtype=np.int32)
    return squares
