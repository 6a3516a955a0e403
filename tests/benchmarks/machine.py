"""What the numbers were measured on: machine, date, versions, and what else was running."""

from __future__ import annotations

import datetime
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("numpy", "scipy", "numba", "PySide6_Essentials", "pyqtgraph", "matplotlib", "torch")


def about(loads: tuple[float, float]) -> str:
    """Lines of Markdown; ``loads`` are the mean numbers of running programs at both ends."""
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    begin, end = loads
    return (
        f"- machine: {_processor()}, {os.cpu_count()} cores, {platform.system()}\n"
        f"- date: {datetime.date.today().isoformat()}\n"
        f"- versions: {', '.join(found)}\n"
        f"- programs running on average: {begin:.1f} at the beginning, {end:.1f} at the end; "
        f"above 1 the times of the clock hold the work of others too\n"
    )


def load() -> float:
    """The mean number of running programs over the last minute; NaN where that is unknown."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def resident() -> float:
    """Megabytes of memory that this process holds; NaN where that is not told."""
    if not sys.platform.startswith("linux"):
        return float("nan")
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _processor() -> str:
    if sys.platform.startswith("linux"):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
