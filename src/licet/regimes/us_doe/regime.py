"""Assistance to foreign atomic energy activities as a regime."""

from __future__ import annotations

from licet.regimes.regime import Regime
from licet.regimes.us_doe import CHAPTERS, doe

__all__ = ["REGIME"]

REGIME = Regime(
    code="us_doe",
    title="Assistance to foreign atomic energy activities",
    agency="National Nuclear Security Administration, Department of Energy",
    load=doe,
    chapters=lambda: CHAPTERS,
    lists=(),
    cites=("10 CFR 810",),
)
