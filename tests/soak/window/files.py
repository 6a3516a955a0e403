"""Files that a user drops, opens and writes: good ones, foreign ones and damaged ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QPointF, QUrl
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from tests.helpers.random_use import User
from tests.helpers.rollout_mutations import rollout_files
from tests.soak.window.input import Input

DATA = Path(__file__).parents[2] / "data"
DAMAGED = 60
MOST_BYTES = 200_000


def good_files(folder: Path) -> list[Path]:
    """Copies of those of the tests, rollouts and folders of them included: the user saves to what
    was opened."""
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return files + [
        path for path in sorted((folder / "rollouts" / "files").iterdir()) if path.is_dir()
    ]


def damaged_files(files: list[Path], folder: Path, rng: np.random.Generator) -> list[Path]:
    """Cut off, with other bytes in them, with another ending."""
    whole = [path for path in files if path.is_file()]
    good = {path.name: path.read_bytes()[:MOST_BYTES] for path in whole} | rollout_files()
    names = sorted(good)
    made = []
    for number in range(DAMAGED):
        source, other = (names[int(rng.integers(len(names)))] for _ in range(2))
        content = bytearray(good[source])
        for _ in range(int(rng.integers(1, 8))):
            if content:
                content[int(rng.integers(len(content)))] = int(rng.integers(256))
        if rng.random() < 0.5:
            del content[int(rng.integers(len(content) + 1)) :]
        ending = Path(other if rng.random() < 0.2 else source).suffix
        path = folder / f"damaged_{number}{ending}"
        path.write_bytes(bytes(content))
        made.append(path)
    return made


class Files:
    """What a user does with files; every method says what it did."""

    def __init__(self, user: User, folder: Path, send: Input) -> None:
        self.user, self.folder, self.send = user, folder, send
        self.written = folder / "written"
        self.written.mkdir(exist_ok=True)
        self.data = folder / f"data_{len(list(folder.iterdir()))}"  # new ones in each window
        good = good_files(self.data)
        self.files = [*good, *damaged_files(good, self.data, np.random.default_rng(11))]

    def drop(self) -> str:
        """A file or two on the window; at times the mouse leaves before."""
        paths = [self.user.one_of(self.files) for _ in range(self.user.one_of((1, 1, 1, 2)))]
        handle = self.user.window.windowHandle()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        leave = self.user.rng.random() < 0.1
        self.send.drop(handle, data, QPointF(300.0, 300.0), leave)
        if leave:
            return "drag over"
        return f"drop {' '.join(path.name for path in paths)}"

    def export(self) -> str:
        """What the page shows, to a file."""
        window = self.user.window
        kind = self.user.one_of(("png", "svg", "pdf", "csv", "npz"))
        if window.frame.response is None:
            return ""
        path = self.written / ("tables" if kind == "csv" else f"figure.{kind}")
        window.exporter.write(kind, path)
        return f"export {kind} of {window.store.session.page}"

    def in_dialog(self) -> str:
        """Choose a file in the dialog that is open, or none."""
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            return ""
        if self.user.rng.random() < 0.4:
            dialog.done(QDialog.DialogCode.Rejected)
            return "no file"
        name = str(self._wanted(dialog))
        dialog.selectFile(name)
        dialog.fileSelected.emit(name) if dialog.receivers("2fileSelected(QString)") else None
        dialog.done(QDialog.DialogCode.Accepted)
        return f"file {Path(name).name}"

    def forget(self) -> None:
        """Remove what has been written, so that the disk stays as it is."""
        shutil.rmtree(self.data)
        for path in self.written.rglob("*"):
            if path.is_file():
                path.unlink()

    def _wanted(self, dialog: QFileDialog) -> Path:
        if dialog.fileMode() == QFileDialog.FileMode.Directory:
            return self.user.one_of((self.written, self.data / "rollouts" / "files"))
        if dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave:
            ending = dialog.defaultSuffix() or self.user.one_of(("png", "json", "gif"))
            return self.written / f"chosen_{int(self.user.rng.integers(20))}.{ending}"
        return self.user.one_of(self.files)
