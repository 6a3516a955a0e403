"""The program as the command ``gaussian-explorer`` and as ``python -m gui``."""

import sys
from pathlib import Path


def main() -> int:
    """Its exit code.

    Another project's `engine`, in the current folder or on PYTHONPATH, must not be taken for ours.
    """
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from main import main as program

    return program()


if __name__ == "__main__":
    sys.exit(main())
