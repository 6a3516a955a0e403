"""Nothing holds a window that has been closed."""

import weakref

import pytest
from PySide6.QtCore import QCoreApplication

from engine.session.session import Session
from gui.app.main_window import MainWindow
from tests.conftest import bury

pytestmark = pytest.mark.in_steps


@pytest.mark.parametrize(
    "act",
    [
        lambda window: window.navigation.tab_order.renew(),
        lambda window: window.show_page("rollouts"),
        lambda window: window.appearance.set_mode("dark"),
        lambda window: window.presenter.toggle(),
    ],
    ids=["order", "page", "theme", "present"],
)
def test_a_window_closed_in_the_midst_of_something_is_gone(qapp, act):
    window = MainWindow(Session())
    window.show()
    QCoreApplication.processEvents()
    act(window)
    window.close()
    window.deleteLater()
    gone = weakref.ref(window)
    del window
    for _ in range(2):
        QCoreApplication.processEvents()
        bury()
    assert gone() is None
