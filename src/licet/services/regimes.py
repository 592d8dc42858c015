"""Which regimes a workspace has adopted: those under which its transactions are answered (docs/guide/settings.md)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from licet.engine.determination import RegimeName
from licet.regimes.regime import Regime
from licet.regimes.registry import PRIMARY, UnknownRegimeError, regimes, regimes_named, vocabulary_of
from licet.rules.vocabulary import Vocabulary
from licet.services.limits import LimitError

__all__ = ["adopted_regimes", "adopted_vocabulary", "not_examined", "read_regimes"]

_SETTING = "LICET_REGIMES"


def adopted_regimes(environment: Mapping[str, str] = os.environ) -> tuple[Regime, ...]:
    """The regimes of this installation: those that LICET_REGIMES names. Raises LimitError for one that is unknown."""
    try:
        return read_regimes(environment.get(_SETTING) or PRIMARY)
    except UnknownRegimeError as error:
        raise LimitError(f"{_SETTING}: {error}") from error


def adopted_vocabulary() -> Vocabulary:
    """The facts that a transaction may state in this installation."""
    return vocabulary_of(adopted_regimes())


def read_regimes(text: str) -> tuple[Regime, ...]:
    """The regimes that a text names, with commas between their codes; ``all`` names every one."""
    return tuple(regimes().values()) if text.strip() == "all" else regimes_named(text.split(","))


def not_examined(asked: Iterable[Regime]) -> tuple[RegimeName, ...]:
    """The regimes that Licet knows and that were not asked."""
    codes = {regime.code for regime in asked}
    return tuple(RegimeName(code, item.title) for code, item in regimes().items() if code not in codes)
