"""Evaluate a plan on lines: every step once, in arrays of three-valued truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from licet.engine.batch.columns import (
    ABOVE,
    SHARE_SCALE,
    TRUTH_VALUES,
    Column,
    Frame,
    Lines,
    Truths,
    code_of,
)
from licet.engine.batch.plan import Step, frame_keys, home_of
from licet.engine.batch.world import World
from licet.engine.leaves import Leaf
from licet.engine.view import (
    DERIVED,
    HINTS_OF_ITEM,
    HINTS_OF_PARTY,
    OCCUPIED,
    TARIFF_CODE,
    TARIFF_DIGITS,
    elsewhere,
    first_digits,
    item_hints,
    party_hints,
)
from licet.model.fields import FIELDS
from licet.rules.condition import CascadingShareAtLeast, Field, InTable, ShareAtLeast
from licet.rules.rulebook import Rulebook

__all__ = ["Evaluation"]


@dataclass
class _ControlColumns:
    """Every distinct combination of some facts, with the reasons for control of its item.

    ``of_line``: the combination of each line. ``combo`` and ``line``: by row, its combination and its reason.
    ``unknown``: the combinations whose item is not in the table.
    """

    columns: dict[str, Column]
    of_line: NDArray[np.intp]
    combo: NDArray[np.intp]
    line: NDArray[np.intp]
    unknown: NDArray[np.bool_]


@dataclass
class Evaluation:
    """The truth of steps for some lines. ``states``: by frame of listings, the state of each row's entry."""

    steps: Sequence[Step]
    lines: Lines
    world: World
    day: date
    states: dict[str, NDArray[np.intp]]
    truths: dict[int, Truths] = field(default_factory=dict)
    _columns: dict[tuple[str, str], Column] = field(default_factory=dict)
    _combinations: dict[str, _ControlColumns] = field(default_factory=dict)
    _indices: dict[tuple[str, str], NDArray[np.intp]] = field(default_factory=dict)

    def run(self, places: Iterable[int]) -> None:
        """Work out steps, each after those that it joins."""
        for place in places:
            step = self.steps[place]
            self.truths[place] = getattr(self, f"_{step.op}")(step)

    def move_to(self, day: date, states: dict[str, NDArray[np.intp]], *, controls_differ: bool) -> None:
        """Go to a later day; the steps that may differ then are to be run again."""
        self.day, self.states = day, states
        self._columns = {key: column for key, column in self._columns.items() if not _moves(key[0])}
        if controls_differ:
            self._combinations.clear()

    def _constant(self, step: Step) -> Truths:
        return np.full(self.size(step.frame), step.truth, np.uint8)

    def _unmodeled(self, step: Step) -> Truths:
        return self._constant(step)

    def _all(self, step: Step) -> Truths:
        return self._joined(step, np.minimum)

    def _any(self, step: Step) -> Truths:
        return self._joined(step, np.maximum)

    def _joined(self, step: Step, join: np.ufunc) -> Truths:
        first, second, *rest = (self.truths[part] for part in step.parts)
        out: Truths = join(first, second)
        for ndarray in rest:
            join(out, ndarray, out=out)
        return out

    def _not(self, step: Step) -> Truths:
        return np.uint8(2) - self.truths[step.parts[0]]

    def _lift(self, step: Step) -> Truths:
        inner = self.truths[step.parts[0]]
        frame = self.steps[step.parts[0]].frame
        return inner[self.index(frame, step.frame)]

    def index(self, upper: str, lower: str) -> NDArray[np.intp]:
        """For each row of a lower frame, its row in an upper one."""
        key = (upper, lower)
        if key not in self._indices:
            parent = self.frame(lower).parent
            assert parent is not None
            direct = ABOVE[lower] == upper
            self._indices[key] = parent if direct else self.index(upper, ABOVE[lower])[parent]
        return self._indices[key]

    def _some(self, step: Step) -> Truths:
        name = self.steps[step.parts[0]].frame
        frame, inner = self.frame(name), self.truths[step.parts[0]]
        if frame.up is not None:
            inner = np.where(frame.up, np.uint8(0), inner)  # the party's own owners alone
        assert frame.parent is not None
        return _most(inner, frame.parent, self.size(step.frame))

    def controls_of(self, name: str) -> _ControlColumns:
        if name not in self._combinations:
            self._combinations[name] = self._find_controls(name)
        return self._combinations[name]

    def _find_controls(self, name: str) -> _ControlColumns:
        keys = frame_keys(name)
        columns = [self._stated("line", key) for key in keys]
        joined = np.zeros(self.lines.size, np.intp)
        for column in columns:
            joined = joined * len(column.values) + column.codes
        distinct, of_line = np.unique(joined, return_inverse=True)
        codes = np.unravel_index(distinct, [len(column.values) for column in columns])
        eccns = columns[keys.index("item.eccn")].values
        printed = [
            self.world.controls(
                eccns[combination[keys.index("item.eccn")]],
                self.day,
                {
                    key: column.values[code]
                    for key, column, code in zip(keys, columns, combination, strict=True)
                    if key in self.world.book.resolvers.control_said
                },
            )
            for combination in zip(*codes, strict=True)
        ]
        combo = np.repeat(np.arange(len(printed)), [len(lines or ()) for lines in printed])
        line = np.array([number for lines in printed for number in lines or ()], np.intp)
        known = {key: Column(codes[place][combo], columns[place].values) for place, key in enumerate(keys)}
        unknown = np.array([lines is None for lines in printed], np.bool_)
        return _ControlColumns(known, of_line.astype(np.intp), combo.astype(np.intp), line, unknown)

    def _controls(self, step: Step) -> Truths:
        held = self.controls_of(self.steps[step.parts[0]].frame)
        truths = _most(self.truths[step.parts[0]], held.combo, len(held.unknown))
        truths[held.unknown] = 1
        return truths[held.of_line]

    def _share(self, step: Step) -> Truths:
        return self._owned(step)[0]

    def counting(self, step: Step) -> Truths:
        """By owner, whether it counts towards a share, by itself or because it is so owned."""
        return self._owned(step)[1]

    def _owned(self, step: Step) -> tuple[Truths, Truths]:
        node = step.node
        assert isinstance(node, ShareAtLeast)
        cascading = isinstance(node, CascadingShareAtLeast)
        return _owned(
            self.frame("owner"), self.truths[step.parts[0]], node.percent, self.size("party"), cascading
        )

    def _leaf(self, step: Step) -> Truths:
        node = step.node
        assert isinstance(node, Leaf)
        column = self._column(step.frame, node.field.path)
        return np.take(self.world.leaf(node, column), column.codes)

    def _table(self, step: Step) -> Truths:
        node = step.node
        assert isinstance(node, InTable)
        fields = [part for part in node.key if isinstance(part, Field)]
        columns = [self.lowered(part.path, step.frame) for part in fields]
        wanted = np.zeros(len(columns[0].codes), np.intp)
        for column in columns:
            wanted = wanted * len(column.values) + column.codes
        return np.take(self.world.table(node, columns, self.day, wanted), wanted)

    def lowered(self, path: str, frame: str) -> Column:
        """A column as seen from a frame below its own."""
        home = frame if frame_keys(frame) else home_of(path, frame)
        column = self._column(home, path)
        return column if home == frame else Column(column.codes[self.index(home, frame)], column.values)

    def _column(self, frame: str, path: str) -> Column:
        key = (frame, path)
        if key not in self._columns:
            self._columns[key] = self._read(frame, path)
        return self._columns[key]

    def _read(self, frame: str, path: str) -> Column:
        """Every path as :meth:`licet.engine.view.View.read` reads it."""
        scope, _, name = path.rpartition(".")
        if frame_keys(frame):
            return self._read_control(frame, path)
        if scope == "listing" and name != "same_party":
            return self._read_listing(frame, name)
        if path in DERIVED:
            return Column(self.placed(name).codes, TRUTH_VALUES)
        return self._understood(path, self._stated(frame, path))

    def _stated(self, frame: str, path: str) -> Column:
        """A column as stated, values that the rulebook has never heard of included."""
        scope, _, name = path.rpartition(".")
        if scope == "item.is":
            return self._read_flag(name)
        if path == "item.located_in_us":
            return self._read_located()
        if path in FIELDS.stand_ins:
            return self._read_or(self._given(frame, path), self._given(frame, FIELDS.stand_ins[path]))
        if path == HINTS_OF_ITEM:
            return self._hints(("item.description", TARIFF_CODE), frame, item_hints)
        if path == HINTS_OF_PARTY:
            return self._hints(("party.name", "party.address"), frame, party_hints)
        if path in TARIFF_DIGITS:
            codes = self._given(frame, TARIFF_CODE)
            return Column(
                codes.codes, tuple(first_digits(code, TARIFF_DIGITS[path]) for code in codes.values)
            )
        return self._given(frame, path)

    def _hints(
        self, paths: tuple[str, str], frame: str, read: Callable[[object, object, Rulebook], tuple[str, ...]]
    ) -> Column:
        """What two texts name, each distinct pair of them read once."""
        first, second = (self._given(frame, path) for path in paths)
        joined = first.codes.astype(np.int64) * len(second.values) + second.codes
        distinct, of_row = np.unique(joined, return_inverse=True)
        size = len(second.values)
        named = [
            read(first.values[pair // size], second.values[pair % size], self.world.book) for pair in distinct
        ]
        values = {value: place for place, value in enumerate(dict.fromkeys(named))}
        return Column(np.array([values[value] for value in named], np.intp)[of_row], tuple(values))

    def _read_or(self, column: Column, other: Column) -> Column:
        """A column, and where it states nothing, or less than another one, that one."""
        if all(value is None for value in column.values):
            return other
        values = tuple(
            least
            if not isinstance(value, Decimal) or (isinstance(least, Decimal) and least > value)
            else value
            for value in column.values
            for least in other.values
        )
        return Column(column.codes.astype(np.intp) * len(other.values) + other.codes, values)

    def _given(self, frame: str, path: str) -> Column:
        """A column as given; one that is not is of nothing stated."""
        column = self.frame(frame).columns.get(path)
        return Column(np.zeros(self.size(frame), np.intp), (None,)) if column is None else _indexing(column)

    def _understood(self, path: str, column: Column) -> Column:
        """A column without the values that the rulebook has never heard of."""
        known = {"destination": self.world.book.destinations, "end_use": self.world.book.end_uses}.get(path)
        return self.world.only(column, known) if known else column

    def placed(self, name: str) -> _PlacedColumns:
        """By party, what is known under a name of :data:`DERIVED`."""
        if name == "destination_confirmed":
            return _PlacedColumns.of((), lambda: (None, "destination"), self.size("party"))
        country = self._column("party", "party.country")
        if name == "elsewhere":
            return _PlacedColumns.of(
                (country, self.lowered("destination", "party")), _elsewhere, self.size("party")
            )
        columns = (self._column("party", "party.address"), country, self.lowered(OCCUPIED, "party"))
        return _PlacedColumns.of(columns, self.world.in_occupied_region, self.size("party"))

    def _read_control(self, frame: str, path: str) -> Column:
        held = self.controls_of(frame)
        if not path.startswith("control."):
            return self._understood(path, held.columns[path])
        if path == "control.reaches":
            to = held.columns["destination"]
            pairs = held.line * len(to.values) + to.codes
            distinct, back = np.unique(pairs, return_inverse=True)
            found = [
                self.world.reaches(
                    int(pair) // len(to.values), to.values[int(pair) % len(to.values)], self.day
                )
                for pair in distinct
            ]
            return Column(np.array(found, np.intp)[back], TRUTH_VALUES)
        if path == "control.applies":
            return self._read_applies(held)
        return Column(held.line, self.world.control_values(path.removeprefix("control.")))

    def _read_applies(self, held: _ControlColumns) -> Column:
        """By row whether the line covers the item; where words decide, as the fact says that the line asks for."""
        lines = self.world.control_lines
        numbers, of_row = np.unique(held.line, return_inverse=True)
        unsaid = [code_of(lines[number].applies_as_stated(None)) for number in numbers]
        codes = np.array(unsaid, np.intp)[of_row]
        asks = self.world.control_values("asks")
        for path in dict.fromkeys(asks):
            if path not in held.columns or held.columns[path].values == (None,):
                continue
            said = held.columns[path]
            for number in numbers:
                if asks[number] == path:
                    known = [code_of(lines[number].applies_as_stated(value)) for value in said.values]
                    here = held.line == number
                    codes[here] = np.array(known, np.intp)[said.codes[here]]
        return Column(codes, TRUTH_VALUES)

    def _read_listing(self, frame: str, name: str) -> Column:
        states = self.states[frame]
        if name != "covers_item":
            return Column(states, self.world.listing_values(name))
        eccn, said = self.lowered("item.eccn", frame), self.lowered("facts.entry_covers_item", frame)
        covers = self.world.covers(states, eccn)
        return Column(np.where(covers == 1, _truths(said), covers), TRUTH_VALUES)

    def _read_flag(self, name: str) -> Column:
        """What the tables say of the item; where they leave it to a person's reading, what that person says."""
        truths, asked = self.asked_of_item(name)
        for number, path in enumerate(asked):
            here = truths == len(TRUTH_VALUES) + number
            stated = path.startswith("facts.")  # else the item itself must be told in more detail
            truths[here] = _truths(self._column("line", path))[here] if stated else code_of(None)
        return Column(truths, TRUTH_VALUES)

    def asked_of_item(self, name: str) -> tuple[NDArray[np.intp], tuple[str, ...]]:
        """By line what the tables say of the item, and the facts to which codes beyond the truths point."""
        eccn = self._column("line", "item.eccn")
        flags, asked = self.world.flags(name, eccn)
        return flags[eccn.codes], asked

    def _read_located(self) -> Column:
        stated, action = (self._given("line", path) for path in ("item.located_in_us", "action"))
        found = self.world.located(stated.values, action.values)
        return Column(stated.codes * len(action.values) + action.codes, found)

    def frame(self, name: str) -> Frame:
        frame = self.lines.frames.get(name)
        return _EMPTY if frame is None else frame

    def size(self, name: str) -> int:
        """The number of rows of a frame."""
        return len(self.controls_of(name).line) if frame_keys(name) else self.frame(name).size


@dataclass(frozen=True, slots=True)
class _PlacedColumns:
    """Where parties are: ``found`` holds truths and the paths of what would decide them, ``of_row`` places in it."""

    found: list[tuple[bool | None, str]]
    of_row: NDArray[np.intp]

    @classmethod
    def of(
        cls, columns: Sequence[Column], read: Callable[..., tuple[bool | None, str]], size: int
    ) -> _PlacedColumns:
        """Read every distinct combination of values once."""
        joined = np.zeros(size, np.int64)
        for column in columns:
            joined = joined * len(column.values) + column.codes
        distinct, of_row = np.unique(joined, return_inverse=True)
        places = np.unravel_index(distinct, [len(column.values) for column in columns]) if columns else ()
        values = [
            [column.values[code] for code in codes] for column, codes in zip(columns, places, strict=True)
        ]
        found = [read(*key) for key in zip(*values, strict=True)] if columns else [read()]
        return cls(found, of_row.astype(np.intp))

    @property
    def codes(self) -> NDArray[np.intp]:
        """By row, the code of the truth."""
        found: NDArray[np.intp] = np.array([code_of(truth) for truth, _ in self.found], np.intp)[self.of_row]
        return found


def _elsewhere(country: object, destination: object) -> tuple[bool | None, str]:
    return elsewhere(country, destination), "country" if country is None else "destination"


def _indexing(column: Column) -> Column:
    """A column whose codes are of the type by which arrays are indexed fastest."""
    return Column(column.codes.astype(np.intp), column.values)


def _truths(column: Column) -> NDArray[np.intp]:
    """The codes of a column as truths of it being so."""
    codes = [code_of(None if value is None else value is True) for value in column.values]
    found: NDArray[np.intp] = np.array(codes, np.intp)[column.codes]
    return found


def _most(inner: Truths, parent: NDArray[np.intp], size: int) -> Truths:
    """The greatest truth among the rows that hang on each row; of none, false."""
    out = np.zeros(size, np.uint8)
    for truth in (1, 2):
        out[parent[np.flatnonzero(inner == truth)]] = truth
    return out


def _owned(owners: Frame, own: Truths, percent: int, parties: int, cascading: bool) -> tuple[Truths, Truths]:
    """By party, whether owners that count together own at least so much of it; and by owner, whether it counts.

    An owner that is itself so owned counts in full; shares that are not known make the sum an interval. Where
    shares multiplied down every chain come to more, the stricter counts, unless ``cascading`` is the one reading.
    """
    truths = np.zeros(parties, np.uint8)
    if not owners.size:
        return truths, own
    assert owners.up is not None and owners.share is not None and owners.parent is not None  # noqa: PT018
    wanted = percent * SHARE_SCALE
    above = np.zeros(owners.size, np.uint8)
    depth = _depths(owners.up)
    for level in sorted(set(depth.tolist()), reverse=True):
        rows = np.flatnonzero(depth == level)
        counts, share = np.maximum(own[rows], above[rows]), owners.share[rows]
        low = np.where(counts == code_of(True), np.maximum(share, 0), 0)
        high = np.where(counts == code_of(False), 0, np.where(share < 0, wanted, share))
        target, into = (rows - owners.up[rows], above) if level else (owners.parent[rows], truths)
        into[:] = np.maximum(into, _reached(target, low, high, wanted, len(into)))
    counting = np.maximum(own, above)
    if depth.any() and not cascading:  # without layers both readings are one
        reached, might = _multiplied(owners, own, depth, percent, parties)
        return np.maximum(truths, reached), np.maximum(counting, might)
    return truths, counting


def _multiplied(
    owners: Frame, own: Truths, depth: NDArray[np.intp], percent: int, parties: int
) -> tuple[Truths, Truths]:
    """The same for parties with layers of owners, by shares multiplied down every chain; in fractions, exact."""
    assert owners.up is not None and owners.share is not None and owners.parent is not None  # noqa: PT018
    layered = np.zeros(parties, np.bool_)
    layered[owners.parent[np.flatnonzero(depth)]] = True
    rows = np.flatnonzero(layered[owners.parent])
    whole = 100 * SHARE_SCALE
    least, most = defaultdict[int, Fraction](Fraction), defaultdict[int, Fraction](Fraction)
    might = np.zeros(owners.size, np.uint8)
    for row in rows[np.argsort(-depth[rows], kind="stable")].tolist():
        share, up = int(owners.share[row]), int(owners.up[row])
        above = row - up if up else owners.size + int(owners.parent[row])  # parties stand after the owners
        high = Fraction(1) if own[row] else min(most[row], Fraction(1))
        least[above] += Fraction(max(share, 0), whole) * (1 if own[row] == 2 else least[row])  # noqa: PLR2004
        most[above] += Fraction(whole if share < 0 else share, whole) * high
        might[row] = high > 0
    truths = np.zeros(parties, np.uint8)
    wanted = Fraction(percent, 100)
    for party in np.flatnonzero(layered).tolist():
        place = owners.size + party
        might_reach = None if most[place] >= wanted else False
        truths[party] = code_of(
            least[place] >= wanted or might_reach
        )  # the least of what contradicts itself counts
    return truths, might


def _reached(
    target: NDArray[np.intp], low: NDArray[np.int64], high: NDArray[np.int64], wanted: int, size: int
) -> Truths:
    """Whether the sums of shares reach what is wanted: certainly, perhaps or not."""
    least, most = np.zeros(size, np.int64), np.zeros(size, np.int64)
    np.add.at(least, target, low)
    np.add.at(most, target, high)
    return (most >= wanted).astype(np.uint8) + (least >= wanted).astype(np.uint8)


def _depths(up: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many owners stand between each owner and the party."""
    depth, at = np.zeros(len(up), np.intp), np.arange(len(up))
    while up[at].any():
        depth += up[at] != 0
        at -= up[at]
    return depth


def _moves(frame: str) -> bool:
    """Whether days change the columns of a frame."""
    return frame.endswith(".listing") or bool(frame_keys(frame))


_NONE = np.array([], np.intp)
_EMPTY = Frame(0, {}, _NONE, _NONE, _NONE)
