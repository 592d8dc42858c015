"""The limits of green answers that an installation sets, from the environment (docs/guide/settings.md)."""

from __future__ import annotations

import os
from collections.abc import Mapping

from licet.engine.answer_policy import PART_746, AnswerPolicy
from licet.errors import LicetError
from licet.regimes.registry import primary

__all__ = ["LimitError", "answer_policy"]


class LimitError(LicetError, ValueError):
    """A limit that cannot be used; the text names the setting."""


def answer_policy(environment: Mapping[str, str] = os.environ) -> AnswerPolicy:
    """The limits of this installation. Raises LimitError."""
    default = AnswerPolicy()
    return AnswerPolicy(
        _days(environment, "LICET_LIST_DAYS", default.list_days),
        _days(environment, "LICET_LAW_DAYS", default.law_days),
        _groups(environment.get("LICET_OWNERSHIP_GROUPS"), default.ownership_groups),
    )


def _days(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name)
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise LimitError(f"{name}: {text!r} is no whole number of days above 0")
    return int(text)


def _groups(text: str | None, default: tuple[str, ...]) -> tuple[str, ...]:
    if not text:
        return default
    named = tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))
    known = {group for _, group in primary().rulebook.tables["country_groups"].raw} | {PART_746}
    unknown = [group for group in named if group not in known]
    if unknown or not named:
        raise LimitError(f"LICET_OWNERSHIP_GROUPS: {', '.join(unknown) or text!r} is no Country Group")
    return named
