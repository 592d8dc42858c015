"""How the form of an act is laid out: what it begins with, carries along, and lets one pick."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["FormPlan", "Options", "option"]

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FormPlan:
    """The layout of a form.

    ``start``: the document that it begins with; ``hidden``: paths, without the numbers of rows, that are carried and
    not shown; ``options``: what may be picked at a path; ``spare``: empty rows at a path of rows; ``titles``: of the
    rows at a path.
    """

    start: Mapping[str, Any] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    options: Mapping[str, Options] = field(default_factory=dict)
    spare: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, Sequence[str]] = field(default_factory=dict)


def option(value: Any) -> str:
    """A plain value as the value of a box."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
