"""Compile conditions into steps over columns.

Every distinct part of every rule becomes one step, whatever rules share it; a step knows the frame in whose
rows its truth varies, which is the outermost one possible, so that what does not hang on a party is worked
out once a line. Definitions are put in place by their text of the day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from licet.engine.batch.columns import ABOVE, code_of
from licet.rules.checks import SCOPED_PATHS, fields_read, nodes
from licet.rules.condition import (
    All,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Constant,
    Defined,
    Field,
    In,
    InTable,
    Is,
    Not,
    ShareAtLeast,
    Some,
    Stated,
    Unmodeled,
)
from licet.rules.rulebook import Rulebook

__all__ = ["Compiler", "Step", "control_frame", "frame_keys", "home_of"]

_FRAMES = ("line", *ABOVE, "")
"""Every frame, the outer ones first; by what stands before the colon, those of reasons for control too."""
_OF_CONTROLS = frozenset(f"control.{name}" for name in SCOPED_PATHS["control"])


@dataclass(frozen=True, slots=True)
class Step:
    """One operation. ``frame``: where its truth varies. ``node``: what it tests; ``parts``: the steps it joins."""

    op: str
    frame: str
    parts: tuple[int, ...] = ()
    node: Condition | None = None
    truth: int | None = None

    @property
    def reads(self) -> str:
        """The path that a leaf reads; nothing for other steps."""
        path: str = getattr(getattr(self.node, "field", None), "path", "")
        return path


def control_frame(keys: Iterable[str]) -> str:
    """The frame of the reasons for control of every distinct combination of some facts of a line: ``:`` and these."""
    return ":" + ",".join(sorted({"item.eccn", *keys}))


def frame_keys(frame: str) -> tuple[str, ...]:
    """The facts whose combinations a control frame holds; none for any other frame."""
    keys = frame.partition(":")[2]
    return tuple(keys.split(",")) if keys else ()


@dataclass(frozen=True, slots=True)
class _WholeCondition:
    """A condition, the days on which a definition in it may differ, and its step by its place between these."""

    node: Condition
    days: Sequence[date]
    steps: dict[int, int] = field(default_factory=dict)


@dataclass
class Compiler:
    """Turns conditions into steps, each distinct one once. ``known_as_of``: the law as published by that day."""

    book: Rulebook
    known_as_of: date | None = None
    steps: list[Step] = field(default_factory=list)
    _places: dict[Step, int] = field(default_factory=dict)
    _definitions: dict[tuple[str, int, str], int] = field(default_factory=dict)
    _definition_days: dict[str, Sequence[date]] = field(default_factory=dict)
    _whole: dict[int, _WholeCondition] = field(default_factory=dict)

    def whole(self, node: Condition, day: date) -> int:
        """The step of a condition outside every scope, compiled again only where a definition in it differs."""
        kept = self._whole.get(id(node))  # by identity, for to hash a tree takes as long as to compile it
        if kept is None:
            kept = self._whole[id(node)] = _WholeCondition(node, self._days_of(node))
        place = bisect_right(kept.days, day)
        if place not in kept.steps:
            kept.steps[place] = self.condition(node, day)
        return kept.steps[place]

    def condition(self, node: Condition, day: date, frame: str = "") -> int:
        """The step of a condition as the law stands on a day, within a frame (none: outside every scope)."""
        match node:
            case All(parts):
                return self._joined("all", [self.condition(part, day, frame) for part in parts])
            case Any(parts):
                return self._joined("any", [self.condition(part, day, frame) for part in parts])
            case Not(part):
                inner = self.condition(part, day, frame)
                return self._step(Step("not", self.steps[inner].frame, (inner,)))
            case Constant(value, _):
                return self._constant(code_of(value), frame)
            case Unmodeled():
                inner_frame = frame if frame_keys(frame) else "line"
                return self._step(Step("unmodeled", inner_frame, node=node, truth=code_of(None)))
            case Defined(rule_id):
                return self._defined(rule_id, day, frame)
            case Some("control", where):
                return self._control(where, day)
            case Some(scope, where) if (scope, frame) != ("owner", "owner"):
                return self._some(scope, where, day, frame)
            case ShareAtLeast(_, where) if frame == "party":
                inner = self._lifted(self.condition(where, day, "owner"), "owner")
                return self._step(Step("share", "party", (inner,), node))
            case InTable(_, key):
                paths = [part for part in key if isinstance(part, Field)]
                return self._step(Step("table", self._innermost(paths, frame), node=node))
            case (
                Is(field=read)
                | In(field=read)
                | AtMost(field=read)
                | AtLeast(field=read)
                | Stated(field=read)
            ):
                return self._step(Step("leaf", self._innermost([read], frame), node=node))
        raise TypeError(f"{type(node).__name__} is no node that can be compiled")

    def _step(self, step: Step) -> int:
        place = self._places.get(step)
        if place is None:
            place = self._places[step] = len(self.steps)
            self.steps.append(step)
        return place

    def _constant(self, truth: int, frame: str) -> int:
        return self._step(Step("constant", frame if frame_keys(frame) else "line", truth=truth))

    def _defined(self, rule_id: str, day: date, frame: str) -> int:
        key = (rule_id, bisect_right(self._days_of_definition(rule_id), day), frame)
        if key not in self._definitions:
            row = self.book.by_id[rule_id].at(day, self.known_as_of)
            tree = Constant(False, "not in force") if row is None else row.value.condition
            assert tree is not None  # a text not in force is no row
            self._definitions[key] = self.condition(tree, day, frame)
        return self._definitions[key]

    def _days_of(self, node: Condition) -> Sequence[date]:
        """The days on which a definition in a condition may differ, those inside definitions included."""
        used = {part.rule_id for part in nodes(node) if isinstance(part, Defined)}
        return sorted(set().union(*map(self._days_of_definition, used)))

    def _days_of_definition(self, rule_id: str) -> Sequence[date]:
        if rule_id not in self._definition_days:
            texts = self.book.by_id[rule_id].texts
            trees = [row.value.condition for row in texts.rows if row.value.condition is not None]
            days = set(texts.breakpoints).union(*map(self._days_of, trees))
            self._definition_days[rule_id] = sorted(days)
        return self._definition_days[rule_id]

    def _joined(self, op: str, parts: list[int]) -> int:
        """Join parts, those of outer frames first among themselves, so that little is worked out twice."""
        by_frame: dict[str, list[int]] = {}
        for part in dict.fromkeys(parts):
            by_frame.setdefault(self.steps[part].frame, []).append(part)
        joined: list[int] = []
        for frame in sorted(by_frame, key=_order):
            mine = [*(self._lifted(part, frame) for part in joined), *by_frame[frame]]
            joined = mine if len(mine) == 1 else [self._step(Step(op, frame, tuple(sorted(mine))))]
        (found,) = joined
        return found

    def _lifted(self, part: int, frame: str) -> int:
        """A step's truth repeated for every row of a frame below its own."""
        if self.steps[part].frame == frame:
            return part
        return self._step(Step("lift", frame, (part,)))

    def _some(self, scope: str, where: Condition, day: date, frame: str) -> int:
        holder = "owner" if frame == "owner" else "party"
        inside = f"{holder}.listing" if scope == "listing" else scope
        inner = self._lifted(self.condition(where, day, inside), inside)
        return self._step(Step("some", ABOVE[inside], (inner,)))

    def _control(self, where: Condition, day: date) -> int:
        inner = self.condition(where, day, control_frame(self._line_fields(where, day)))
        return self._step(Step("controls", "line", (inner,)))

    def _line_fields(self, where: Condition, day: date) -> set[str]:
        """The facts of the line that a condition on reasons for control reads, definitions included."""
        found = {read.path for read in fields_read(where)}
        for node in nodes(where):
            if isinstance(node, (Some, ShareAtLeast)):
                raise TypeError("a condition on reasons for control may not ask about parties")
            if isinstance(node, Defined):
                row = self.book.by_id[node.rule_id].at(day, self.known_as_of)
                if row is not None:
                    assert row.value.condition is not None  # a text not in force is no row
                    found |= self._line_fields(row.value.condition, day)
        if "control.reaches" in found:
            found.add("destination")
        if "control.applies" in found:
            found.update(self.book.resolvers.control_facts)
        return found - _OF_CONTROLS

    def _innermost(self, fields: list[Field], frame: str) -> str:
        """The outermost frame in which all of the fields can be read."""
        if frame_keys(frame):
            return frame
        return max((home_of(item.path, frame) for item in fields), key=_order)


def home_of(path: str, frame: str) -> str:
    """The frame in which a fact stands, as seen from within a frame."""
    scope = path.rpartition(".")[0]
    if scope == "listing":
        return frame
    return scope if scope in {"party", "owner"} else "line"


def _order(frame: str) -> int:
    """The place of a frame among all, the outer ones first."""
    return _FRAMES.index(frame.partition(":")[0])
