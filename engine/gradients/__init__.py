"""Estimators of the gradient of an expected reward, exact and measured."""

from typing import TYPE_CHECKING

from engine.core.facade import importing

if TYPE_CHECKING:
    from engine.gradients import natural

__all__ = ["natural"]

__getattr__ = importing(__name__, {"natural": ""})
