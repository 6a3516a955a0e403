"""Compiled loops give what NumPy gives, on every page: numbers, errors and all figures."""

import sys
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest

from engine.core import compiled
from engine.core.cache import Cache
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene
from tests.helpers.compiled_ways import FAR, NEAR, OPTIONS, PAGES, export

pytestmark = pytest.mark.skipif(compiled.numba_version() == "none", reason="numba is not installed")

P = Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]])
Q = Gaussian([0.5, 0.0], [[1.2, 0.0], [0.0, 1.0]])
WORDS = ("provenance", "banners")
QUICK = ("paths.", "reached.", "limit.")
# Small differences of large terms where policies are far apart, which each way rounds in its order.
CANCELLING = (".bias", ".current_bias", "growth.vtrace")


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
    if name.endswith(CANCELLING):
        return np.allclose(found, wanted, rtol=1e-8, atol=2e-12, equal_nan=True)
    size = np.max(np.abs(wanted), where=np.isfinite(wanted), initial=0.0)
    # An error is a difference of sums, which may cancel; best steps for a picture are found by
    # differences of slopes, and right to 1e-4.
    close = 1e-8 if "error" in name else 1e-9 if name.startswith(QUICK) else 1e-10
    return np.allclose(found, wanted, rtol=close, atol=1e-13 * size, equal_nan=True)


@pytest.mark.parametrize(
    "name",
    [
        "evidence-bound",
        "importance-weights",
        "off-policy",
        "skills",
        "softmax-policy",
        "trust-region",
    ],
)
def test_previews_of_many_samples_agree(name):
    page, scene = page_named(name), Scene(P, Q, samples=8_192)
    quick, plain = (
        page.compute(scene, page.options(), Run(of=of)) for of in (5 * compiled.MANY, 0)
    )
    for found, wanted in zip(quick.readouts, plain.readouts, strict=True):
        close = 1e-7 if "error" in found.key else 1e-9
        assert found.value == pytest.approx(wanted.value, rel=close, abs=1e-13, nan_ok=True)
    for figure in ("signals", "reached", "paths"):
        if figure in page.figures:
            assert differing(quick.figure(figure), plain.figure(figure)) == []


def differing(found: object, wanted: object) -> list[str]:
    """The arrays of two figures that do not agree, those of the figures that they hold too."""
    wrong = []
    for field in fields(wanted):
        one, other = getattr(found, field.name), getattr(wanted, field.name)
        if isinstance(other, np.ndarray):
            wrong += [] if same(f"{QUICK[0]}{field.name}", one, other) else [field.name]
        elif isinstance(other, tuple) and is_dataclass(other[0]):
            wrong += [each for pair in zip(one, other, strict=True) for each in differing(*pair)]
    return wrong
