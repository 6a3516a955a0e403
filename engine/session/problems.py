"""What is wrong with the data of a session file, collected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.core.parameter import ParameterError


class Problems:
    """The problems found; ``where`` is the path of keys, with its last dot."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def attempt(self, where: str, make: Callable[..., Any], *arguments: Any) -> Any:
        """What ``make`` returns; None, and one problem more, where it raises."""
        try:
            return make(*arguments)
        except ParameterError as error:
            self.found.append(f"{where}{error}")
            return None

    def mapping(self, where: str, data: Any, known: Iterable[str]) -> Mapping[str, Any]:
        """The data if it is an object, else an empty one; unknown keys are problems."""
        if not isinstance(data, dict):
            self.found.append(f"{where.rstrip('.')} must be an object")
            return {}
        names = list(known)
        for key in data.keys() - names:
            self.found.append(f"{where}{key[:60]} is unknown; known are {', '.join(names)}")
        return data
