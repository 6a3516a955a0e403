"""Pages whose parts are watched or stand still."""

from __future__ import annotations

import dataclasses
from typing import Any

from engine.page.page import Page
from engine.page.parts import GivenParts


def with_parts(page: Page, **others: Any) -> Page:
    """A copy with other parts of these names."""
    parts = {
        field.name: others.get(field.name) or getattr(page.parts, field.name)
        for field in dataclasses.fields(GivenParts)
    }
    return dataclasses.replace(page, parts=GivenParts(**parts))
