"""Licet: may this transaction go ahead, as of this date, under which authority, and until when?

The names below are the public API; each is imported when it is first used. Everything else may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licet.engine.determination import Determination
    from licet.errors import LicetError
    from licet.model.transaction import Transaction
    from licet.name_screening import Match, Screener, Screening
    from licet.rules.answer import Answer, Light
    from licet.screening.comparison import Score, score
    from licet.workspace import Workspace, check, open_workspace, screen, to_wire

__all__ = [
    "Answer",
    "Determination",
    "LicetError",
    "Light",
    "Match",
    "Score",
    "Screener",
    "Screening",
    "Transaction",
    "Workspace",
    "check",
    "open_workspace",
    "score",
    "screen",
    "to_wire",
]

__version__ = "0.1.0"

_MODULES = {
    "Answer": "licet.rules.answer",
    "Determination": "licet.engine.determination",
    "LicetError": "licet.errors",
    "Match": "licet.name_screening",
    "Score": "licet.screening.comparison",
    "Screener": "licet.name_screening",
    "Screening": "licet.name_screening",
    "Light": "licet.rules.answer",
    "Transaction": "licet.model.transaction",
    "score": "licet.screening.comparison",
}
"""Where the public names are defined; those not named here, in :mod:`licet.workspace`."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_MODULES.get(name, "licet.workspace")), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
