"""Every regime that Licet holds law of, in the order in which answers name them.

A regime is a package with a module ``regime`` that defines ``REGIME``; its name here is all that registers it
(docs/guide/regimes.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module

from licet.errors import LicetError
from licet.regimes.regime import Regime
from licet.rules.vocabulary import FactSpec, Vocabulary

__all__ = ["PRIMARY", "UnknownRegimeError", "primary", "regimes", "regimes_named", "vocabulary_of"]

_PACKAGES = ("us_ear", "us_ofac", "us_itar", "us_nrc", "us_doe", "us_import", "us_ftr")
PRIMARY = _PACKAGES[0]
"""The regime that every workspace has adopted unless it says otherwise, and by which item numbers are read."""


class UnknownRegimeError(LicetError, ValueError):
    """A regime that Licet does not know; the text names those that it knows."""


@cache
def regimes() -> Mapping[str, Regime]:
    """Every regime by its code."""
    found: dict[str, Regime] = {}
    for name in _PACKAGES:
        found[name] = import_module(f"licet.regimes.{name}.regime").REGIME
    return found


def primary() -> Regime:
    """The regime under which transactions are answered unless another is named."""
    return regimes()[PRIMARY]


def regimes_named(codes: Iterable[str]) -> tuple[Regime, ...]:
    """The regimes of some codes, each once, in the order of the registry. Raises UnknownRegimeError."""
    wanted = {code.strip() for code in codes if code.strip()}
    if not wanted:
        raise UnknownRegimeError(f"name a regime: {', '.join(regimes())}")
    unknown = sorted(wanted - set(regimes()))
    if unknown:
        raise UnknownRegimeError(
            f"no regime is called {', '.join(map(repr, unknown))}; known are {', '.join(regimes())}"
        )
    return tuple(regime for code, regime in regimes().items() if code in wanted)


def vocabulary_of(some: Iterable[Regime]) -> Vocabulary:
    """The facts that a transaction may state for some regimes; item numbers are read by the primary regime.

    Raises ValueError where two regimes define one name differently.
    """
    chosen = tuple(some)
    primary = regimes()[PRIMARY].vocabulary
    if [regime.code for regime in chosen] == [PRIMARY]:
        return primary
    specs: dict[str, FactSpec] = {}
    places: set[str] = set(primary.destinations)
    for regime in chosen:
        for name, spec in regime.vocabulary.items():
            if specs.setdefault(name, spec) != spec:
                raise ValueError(f"{regime.code} defines the fact {name} otherwise than a regime before it")
        places |= regime.vocabulary.destinations
    return Vocabulary(specs, primary.eccn_problem, frozenset(places))
