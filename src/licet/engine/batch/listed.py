"""Which list entries make a requirement true: ``listings_found`` of :mod:`licet.engine.reasons`, in columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.asking import Asking, Mask
from licet.engine.batch.plan import Step

__all__ = ["Listed"]

_TRUE = 2


@dataclass
class Listed(Asking):
    """Passes from a true step down to the listings on which it rests. ``found``: by line, their entries' states."""

    found: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def _pass_to(self, place: int, rows: Mask) -> None:
        rows = rows & (self.evaluation.truths[place] == _TRUE)
        if rows.any():
            known = self._asked.get(place)
            self._asked[place] = rows if known is None else known | rows

    def _to_parts(self, step: Step, rows: Mask) -> None:
        for part in step.parts:
            self._pass_to(part, rows)

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
        lines = self.evaluation.index("line", frame)[listings].tolist()
        for line, state in zip(lines, self.evaluation.states[frame][listings].tolist(), strict=True):
            self.found[line].add(state)

    def _to_owners(self, step: Step, rows: Mask) -> None:
        (part,) = step.parts
        owners = self.evaluation.frame("owner")
        assert owners.parent is not None
        self._pass_to(part, rows[owners.parent])

    def _to_controls(self, step: Step, rows: Mask) -> None:
        """Reasons for control rest on no listing."""

    def _note(self, step: Step, rows: Mask) -> None:
        """A fact of the line is no listing."""
