"""Qt's own file dialog, where the desktop has none, in the program's style."""

import pytest
from PySide6.QtWidgets import QFileDialog, QToolButton


def unlike_the_corner(image):
    """The pixels of the inner part of another colour than its corner."""
    ground = image.pixelColor(5, 5)
    inner = (
        image.pixelColor(x, y)
        for x in range(5, image.width() - 5)
        for y in range(5, image.height() - 5)
    )
    return sum(each != ground for each in inner)


@pytest.mark.parametrize("name", ["backButton", "toParentButton", "newFolderButton"])
def test_its_buttons_show_their_icons(qtbot, dressed, name):
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    assert unlike_the_corner(dialog.findChild(QToolButton, name).grab().toImage()) > 30
