"""Which facts the open rules of undetermined lines hang on: the walk of :mod:`licet.engine.needs`, in columns.

From every open rule the question is passed down to those of its parts that are open, for the lines concerned,
until it comes to facts that nobody stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.columns import TRUTH_VALUES
from licet.engine.batch.evaluate import Evaluation
from licet.engine.batch.plan import Step
from licet.engine.needs import GATES, list_code
from licet.engine.view import DERIVED, TARIFF_CODE, TARIFF_DIGITS
from licet.model.fields import FIELDS
from licet.rules.condition import Field, InTable, Unmodeled

__all__ = ["NOT_HELD", "Mask", "OpenFacts"]

Mask = NDArray[np.bool_]
NOT_HELD = "law:"
"""Stands before the id of a section of ``coverage.toml`` that is not held, among the paths of facts."""
_OPEN = 1


@dataclass
class OpenFacts:
    """Passes questions down the steps of an evaluation.

    ``lines``: by path, the lines for which it is to be found out. ``members``: by line, the paths of facts of
    one of its parties. ``followed``: the truth of the steps that are walked.
    """

    evaluation: Evaluation
    lines: dict[str, Mask] = field(default_factory=dict)
    members: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    followed: ClassVar[int] = _OPEN
    _asked: dict[int, Mask] = field(default_factory=dict)

    def ask(self, seeds: Mapping[int, Mask]) -> None:
        """Pass the questions of some steps down, each for its lines."""
        for place, lines in seeds.items():
            self._pass_to(place, lines)
        while self._asked:
            place = max(self._asked)  # a step stands after all that it rests on
            self._down(self.evaluation.steps[place], self._asked.pop(place))

    def _pass_to(self, place: int, rows: Mask) -> None:
        rows = rows & (self.evaluation.truths[place] == self.followed)
        if rows.any():
            known = self._asked.get(place)
            self._asked[place] = rows if known is None else known | rows

    def _down(self, step: Step, rows: Mask) -> None:
        match step.op:
            case "all" | "any" | "not":
                self._to_parts(step, rows)
            case "lift":
                self._up(step, rows)
            case "some":
                self._to_members(step, rows)
            case "controls":
                self._to_controls(step, rows)
            case "share":
                self._to_owners(step, rows)
            case "leaf" | "table":
                self._note(step, rows)
            case "unmodeled":
                assert isinstance(step.node, Unmodeled)
                self._noted(step.frame, f"{NOT_HELD}{step.node.section}", rows)
            case _:
                pass  # a constant hangs on nothing

    def _to_parts(self, step: Step, rows: Mask) -> None:
        """To the open parts; where one of them is a gate, nothing that hangs on it is asked."""
        steps = self.evaluation.steps
        gates = [part for part in step.parts if step.op == "all" and steps[part].reads in GATES]
        gated = np.zeros(len(rows), np.bool_)
        for part in gates:
            gated |= self.evaluation.truths[part] == _OPEN
        for part in step.parts:
            self._pass_to(part, rows if part in gates else rows & ~gated)

    def _up(self, step: Step, rows: Mask) -> None:
        """From the rows of a frame to the rows above them whose truth was repeated there."""
        (part,) = step.parts
        self._pass_to(part, self._above(self.evaluation.steps[part].frame, step.frame, rows))

    def _above(self, upper: str, lower: str, rows: Mask) -> Mask:
        """The rows of an upper frame on which some rows of a lower one hang."""
        above = np.zeros(self.evaluation.size(upper), np.bool_)
        above[self.evaluation.index(upper, lower)[rows]] = True
        return above

    def _to_members(self, step: Step, rows: Mask) -> None:
        (part,) = step.parts
        frame = self.evaluation.frame(self.evaluation.steps[part].frame)
        assert frame.parent is not None
        inner = rows[frame.parent]
        self._pass_to(part, inner if frame.up is None else inner & (frame.up == 0))

    def _to_owners(self, step: Step, rows: Mask) -> None:
        """To all owners of a party, and to the shares of those that count or may."""
        (part,) = step.parts
        owners = self.evaluation.frame("owner")
        assert owners.parent is not None
        assert owners.share is not None
        concerned = rows[owners.parent]
        self._pass_to(part, concerned)
        counting = self.evaluation.counting(step) > 0
        for owner in np.flatnonzero(concerned & counting & (owners.share < 0)).tolist():
            self._member("owner", owner, f"{self._owner_path(owner)}.percent")

    def _to_controls(self, step: Step, rows: Mask) -> None:
        """Into the reasons for control, which lines share: what is asked there is asked for each line concerned."""
        (part,) = step.parts
        held = self.evaluation.controls_of(self.evaluation.steps[part].frame)
        self._line("item.eccn", rows & held.unknown[held.of_line])
        inside = _Inside(self.evaluation)
        inside.ask({part: np.ones(len(held.line), np.bool_)})
        for path, open_rows in inside.lines.items():
            combos = np.zeros(len(held.unknown), np.bool_)
            combos[held.combo[open_rows]] = True
            self._noted_line(path, rows & combos[held.of_line])

    def _line(self, path: str, lines: Mask) -> None:
        if lines.any():
            known = self.lines.get(path)
            self.lines[path] = lines if known is None else known | lines

    def _note(self, step: Step, rows: Mask) -> None:
        for path, some in self._unstated(step, rows):
            self._noted(step.frame, path, some)

    def _unstated(self, step: Step, rows: Mask) -> Iterable[tuple[str, Mask]]:
        """The first field of a leaf or look-up that has no value, by row."""
        if isinstance(step.node, InTable):
            fields = [part.path for part in step.node.key if isinstance(part, Field)]
        else:
            fields = [step.reads]
        left = rows
        for path in fields:
            column = self.evaluation.lowered(path, step.frame)
            nothing = np.array([value is None for value in column.values], np.bool_)[column.codes]
            yield path, left & nothing
            left = left & ~nothing

    def _noted(self, frame: str, path: str, rows: Mask) -> None:
        scope, _, name = path.rpartition(".")
        if frame == "line":
            self._noted_line(path, rows)
        elif path in DERIVED:
            self._noted_place(name, rows)
        elif path == "listing.covers_item":
            self._line("facts.entry_covers_item", self._above("line", frame, rows))
        elif scope in {"party", "owner", "listing"}:
            for row in np.flatnonzero(rows).tolist():
                self._member(frame, row, self._member_path(frame, row, _STATED_AS.get(name, name)))
        else:  # a fact of the line, read among its parties
            self._noted_line(path, self._above("line", frame, rows))

    def _noted_place(self, name: str, rows: Mask) -> None:
        """What would say where parties are: a fact of the line, or one of the party."""
        placed = self.evaluation.placed(name)
        for row in np.flatnonzero(rows).tolist():
            _, path = placed.found[placed.of_row[row]]
            of_party = path in {"address", "country"}
            self._member("party", row, self._member_path("party", row, path) if of_party else path)

    def _noted_line(self, path: str, lines: Mask) -> None:
        if not path.startswith("item.is."):
            self._line(TARIFF_CODE if path in TARIFF_DIGITS else FIELDS.stand_ins.get(path, path), lines)
            return
        flags, asked = self.evaluation.asked_of_item(path.removeprefix("item.is."))
        for number, fact in enumerate(asked, len(TRUTH_VALUES)):
            self._line(fact, lines & (flags == number))

    def _member(self, frame: str, row: int, path: str) -> None:
        self.members[int(self.evaluation.index("line", frame)[row])].add(path)

    def _member_path(self, frame: str, row: int, name: str) -> str:
        if frame == "party":
            return f"{self._party_path(row)}.{name}"
        if frame == "owner":
            return f"{self._owner_path(row)}.{name}"
        listings = self.evaluation.frame(frame)
        assert listings.parent is not None
        entry = self.evaluation.lines.entries[int(listings.columns["listing.entry"].codes[row])]
        if name != "same_party":
            return f"{NOT_HELD}{list_code(entry)}"
        holder = int(listings.parent[row])
        where = self._party_path(holder) if frame == "party.listing" else self._owner_path(holder)
        return f"{where}.dispositions[{entry.entry_id}]"

    def _party_path(self, party: int) -> str:
        parent = self.evaluation.frame("party").parent
        assert parent is not None
        return f"parties[{_within(parent, party)}]"

    def _owner_path(self, owner: int) -> str:
        owners = self.evaluation.frame("owner")
        assert owners.up is not None
        assert owners.parent is not None
        held = np.where(owners.up, np.arange(owners.size) - owners.up, ~owners.parent)
        place = np.searchsorted(np.flatnonzero(held == held[owner]), owner)
        up = int(owners.up[owner])
        where = self._owner_path(owner - up) if up else self._party_path(int(owners.parent[owner]))
        return f"{where}.owners[{place}]"


class _Inside(OpenFacts):
    """Questions within reasons for control: noted by the rows there, whatever their lines."""

    def _noted(self, frame: str, path: str, rows: Mask) -> None:
        if path == "control.applies":
            held = self.evaluation.controls_of(frame)
            asks = np.array(self.evaluation.world.control_values("asked"))[held.line]
            for fact in dict.fromkeys(asks[rows].tolist()):
                self._line(fact, rows & (asks == fact))
        elif path == "control.reaches":
            self._line("destination", rows)
        elif path.startswith("control."):
            held = self.evaluation.controls_of(frame)
            for row in np.flatnonzero(rows).tolist():
                only = np.zeros(len(rows), np.bool_)
                only[row] = True
                name = path.removeprefix("control.")
                self._line(f"item.controls[{_within(held.combo, row)}].{name}", only)
        else:
            self._line(path, rows)


_STATED_AS = {"known": "name", "owners_stated": "owners"}


def _within(parent: NDArray[np.intp], row: int) -> int:
    """The place of a row among those that hang on the same row."""
    return row - int(np.searchsorted(parent, parent[row]))
