"""A sweep's table read back from its file: what was swept, and the rows that are there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from engine.core.atomic_file import reason
from engine.core.parameter import ParameterError
from engine.session.address import address
from engine.session.file import SessionFileError, session_from_text
from engine.sweep import csv_table, parquet_table
from engine.sweep.axis import Axis
from engine.sweep.file import BESIDE, ENDINGS, SweepFileError
from engine.sweep.heading import Heading, NotThisSweep
from engine.sweep.parquet_table import NoParquet
from engine.sweep.row import Row
from engine.sweep.sweep import Sweep


def read_saved(path: str | Path) -> tuple[Sweep, dict[int, Row]]:
    """The sweep of a .csv or .parquet file and its rows by their points; the file stays as it is.

    A Parquet file that is not finished is read from the CSV file beside it. Raises
    SweepFileError, whose message names the file.
    """
    place = Path(path)
    try:
        if place.suffix.lower() not in ENDINGS:
            raise NotThisSweep(f"must end in {' or '.join(ENDINGS)}")
        if place.suffix.lower() == ENDINGS[1] and place.is_file():
            heading, table = parquet_table.read(place)
            sweep = sweep_of(heading)
            return sweep, parquet_table.rows_of(sweep, table)
        beside = place.with_name(place.name + BESIDE)
        text = (beside if place.suffix.lower() == ENDINGS[1] else place).read_text("utf-8")
        sweep = sweep_of(csv_table.read_heading(text))
        return sweep, csv_table.read_rows(sweep, text)[0]
    except NotThisSweep as error:
        raise SweepFileError(f"{path} {error}") from None
    except NoParquet as error:
        raise SweepFileError(str(error)) from None
    except UnicodeDecodeError:
        raise SweepFileError(f"{path} holds no sweep of this program") from None
    except OSError as error:
        raise SweepFileError(f"{path} cannot be read: {reason(error)}") from error


def sweep_of(heading: Heading) -> Sweep:
    """The sweep that a table's heading describes; raises NotThisSweep."""
    try:
        session = session_from_text(heading.session)
        data = json.loads(heading.sweep)
        axes, keys = data["axes"], data["keys"]
        if not isinstance(axes, Mapping) or not isinstance(keys, list):
            raise NotThisSweep("holds no sweep of this program")
        made = tuple(Axis(address(name), tuple(values)) for name, values in axes.items())
        return Sweep(session.state(), made, tuple(keys))
    except (SessionFileError, ParameterError) as error:
        raise NotThisSweep(f"holds a sweep that this program cannot read: {error}") from None
    except (ValueError, TypeError, KeyError):
        raise NotThisSweep("holds no sweep of this program") from None
