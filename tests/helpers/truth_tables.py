"""The reference tables of tests/truths as Gaussians and numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian

TRUTHS = Path(__file__).resolve().parent.parent / "truths"


@dataclass(frozen=True)
class Row:
    """One row: its pair and its truths, still decimal strings."""

    identity: int
    kind: str
    dimension: int
    condition: float
    p: Gaussian
    q: Gaussian
    x: Array
    chi2_status: str
    truth: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.identity}-{self.kind}-d{self.dimension}"

    def number(self, column: str) -> float:
        return float(self.truth[column])

    def tolerance(self, true: float) -> float:
        """The absolute error that tests/truths/README.md allows a value of this row."""
        size = max(1.0, abs(true))
        if self.kind.startswith("rotated"):
            return max(1e-12, 2.2e-16 * self.condition) * size
        if self.kind == "near":
            return 1e-14 * self.dimension * size
        return 1e-12 * size


def table(name: str) -> list[dict[str, Any]]:
    """The rows of one table, as they stand."""
    rows: list[dict[str, Any]] = json.loads((TRUTHS / f"{name}.json").read_text())["rows"]
    return rows


def library_case(kind: str) -> dict[str, Any]:
    """One published case of library_cases."""
    (case,) = (row for row in table("library_cases") if row["kind"] == kind)
    return case


def misc_rows(kind: str) -> list[dict[str, Any]]:
    """The rows of misc that are of one kind."""
    return [row for row in table("misc") if row["kind"] == kind]


@cache
def gaussian_pairs() -> tuple[Row, ...]:
    return tuple(_pair(row) for row in table("gaussian_pairs"))


def _pair(row: dict[str, Any]) -> Row:
    return Row(
        identity=row["id"],
        kind=row["kind"],
        dimension=row["D"],
        condition=max(row["cond_p"], row["cond_q"]),
        p=Gaussian(_floats(row["mu_p"]), _covariance(row, "cov_p")),
        q=Gaussian(_floats(row["mu_q"]), _covariance(row, "cov_q")),
        x=np.array(_floats(row["x"])),
        chi2_status=row["chi2_status"],
        truth=row["truth"],
    )


def _floats(values: list[Any]) -> list[float]:
    return [float(value) for value in values]


def _covariance(row: dict[str, Any], name: str) -> Array:
    if name in row:
        return np.array(row[name], dtype=float)
    return product_of_factor(row[f"{name}_factor"])


def product_of_factor(factor: dict[str, Any]) -> Array:
    """S = R L diag(2^lam_exp) L' R from its factors, in whole numbers, so that S is exact."""
    dimension = len(factor["L_num"])
    lowest = min(factor["lam_exp"])
    lower = np.zeros((dimension, dimension), dtype=object)
    for i, numbers in enumerate(factor["L_num"]):
        lower[i, : len(numbers)] = numbers
    scale = np.array([2 ** (exponent - lowest) for exponent in factor["lam_exp"]], dtype=object)
    whole = (lower * scale) @ lower.T
    product = whole.astype(float)
    if not (product.astype(object) == whole).all():
        raise AssertionError("a covariance is not exact in double")
    shift = lowest - 2 * (int(factor["L_den"]).bit_length() - 1)
    rows = np.array(factor["row_exp"])
    return np.ldexp(product, shift + rows[:, None] + rows[None, :])
