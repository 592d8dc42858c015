"""Assistance to foreign atomic energy activities as a regime."""

from __future__ import annotations

from licet.regimes.regime import Regime, alone_controls

__all__ = ["REGIME"]


REGIME = Regime(
    code="us_doe",
    title="Assistance to foreign atomic energy activities",
    agency="National Nuclear Security Administration, Department of Energy",
    rulebook_at="licet.regimes.us_doe.rulebook:doe",
    chapters_at="licet.regimes.us_doe.rulebook:CHAPTERS",
    lists=(),
    cites=("10 CFR 810",),
    states=alone_controls("doe_activity"),
)
