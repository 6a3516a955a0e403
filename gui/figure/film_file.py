"""Films as files: an animated GIF, a folder of PNG pictures, MP4 by ffmpeg.

Each takes one picture after the other; until `finish` nothing stands under the wanted name.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtGui import QImage

from engine.core.atomic_file import ExportError, write_whole
from engine.core.words import tr
from gui.figure.png_bytes import png_bytes

COLORS = 128
GIF_UNIT = 10  # milliseconds; a GIF counts in these


class FilmFile(Protocol):
    """Takes pictures of one size in their order."""

    def add(self, image: QImage) -> None:
        """One more picture."""

    def finish(self) -> None:
        """Put the film where it shall be; raises ExportError."""

    def discard(self) -> None:
        """Leave nothing behind."""


class GifFile:
    """A film that every browser plays, over and over."""

    def __init__(self, path: Path, milliseconds: int) -> None:
        self._path = path
        self._duration = max(round(milliseconds / GIF_UNIT), 2) * GIF_UNIT
        self._frames: list[Any] = []

    def add(self, image: QImage) -> None:
        """One more picture, in colours of its own: those of another one change white."""
        from PIL import Image

        rgb = image.convertToFormat(QImage.Format.Format_RGB888)
        size = rgb.width(), rgb.height()
        pixels = Image.frombuffer(
            "RGB", size, bytes(rgb.constBits()), "raw", "RGB", rgb.bytesPerLine(), 1
        )
        self._frames.append(pixels.quantize(COLORS, dither=Image.Dither.NONE))

    def finish(self) -> None:
        """Write the film; raises ExportError."""
        content = io.BytesIO()
        first, *others = self._frames
        first.save(
            content,
            format="GIF",
            save_all=True,
            append_images=others,
            duration=self._duration,
            loop=0,
        )
        write_whole(self._path, content.getvalue())

    def discard(self) -> None:
        """Forget the pictures."""
        self._frames.clear()


class PngFolder:
    """frame-0001.png, frame-0002.png, ... in a folder that there was not before."""

    def __init__(self, folder: Path) -> None:
        if folder.exists():
            raise ExportError(folder, "there is such a folder already")
        self._folder = folder
        self._made = _attempt(folder, lambda: Path(tempfile.mkdtemp(dir=folder.parent)))
        self._count = 0

    def add(self, image: QImage) -> None:
        """One more picture; raises ExportError."""
        self._count += 1
        write_whole(self._made / f"frame-{self._count:04d}.png", png_bytes(image))

    def finish(self) -> None:
        """Give the folder its name; raises ExportError."""

        def name() -> None:
            self._made.chmod(0o755)
            self._made.rename(self._folder)

        _attempt(self._folder, name)

    def discard(self) -> None:
        """Remove the pictures."""
        shutil.rmtree(self._made, ignore_errors=True)


class Mp4File:
    """H.264 as players and slides take it, made by the ffmpeg that the machine has."""

    def __init__(self, path: Path, milliseconds: int) -> None:
        program = shutil.which("ffmpeg")
        if program is None:
            raise ExportError(path, tr("ffmpeg, which makes MP4, was not found on this machine"))
        self._path, self._program = path, program
        self._rate = 1000.0 / milliseconds
        handle, name = _attempt(path, lambda: tempfile.mkstemp(".mp4", dir=path.parent))
        os.close(handle)
        self._made = Path(name)
        self._process: subprocess.Popen[bytes] | None = None

    def add(self, image: QImage) -> None:
        """One more picture; raises ExportError."""
        # The format takes whole pairs of pixels.
        even = image.copy(0, 0, image.width() // 2 * 2, image.height() // 2 * 2)
        rgba = even.convertToFormat(QImage.Format.Format_RGBA8888)
        if self._process is None:
            self._process = self._start(f"{rgba.width()}x{rgba.height()}")
        pipe = self._process.stdin
        assert pipe is not None
        _attempt(self._path, lambda: pipe.write(bytes(rgba.constBits())))

    def finish(self) -> None:
        """Wait for ffmpeg; raises ExportError."""
        assert self._process is not None
        _, errors = self._process.communicate()
        if self._process.returncode:
            self.discard()
            raise ExportError(self._path, f"ffmpeg: {errors.decode(errors='replace')[-200:]}")
        _attempt(self._path, lambda: self._made.replace(self._path))

    def discard(self) -> None:
        """End ffmpeg and remove what it has written."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.communicate()
        self._made.unlink(missing_ok=True)

    def _start(self, size: str) -> subprocess.Popen[bytes]:
        raw = ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", size, "-r", f"{self._rate:g}", "-i", "-"]
        coded = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "18", str(self._made)]
        command = [self._program, "-y", "-loglevel", "error", *raw, *coded]
        pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, **pipes)  # type: ignore[call-overload,no-any-return]


def film_file(kind: str, path: Path, milliseconds: int) -> FilmFile:
    """A film of this kind, gif, png or mp4, whose pictures stand so long; raises ExportError."""
    if kind == "gif":
        return GifFile(path, milliseconds)
    return PngFolder(path) if kind == "png" else Mp4File(path, milliseconds)


def _attempt(path: Path, act: Callable[[], Any]) -> Any:
    try:
        return act()
    except OSError as error:
        raise ExportError(path, error.strerror or str(error)) from None
