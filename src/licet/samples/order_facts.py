"""Facts and claims of example orders: the purposes of the Huawei general license, exceptions, licenses held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

__all__ = ["ORDER_FACTS", "fact_columns", "where"]

_PURPOSES = ("network_maintenance", "device_support", "vulnerability_disclosure", "new_sale")
_PURPOSE_SHARES = (0.55, 0.25, 0.05, 0.15)

_ASKED: Mapping[str, Mapping[str, float]] = {
    "network_maintenance": {
        "network_fully_operational_on_2019_05_16": 0.85,
        "third_party_network": 0.8,
        "general_purpose_computing_device": 0.15,
        "expands_capacity": 0.2,
        "certification_made": 0.9,
        "certification_obtained": 0.75,
    },
    "device_support": {
        "device_available_to_public_on_2019_05_16": 0.85,
        "handset": 0.8,
        "expands_capacity": 0.1,
        "certification_made": 0.9,
        "certification_obtained": 0.75,
    },
    "vulnerability_disclosure": {
        "security_research": 0.8,
        "certification_made": 0.9,
        "certification_obtained": 0.75,
    },
    "new_sale": {},
}
"""For each purpose the facts that its license asks for, with the share of lines that answer yes."""

_NAMES = tuple(dict.fromkeys(name for asked in _ASKED.values() for name in asked))

ORDER_FACTS = (
    "facts.purpose",
    *(f"facts.{name}" for name in _NAMES),
    "facts.license_exception_claimed",
    "facts.license_number",
    "facts.license_covers_sale",
    "facts.published_technology",
)
"""The columns of facts, in order."""

Array = np.ndarray[Any, Any]


def fact_columns(
    near_or_listed: Array,
    book: Mapping[str, pl.Series],
    purpose_rate: float,
    known_rate: float,
    license_rate: float,
    rng: np.random.Generator,
) -> dict[str, pl.Series]:
    """The columns of facts for lines whose customer is listed or nearly so, and the licenses that some hold."""
    lines = near_or_listed.size
    stated = near_or_listed & (rng.random(lines) < purpose_rate)
    pick = np.searchsorted(np.cumsum(_PURPOSE_SHARES), rng.random(lines), side="right").clip(max=3)
    purpose = where(stated, pl.Series(_PURPOSES).gather(pl.Series(pick, dtype=pl.UInt32)))
    columns = {"facts.purpose": purpose}
    for name in _NAMES:
        columns[f"facts.{name}"] = _answers(name, stated, pick, known_rate, rng)
    return columns | _licenses(lines, license_rate, rng) | _published(book["item.kind"], rng)


def _answers(name: str, stated: Array, pick: Array, known_rate: float, rng: np.random.Generator) -> pl.Series:
    shares = np.array([_ASKED[purpose].get(name, -1.0) for purpose in _PURPOSES])[pick]
    yes = pl.Series(rng.random(pick.size) < shares)
    known = stated & (shares >= 0) & (rng.random(pick.size) < known_rate)
    return where(known, yes)


def _licenses(lines: int, rate: float, rng: np.random.Generator) -> dict[str, pl.Series]:
    """Numbers of licenses that some lines are sent under, and whether they cover the sale, where checked."""
    held = rng.random(lines) < rate
    number = pl.select(
        pl.format("D{}", pl.lit(pl.Series(rng.integers(1_000_000, 1_002_000, lines))))
    ).to_series()
    covers = pl.Series(rng.random(lines) < 0.9)  # noqa: PLR2004
    checked = held & (rng.random(lines) < 0.7)  # noqa: PLR2004
    return {
        "facts.license_number": where(held, number),
        "facts.license_covers_sale": where(checked, covers),
    }


def _published(kind: pl.Series, rng: np.random.Generator) -> dict[str, pl.Series]:
    """Some technology and software is published, and its exporters say so."""
    intangible = kind.is_in(["technology", "software"]).fill_null(value=False).to_numpy()
    said = intangible & (rng.random(len(kind)) < 0.1)  # noqa: PLR2004
    return {"facts.published_technology": where(said, pl.Series(said))}


def where(known: Array | pl.Series, values: pl.Series) -> pl.Series:
    """The values where they are known, null elsewhere."""
    mask = known if isinstance(known, pl.Series) else pl.Series(known)
    return pl.select(pl.when(mask).then(values).alias(values.name)).to_series()
