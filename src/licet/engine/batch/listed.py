"""Which list entries make a requirement true: ``listings_found`` of :mod:`licet.engine.reasons`, in columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.asking import Mask, OpenFacts
from licet.engine.batch.plan import Step

__all__ = ["ListedColumns"]

_TRUE = 2


@dataclass
class ListedColumns(OpenFacts):
    """Passes from a true step down to the listings on which it rests. ``found``: by line, their entries' states."""

    found: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    followed: ClassVar[int] = _TRUE

    def _to_members(self, step: Step, rows: Mask) -> None:
        (part,) = step.parts
        frame = self.evaluation.steps[part].frame
        if not frame.endswith(".listing"):
            super()._to_members(step, rows)
            return
        parent = self.evaluation.frame(frame).parent
        assert parent is not None
        self._found(frame, np.flatnonzero(rows[parent] & (self.evaluation.truths[part] == _TRUE)))

    def _found(self, frame: str, listings: NDArray[np.intp]) -> None:
        lines, states = self.evaluation.index("line", frame), self.evaluation.states[frame]
        for row in listings.tolist():
            self.found[int(lines[row])].add(int(states[row]))

    def _to_owners(self, step: Step, rows: Mask) -> None:
        (part,) = step.parts
        owners = self.evaluation.frame("owner")
        assert owners.parent is not None
        self._pass_to(part, rows[owners.parent])

    def _to_controls(self, step: Step, rows: Mask) -> None:
        """Reasons for control rest on no listing."""

    def _note(self, step: Step, rows: Mask) -> None:
        """A fact of the line is no listing."""
