"""A user who acts at random in a real window, for minutes or an hour; prints what was found.

    python3 .make/with_display.py .venv/bin/python -m tests.soak.window --minutes 5

The window is closed and another one opened again and again: nothing of it may stay.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["BROWSER"] = "true"  # a link opens nothing


def main() -> int:
    """0 where nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--events", type=int, default=100_000, help="at the most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sitting", type=int, default=5_000, help="events in one window")
    parser.add_argument("--page", default="", help="stay on this page")
    chosen = parser.parse_args()
    faulthandler.enable()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
        from tests.soak.window.sittings import Sittings
        from tests.soak.window.warm import compile_apart, warm
        from tests.soak.window.whole_errors import make_errors_whole

        compile_apart(folder)
        warm(folder)
        make_errors_whole()
        return Sittings(folder, chosen).run()


if __name__ == "__main__":
    sys.exit(main())
