"""Modules that a library imports though nothing of them is used, left out until something is."""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec

# SciPy takes every public name of NumPy, these among them: a third of the time that its special
# functions take to be there.
UNUSED = ("numpy.f2py", "numpy.testing")


def postpone(names: tuple[str, ...] = UNUSED) -> None:
    """Put stand-ins there that import these modules when an attribute of theirs is asked for."""
    for name in names:
        spec = None if name in sys.modules else find_spec(name)
        if spec is None or spec.loader is None:
            continue
        spec.loader = LazyLoader(spec.loader)
        module = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(module)
        package, _, short = name.rpartition(".")
        setattr(sys.modules[package], short, module)
