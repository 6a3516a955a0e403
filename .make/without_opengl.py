"""Stands in the one-folder program for PySide6's modules for OpenGL: pyqtgraph imports them, and
uses a base class of theirs, though it draws without OpenGL."""

from PySide6.QtWidgets import QWidget as QOpenGLWidget

__all__ = ["QOpenGLWidget"]
