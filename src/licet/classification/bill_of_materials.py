"""What a product is made of: controlled US content from its parts upward, as an interval while parts are unknown.

Every part has a value of its own; an assembly adds its parts. A part is controlled US content when it is of US origin
and its ECCN is one that needs a license for the destination; which ECCNs these are is the caller's to say. A part of
which that is not known counts between nothing and all of its value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from licet.errors import LicetError

__all__ = ["AssemblyContent", "Bill", "BillError", "BomLine", "ControlledContent"]

Controlled = Callable[[str], bool | None]
"""Whether an ECCN counts as controlled for the destination; None: not known."""


class BillError(LicetError, ValueError):
    """A bill that cannot be read; ``problems`` names row or component, column and value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class BomLine:
    """A part within an assembly. ``value``: of one part alone, without its own parts; None: not known.

    ``eccn``, ``origin``: empty where not known.
    """

    assembly: str
    part: str
    quantity: float
    value: float | None
    eccn: str = ""
    origin: str = ""
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class ControlledContent:
    """The controlled share of a product, in percent of its value, between two bounds.

    ``deciding``: for each limit the parts whose answer alone would decide whether it is exceeded, the weightiest
    first, with supplier; ``unknown``: the parts that are open; ``no_value``: those whose value is not known, so that
    no bound can be trusted.
    """

    lower: float
    upper: float
    unknown: tuple[str, ...]
    deciding: Mapping[float, tuple[tuple[str, str], ...]]
    no_value: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssemblyContent:
    """What one assembly is made of, from all parts below it.

    ``lower``, ``upper``: controlled US content in percent of its value; ``eccns``, ``origins``: those that are known;
    ``unknown``: the parts whose ECCN or origin is not, or whose value is not. ``level``: 0 is the product.
    """

    assembly: str
    level: int
    lower: float
    upper: float
    eccns: tuple[str, ...]
    origins: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(slots=True)
class _Below:
    """What adds up below an assembly, for one of it."""

    total: float = 0.0
    lower: float = 0.0
    upper: float = 0.0
    valued: bool = True
    eccns: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def add(self, other: _Below, amount: float) -> None:
        """Add so many of another."""
        self.total += other.total * amount
        self.lower += other.lower * amount
        self.upper += other.upper * amount
        self.valued = self.valued and other.valued
        self.eccns |= other.eccns
        self.origins |= other.origins
        self.unknown |= other.unknown


class Bill:
    """A bill of materials: assemblies and their parts, to any depth. Raises BillError on a part within itself."""

    def __init__(self, lines: list[BomLine]) -> None:
        self.lines = lines
        self._below: dict[str, list[BomLine]] = defaultdict(list)
        for line in lines:
            self._below[line.assembly].append(line)
        parts = {line.part for line in lines}
        self.roots = tuple(assembly for assembly in self._below if assembly not in parts)
        if not self.roots:
            raise BillError(["every assembly is a part of another: one lies within itself"])

    def content(
        self, controlled: Controlled, *, limits: tuple[float, ...] = (10, 25), root: str = ""
    ) -> ControlledContent:
        """The controlled US content of a product, by default of the first that is part of no other."""
        amounts = self._amounts(root or self.roots[0])
        total = lower = 0.0
        open_values: dict[str, float] = defaultdict(float)
        no_value = []
        suppliers = {}
        for line, amount in amounts:
            if line.value is None:
                no_value.append(line.part)
                continue
            value = line.value * amount
            total += value
            counts = _counts(line, controlled)
            if counts:
                lower += value
            elif counts is None and value:
                open_values[line.part] += value
                suppliers[line.part] = line.supplier
        upper = lower + sum(open_values.values())
        share = 100 / total if total else 0.0
        deciding = {
            limit: tuple(
                (part, suppliers[part]) for part in _deciding(open_values, lower, upper, limit / share)
            )
            for limit in limits
            if share
        }
        by_weight = sorted(open_values, key=lambda part: (-open_values[part], part))
        if no_value:
            return ControlledContent(0.0, 100.0, tuple(by_weight), deciding, tuple(dict.fromkeys(no_value)))
        return ControlledContent(lower * share, upper * share, tuple(by_weight), deciding)

    def filled(self, known: Callable[[str], tuple[str, str, str]]) -> Bill:
        """The bill with ECCN, origin and supplier taken from elsewhere where its lines leave them out."""
        lines = []
        for line in self.lines:
            eccn, origin, supplier = known(line.part)
            named = line.eccn or eccn, line.origin or origin, line.supplier or supplier
            lines.append(replace(line, eccn=named[0], origin=named[1], supplier=named[2]))
        return Bill(lines)

    def assemblies(self, controlled: Controlled, *, root: str = "") -> tuple[AssemblyContent, ...]:
        """Every assembly below a product, each with what flows up to it, the product first."""
        top = root or self.roots[0]
        order = [name for name in self._order(top) if name in self._below]
        below: dict[str, _Below] = {}
        for assembly in reversed(order):
            found = below[assembly] = _Below()
            for line in self._below[assembly]:
                found.add(_own(line, controlled), line.quantity)
                if line.part in below:
                    found.add(below[line.part], line.quantity)
        levels = {top: 0}
        for assembly in order:
            for line in self._below[assembly]:
                levels[line.part] = max(levels.get(line.part, 0), levels[assembly] + 1)
        return tuple(_content_of(assembly, levels[assembly], below[assembly]) for assembly in order)

    def _amounts(self, root: str) -> list[tuple[BomLine, float]]:
        """Every line below a product with how many of it one product holds in all."""
        order = self._order(root)
        amounts: dict[str, float] = defaultdict(float, {root: 1.0})
        found = []
        for assembly in order:
            for line in self._below.get(assembly, ()):
                amount = amounts[assembly] * line.quantity
                amounts[line.part] += amount
                found.append((line, amount))
        return found

    def _order(self, root: str) -> list[str]:
        """Assemblies before their parts. Raises BillError where one lies within itself."""
        order: list[str] = []
        state: dict[str, bool] = {}
        stack: list[tuple[str, Iterator[BomLine]]] = [(root, iter(self._below.get(root, ())))]
        state[root] = False
        while stack:
            name, parts = stack[-1]
            line = next(parts, None)
            if line is None:
                state[name] = True
                order.append(name)
                stack.pop()
            elif state.get(line.part) is False:
                raise BillError([f"{line.part} lies within itself"])
            elif line.part not in state:
                state[line.part] = False
                stack.append((line.part, iter(self._below.get(line.part, ()))))
        return order[::-1]


def _own(line: BomLine, controlled: Controlled) -> _Below:
    """A part by itself, without its own parts."""
    counts, value = _counts(line, controlled), line.value or 0.0
    open_ = line.value is None or (counts is None and value > 0)
    return _Below(
        value, value if counts else 0.0, 0.0 if counts is False else value, line.value is not None,
        {line.eccn} - {""}, {line.origin.upper()} - {""}, {line.part} if open_ else set(),
    )  # fmt: skip


def _content_of(assembly: str, level: int, found: _Below) -> AssemblyContent:
    share = 100 / found.total if found.total else 0.0
    bounds = (found.lower * share, found.upper * share) if found.valued else (0.0, 100.0)
    return AssemblyContent(
        assembly, level, *bounds, tuple(sorted(found.eccns)), tuple(sorted(found.origins)),
        tuple(sorted(found.unknown)),
    )  # fmt: skip


def _counts(line: BomLine, controlled: Controlled) -> bool | None:
    us = None if not line.origin else line.origin.upper() == "US"
    listed = controlled(line.eccn) if line.eccn else None
    return False if us is False or listed is False else None if us is None or listed is None else True


def _deciding(open_values: Mapping[str, float], lower: float, upper: float, limit: float) -> list[str]:
    """The parts one answer on which settles whether the limit is exceeded, whatever the other parts are."""
    if lower > limit or upper <= limit:
        return []
    found = [part for part, value in open_values.items() if lower + value > limit or upper - value <= limit]
    return sorted(found, key=lambda part: (-open_values[part], part))
