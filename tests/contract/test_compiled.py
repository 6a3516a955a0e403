"""Compiled loops give what NumPy gives, on every page: numbers, errors and all figures."""

import sys
from pathlib import Path

import numpy as np
import pytest

from engine.core import compiled
from engine.core.cache import Cache
from engine.page.page import page_named
from tests.helpers.compiled_ways import FAR, NEAR, OPTIONS, PAGES, export

pytestmark = pytest.mark.skipif(compiled.numba_version() == "none", reason="numba is not installed")

WORDS = ("provenance", "banners")
QUICK = ("paths.", "reached.", "limit.")


def arrays(page: str, flags: tuple[str, ...], out: Path) -> dict[str, np.ndarray]:
    """All that a page computes."""
    export(page, flags, out)
    with np.load(out / f"{page}.npz") as found:
        return {name: found[name] for name in found.files if not name.startswith(WORDS)}


@pytest.mark.parametrize("flags", [NEAR, FAR], ids=["near", "far"])
@pytest.mark.parametrize("page", PAGES)
def test_they_agree(page, flags, tmp_path, monkeypatch):
    if "gaussians" in page_named(page).inputs:
        flags = ("--dimension", "3" if flags is FAR else "2", *flags)
    else:
        flags = ()
    agree(page, flags, tmp_path, monkeypatch)


@pytest.mark.parametrize(("page", "flags"), OPTIONS)
def test_they_agree_with_other_options(page, flags, tmp_path, monkeypatch):
    agree(page, tuple(flags.split()), tmp_path, monkeypatch)


def agree(page, flags, tmp_path, monkeypatch):
    forget()
    found = arrays(page, flags, tmp_path / "compiled")
    forget()
    monkeypatch.setattr(compiled, "MANY", np.inf)
    wanted = arrays(page, flags, tmp_path / "numpy")
    assert found.keys() == wanted.keys()
    wrong = [name for name in wanted if not same(name, found[name], wanted[name])]
    assert wrong == []


def forget() -> None:
    """What pages have kept of other questions."""
    for name, module in list(sys.modules.items()):
        for kept in vars(module).values() if name.startswith("engine.pages.") else ():
            if isinstance(kept, Cache):
                kept._values.clear()
            elif hasattr(kept, "cache_clear"):
                kept.cache_clear()


def same(name: str, found: np.ndarray, wanted: np.ndarray) -> bool:
    if wanted.dtype.kind != "f":
        return np.array_equal(found, wanted)
    size = np.max(np.abs(wanted), where=np.isfinite(wanted), initial=0.0)
    # An error is a difference of sums, which may cancel; best steps for a picture are found by
    # differences of slopes, and right to 1e-4.
    close = 1e-8 if "error" in name else 1e-9 if name.startswith(QUICK) else 1e-10
    return np.allclose(found, wanted, rtol=close, atol=1e-13 * size, equal_nan=True)
