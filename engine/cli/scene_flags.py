"""The scene's command-line flags: what they are and the Scene that they ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import Described, Parameter, ParameterError, described, number_text
from engine.data.matrix_file import Words, read_matrix
from engine.gaussian.component import component
from engine.gaussian.covariance import CovarianceError, Structure, symmetrised
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import MAXIMUM_DIMENSION, Scene, structured_gaussian, task_fields

Flags = Mapping[str, str | None]
DIMENSION = Described(
    "dimension",
    int,
    1,
    (),
    Parameter("dimension", "How many coordinates.", "d", minimum=1, maximum=MAXIMUM_DIMENSION),
)
TASK = "task-"
COMPONENTS = ("mean", "std", "correlation", "structure", "covariance")


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag's name without dashes, the word for its value, and its help."""

    name: str
    value: str
    help: str


def scene_flags() -> list[Flag]:
    """The flags that every page shares."""
    flags = [Flag("dimension", "D", f"1 to {MAXIMUM_DIMENSION}; else the longest vector's")]
    for which, role in (("p", "target"), ("q", "behaviour")):
        flags += [
            Flag(f"{which}-mean", "M[,M...]", f"mean of {which} ({role}), else 0; one or D"),
            Flag(f"{which}-std", "S[,S...]", f"standard deviations of {which}, else 1; one or D"),
            Flag(f"{which}-correlation", "R", f"correlation within {which}, D = 2 or more"),
            Flag(f"{which}-structure", "KIND", "equal (R for every pair) or ar1 (R^|i-j|)"),
            Flag(f"{which}-covariance", "FILE", f"covariance of {which}, a CSV or NPY table"),
        ]
    flags += [Flag(f.name, "N", field_help(f)) for f in described(Scene)]
    task = [(f, f"of the task: {field_help(f)}") for f in task_fields()]
    return flags + [Flag(f"{TASK}{field.name}", "N", words) for field, words in task]


def field_help(field: Described) -> str:
    """One line on a described field: what it means, what it takes, its default."""
    unit = f" [{field.parameter.unit}]" if field.parameter.unit else ""
    default = field.default
    if field.kind is float:
        numbers = default if field.vector else (default,)
        default = ",".join(map(number_text, numbers))
    meaning = field.parameter.help.rstrip(".")
    return f"{meaning}{unit} ({field.allowed}; default {default})"


def scene_from_flags(
    base: Scene, flags: Flags, nearest: bool = False, say: Callable[[str], None] = lambda _: None
) -> Scene:
    """The base scene with what the flags change; raises ParameterError.

    ``flags`` maps names such as "p-mean" to the text given or None. With ``nearest`` a
    covariance that is not positive definite is replaced by the nearest valid one, and said.
    """
    given = {name: text for name, text in flags.items() if text is not None}
    read = {name: _read(name, text) for name, text in given.items()}
    dimension = _dimension(base, read)
    scene = base if dimension == base.dimension else base.resized(dimension)
    changes: dict[str, Any] = {}
    for which in ("p", "q"):
        parts = {n: read[f"{which}-{n}"] for n in COMPONENTS if f"{which}-{n}" in read}
        if parts:
            old = getattr(scene, which)
            changes[which] = _Request(which, dimension, old, parts).gaussian(nearest, say)
    for field in described(Scene):
        if field.name in given:
            changes[field.name] = field.parse(given[field.name])
    task = {
        field.name: field.parse(given[name], name)
        for field in task_fields()
        if (name := f"{TASK}{field.name}") in given
    }
    if task:
        changes["task"] = scene.task.replace(**task)
    return scene.replace(**changes)


def _read(name: str, text: str) -> Any:
    """The value of one flag: a number, a vector, a word or a table."""
    part = name.partition("-")[2]
    if name == "dimension":
        return DIMENSION.parse(text)
    if part in ("mean", "std"):
        check = component(part)
        return np.array([check.parse(entry, name) for entry in text.split(",")])
    if part == "correlation":
        return component(part).parse(text, name)
    if part == "structure" and text not in ("equal", "ar1"):
        raise ParameterError(name, text, "must be one of equal, ar1")
    return read_matrix(text, name) if part == "covariance" else text


def _dimension(base: Scene, read: Mapping[str, Any]) -> int:
    """As given, else that of the longest vector or of a table, else the base's."""
    lengths = {n: len(v) for n, v in read.items() if isinstance(v, np.ndarray)}
    longest = max(
        (size for n, size in lengths.items() if size > 1 or n.endswith("covariance")),
        default=base.dimension,
    )
    dimension = int(read.get("dimension", longest))
    if dimension > MAXIMUM_DIMENSION:
        raise ParameterError("dimension", dimension, f"must be from 1 to {MAXIMUM_DIMENSION}")
    for name, length in lengths.items():
        scalar = 1 if not name.endswith("covariance") else dimension
        if length not in (scalar, dimension):
            shape = f"{length} x {length} table" if scalar != 1 else f"{length} entries"
            wanted = f"{dimension} x {dimension}" if scalar != 1 else f"1 or {dimension}"
            raise ParameterError(name, Words(shape), f"must be {wanted} in dimension {dimension}")
    return dimension


@dataclass(frozen=True, slots=True)
class _Request:
    """The parts of one Gaussian that flags give, over the one that was there."""

    which: str
    dimension: int
    old: Gaussian
    parts: Mapping[str, Any]

    def gaussian(self, nearest: bool, say: Callable[[str], None]) -> Gaussian:
        mean = np.broadcast_to(self.parts.get("mean", self.old.mean), (self.dimension,))
        if "covariance" in self.parts:
            return self._from_table(mean, nearest, say)
        if "structure" in self.parts and "correlation" not in self.parts:
            raise ParameterError(
                f"{self.which}-structure",
                Words(self.parts["structure"]),
                f"needs --{self.which}-correlation as well",
            )
        if "correlation" in self.parts:
            structure: Structure = self.parts.get("structure", "equal")
            std = self.parts.get("std", self.old.std)
            correlation = self.parts["correlation"]
            return structured_gaussian(
                self.which, self.dimension, mean, std, correlation, structure
            )
        if "std" in self.parts:
            return Gaussian.from_std(mean, self.parts["std"], self.old.correlation)
        return Gaussian(mean, self.old.covariance)

    def _from_table(self, mean: Array, nearest: bool, say: Callable[[str], None]) -> Gaussian:
        field = f"{self.which}-covariance"
        for other in ("std", "correlation", "structure"):
            if other in self.parts:
                raise ParameterError(
                    field, Words("FILE"), f"cannot be given with --{self.which}-{other}"
                )
        matrix, words = symmetrised(self.parts["covariance"])
        if words:
            say(f"{field}: {words}")
        try:
            return Gaussian(mean, matrix)
        except CovarianceError as error:
            if not nearest:
                allowed = f"{error.allowed} (--nearest takes it)"
                raise ParameterError(field, Words(str(error.value)), allowed) from None
            say(f"{field}: the nearest valid covariance is used; the table {error.allowed}")
            return Gaussian(mean, error.nearest)
        except ParameterError as error:
            raise ParameterError(
                f"{self.which}-{error.field}", error.value, error.allowed
            ) from None


def scene_dict(scene: Scene) -> dict[str, Any]:
    """The scene by the names of its flags, as JSON can hold it."""
    values: dict[str, Any] = {"dimension": scene.dimension}
    for which, gaussian in (("p", scene.p), ("q", scene.q)):
        mean, std = gaussian.mean.tolist(), gaussian.std.tolist()
        one = scene.dimension == 1
        values[f"{which}_mean"] = mean[0] if one else mean
        values[f"{which}_std"] = std[0] if one else std
        if scene.dimension == 2:
            values[f"{which}_correlation"] = float(gaussian.correlation[0, 1])
        elif scene.dimension > 2:
            values[f"{which}_covariance"] = gaussian.covariance.tolist()
    return values | scene.values()
