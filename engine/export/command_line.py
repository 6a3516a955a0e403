"""The command that computes what a session shows."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Iterable, Iterator

import numpy as np

from engine.core.parameter import Described, ParameterError, ParameterSet, described, number_text
from engine.core.run import Run
from engine.data.file import groups
from engine.data.source import DataSource
from engine.gaussian.covariance import Structure
from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import structured_gaussian, task_fields
from engine.session.session import Session

# Longer than this no system takes it as one word.
LONGEST = 60_000
CLOSE = 1e-14


def command_line(session: Session) -> str:
    """The `run` command of a session, with what differs from its defaults.

    Raises ParameterError where a covariance is too large for a command line.
    """
    scene = session.scene
    words = ["python", "main.py", "run", session.page]
    shown = page_named(session.page).shows_data(scene)
    if scene.data is not None and (shown or scene.data.kind == "groups"):
        words += _data_words(scene.data)
    if not shown or scene.data is None or scene.data.kind == "groups":
        if scene.dimension > 1:
            words += ["--dimension", str(scene.dimension)]
        for name, gaussian in (("p", scene.p), ("q", scene.q)):
            words += _gaussian_words(name, gaussian)
    words += _changed(scene, ("samples", "seed"))
    if "task" in page_named(session.page).inputs:
        words += _changed(scene.task, [field.name for field in task_fields()], "task-")
    words += _changed(session.options[session.page])
    return shlex.join(words)


def _data_words(source: DataSource) -> list[str]:
    if source.kind == "rollouts":
        return _rollout_words(source)
    words = [f"--data={source.path}", f"--columns={_names(source.columns)}"]
    if source.group:
        words.append(f"--group={source.group}")
    # Without the names the command would take the group that it finds first as p's.
    named = groups(source, Run()).names if source.turned else source.groups
    if named:
        words.append(f"--groups={_names(named)}")
    if source.second_path:
        words.append(f"--data-q={source.second_path}")
    if source.mask:
        words.append(f"--mask={source.mask}")
    return words + ["--skip-bad-rows"] * source.skip_bad_rows


def _rollout_words(source: DataSource) -> list[str]:
    given = dict(zip(("new", "old"), source.columns, strict=False)) | {"mask": source.mask}
    words = [f"--{flag}={name}" for flag, name in given.items() if name]
    words += ["--level=sequence"] * (source.level == "sequence")
    return [f"--data={source.path}", *words, *["--mask="] * source.unmasked]


def _names(names: Iterable[str]) -> str:
    """Apart by commas; one that holds a comma in quotes."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    return line.getvalue()


def _gaussian_words(name: str, gaussian: Gaussian) -> list[str]:
    mean = f"--{name}-mean={_numbers(gaussian.mean)}"
    for flags, made in _structures(name, gaussian):
        if made is not None and np.allclose(
            made.covariance, gaussian.covariance, rtol=CLOSE, atol=0.0
        ):
            return [mean, *flags]
    rows = ";".join(_numbers(row) for row in gaussian.covariance)
    if len(rows) > LONGEST:
        raise ParameterError(
            f"{name}-covariance",
            f"{gaussian.dimension} x {gaussian.dimension} matrix",
            "is too long for a command line: save the session and use --session FILE",
        )
    return [mean, f"--{name}-covariance={rows}"]


def _structures(name: str, gaussian: Gaussian) -> Iterator[tuple[list[str], Gaussian | None]]:
    """The flags of simple structures that may be this Gaussian's, and what they make."""
    d, std = gaussian.dimension, gaussian.std
    flags = [f"--{name}-std={_numbers(std)}"]
    yield flags, structured_gaussian(name, d, gaussian.mean, std)
    if d == 1:
        return
    r = float(gaussian.correlation[0, 1])
    correlated = [*flags, f"--{name}-correlation={_number(r)}"]
    structures: tuple[Structure, ...] = ("equal", "ar1")
    for structure in structures:
        words = [f"--{name}-structure={structure}"] if structure != "equal" else []
        try:
            made = structured_gaussian(name, d, gaussian.mean, std, r, structure)
        except ParameterError:
            continue
        yield [*correlated, *words], made


def _changed(
    values: ParameterSet, only: Iterable[str] | None = None, prefix: str = ""
) -> list[str]:
    words = []
    for field in described(type(values)):
        value = getattr(values, field.name)
        if value != field.default and (only is None or field.name in only):
            words.append(f"--{prefix}{field.name.replace('_', '-')}={_text(field, value)}")
    return words


def _text(field: Described, value: object) -> str:
    if isinstance(value, tuple):
        return _numbers(value)
    if field.kind is bool:
        return str(value).lower()
    return _number(float(value)) if field.kind is float else str(value)  # type: ignore[arg-type]


def _numbers(values: Iterable[float]) -> str:
    return ",".join(_number(float(value)) for value in values)


def _number(value: float) -> str:
    short = number_text(value)
    return short if float(short) == value and len(short) < len(repr(value)) else repr(value)
