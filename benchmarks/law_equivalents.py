"""Mutants of conditions that change no answer, whatever the transaction: shown by trying every value.

A mutant differs from its text in one place. The smallest part of the text around that place is taken and both are
worked out for all that a transaction can say: every destination of the tables and none, every act, every kind of
item, every line of the Commerce Control List (as covering the item, not, and perhaps), on the days on which a line
begins or ends within the text's days and on the day asked about. Everything else that the part reads is taken to be
true, false and unknown, whether it can be or not. Where both are always the same, no transaction can tell the mutant
from the text, and no case can be asked to.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files

from licet.engine.leaves import leaf_truth
from licet.engine.view import View, reaches
from licet.engine.walk import walk
from licet.model.transaction import Action, Item, ItemKind, Transaction
from licet.regimes.us_ear import ear
from licet.rules.condition import All, Any, Condition, Constant, Defined, Field, In, InTable, Is, Not, Some
from licet.rules.rule import Rule
from licet.rules.rulebook import ControlLine
from licet.rules.table import look_up

__all__ = ["are_equivalent"]

Truth = bool | None
_EVERY = (True, False, None)
_MOST_FREE = 6
"""More terms that may be anything are not tried: three values each."""
_SHORT = 8
"""Definitions of more terms stay names."""


def are_equivalent(text: Condition, mutant: Condition, days: Sequence[date]) -> bool:
    """Whether no transaction on one of the days can tell a mutant from the text."""
    one, two = _written_out(text, days[0]), _written_out(mutant, days[0])
    return any(_same(*_narrowed(*pair), days) for pair in _around(one, two, "sale"))


def _written_out(node: Condition, day: date) -> Condition:
    """A condition with short definitions in place of their names."""
    if isinstance(node, All | Any):
        return replace(node, parts=tuple(_written_out(part, day) for part in node.parts))
    if isinstance(node, Not):
        return Not(_written_out(node.part, day))
    if isinstance(node, Some):
        return Some(node.scope, _written_out(node.where, day))
    if isinstance(node, Defined):
        row = _definition(node.rule_id).at(day, day)
        within = None if row is None else row.value.condition
        if within is not None and len(list(_leaves(within))) <= _SHORT:
            return _written_out(within, day)
    return node


@cache
def _definition(rule_id: str) -> Rule:
    return next(rule for rule in ear().rules if rule.rule_id == rule_id)


def _narrowed(text: Condition, mutant: Condition, scope: str) -> tuple[Condition, Condition, str]:
    """Of an "and" or "or" what differs, and the parts that speak of a place, an act or a kind and of little else."""
    if not (isinstance(text, All | Any) and type(text) is type(mutant) and isinstance(mutant, All | Any)):
        return text, mutant, scope
    kept = [part for part in text.parts if part in mutant.parts and _speaks_of_a_factor(part, scope)]
    sides = (
        [*kept, *(part for part in tree.parts if part not in other.parts)]
        for tree, other in ((text, mutant), (mutant, text))
    )
    one, two = (replace(text, parts=tuple(parts)) for parts in sides)
    return one, two, scope


def _speaks_of_a_factor(part: Condition, scope: str) -> bool:
    leaves = list(_leaves(part))
    free = [leaf for leaf in leaves if _factor(leaf, scope) is None]
    return len(free) < len(leaves) and len(free) <= 1


def _around(text: Condition, mutant: Condition, scope: str) -> Iterator[tuple[Condition, Condition, str]]:
    """The smallest parts that hold the difference and can be judged by themselves, the smallest first."""
    inner = _inner(text, mutant)
    if inner is not None:
        below = inner[0] if not isinstance(text, Some) else text.scope
        yield from _around(inner[1], inner[2], below if isinstance(text, Some) else scope)
    if scope in ("sale", "control"):
        yield text, mutant, scope


def _inner(text: Condition, mutant: Condition) -> tuple[str, Condition, Condition] | None:
    """The one part in which two nodes of a kind differ."""
    if isinstance(text, Not) and isinstance(mutant, Not):
        return "", text.part, mutant.part
    if isinstance(text, Some) and isinstance(mutant, Some) and text.scope == mutant.scope:
        return text.scope, text.where, mutant.where
    if isinstance(text, All | Any) and type(text) is type(mutant) and isinstance(mutant, All | Any):
        if len(text.parts) != len(mutant.parts):
            return None
        apart = [pair for pair in zip(text.parts, mutant.parts, strict=True) if pair[0] != pair[1]]
        return ("", *apart[0]) if len(apart) == 1 else None
    return None


def _same(text: Condition, mutant: Condition, scope: str, days: Sequence[date]) -> bool:
    leaves = tuple(dict.fromkeys((*_leaves(text), *_leaves(mutant))))
    known = tuple(leaf for leaf in leaves if _factor(leaf, scope) is not None)
    free = [leaf for leaf in leaves if leaf not in known]
    if len(free) > _MOST_FREE:
        return False
    for held in _reachable(known, scope, tuple(days)):
        for values in itertools.product(_EVERY, repeat=len(free)):
            held.update(zip(free, values, strict=True))
            if _truth(text, held) != _truth(mutant, held):
                return False
    return True


def _leaves(node: Condition) -> Iterator[Condition]:
    """What is worked out as a whole: all but "and", "or" and "not"."""
    if isinstance(node, All | Any):
        for part in node.parts:
            yield from _leaves(part)
    elif isinstance(node, Not):
        yield from _leaves(node.part)
    elif not isinstance(node, Constant):
        yield node


def _truth(node: Condition, held: dict[Condition, Truth]) -> Truth:
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Not):
        inner = _truth(node.part, held)
        return None if inner is None else not inner
    if isinstance(node, All | Any):
        decisive = isinstance(node, Any)
        parts = [_truth(part, held) for part in node.parts]
        return decisive if decisive in parts else (None if None in parts else not decisive)
    return held[node]


def _paths(leaf: Condition) -> tuple[str, ...]:
    if isinstance(leaf, Is | In):
        return (leaf.field.path,)
    if isinstance(leaf, InTable):
        return tuple(part.path for part in leaf.key if isinstance(part, Field))
    return ("?",)


def _factor(leaf: Condition, scope: str) -> str | None:
    """Of what all values are tried for a term: the act, the kind of item, or the place (with a line of the list)."""
    paths = set(_paths(leaf))
    if paths <= {"action"}:
        return "action"
    if paths <= {"item.kind"}:
        return "kind"
    lined = scope == "control" and all(path.startswith("control.") for path in paths - {"destination"})
    return "place" if lined or paths <= {"destination"} else None


def _reachable(
    known: tuple[Condition, ...], scope: str, days: tuple[date, ...]
) -> Iterator[dict[Condition, Truth]]:
    """The truths that the terms can have together."""
    factors: dict[str, list[Condition]] = {}
    for leaf in known:
        factors.setdefault(str(_factor(leaf, scope)), []).append(leaf)
    tried = [_tried(name, tuple(leaves), scope, days) for name, leaves in factors.items()]
    for together in itertools.product(*tried):
        yield {leaf: truth for part in together for leaf, truth in part}


_Truths = tuple[tuple[Condition, Truth], ...]


@cache
def _tried(
    name: str, leaves: tuple[Condition, ...], scope: str, days: tuple[date, ...]
) -> frozenset[_Truths]:
    """The truths of terms over all values of what they read."""
    if name == "action":
        acts = [View.of(Transaction(act, days[0]), ear()).quick for act in (None, *Action)]
        return frozenset(tuple((leaf, walk(leaf, view).truth) for leaf in leaves) for view in acts)
    if name == "kind":
        kinds = [Transaction(None, days[0], item=Item(kind=kind)) for kind in (None, *ItemKind)]
        views = [View.of(sale, ear()).quick for sale in kinds]
        return frozenset(tuple((leaf, walk(leaf, view).truth) for leaf in leaves) for view in views)
    reads = {path for leaf in leaves for path in _paths(leaf)}
    lines = _read_of(_lines(days), reads) if scope == "control" else (None,)
    placed = reads & {"destination", "control.reaches"}
    places = (None, *sorted(ear().destinations)) if placed else (None,)
    return frozenset(
        tuple((leaf, _truth_there(leaf, line, place, day)) for leaf in leaves)
        for day, place, line in itertools.product(days, places, lines)
    )


def _read_of(lines: tuple[ControlLine, ...], reads: set[str]) -> tuple[ControlLine, ...]:
    """Lines that differ in what is read of them."""
    named = {path.removeprefix("control.") for path in reads}
    named |= {"to", "not_to"} if "reaches" in named else set()
    named |= {"column"} if "charted" in named else set()
    unlike = {tuple(getattr(line, name) for name in _OF_A_LINE if name in named): line for line in lines}
    return tuple(unlike.values())


_OF_A_LINE = (
    *("reason", "column", "to", "not_to", "applies", "modeled", "spares_deemed", "spares_abroad"),
    *("spares_nationals", "spares_staff", "spares_approved"),
)


def _truth_there(leaf: Condition, line: ControlLine | None, place: str | None, day: date) -> Truth:
    if isinstance(leaf, InTable):
        values = [
            place if part.path == "destination" else getattr(line, part.path.removeprefix("control."))
            for part in leaf.key
            if isinstance(part, Field)
        ]
        rest = iter(values)
        key = tuple(next(rest) if isinstance(part, Field) else part for part in leaf.key)
        return None if None in key else _cell(leaf.table, key, day)
    assert isinstance(leaf, Is | In)
    path = leaf.field.path
    if path == "destination":
        return leaf_truth(leaf, place, claim=False)
    assert line is not None
    if path == "control.reaches":
        return leaf_truth(leaf, _reaches(line.to, line.not_to, place, day), claim=False)
    charted = path == "control.charted"
    value = line.column is not None if charted else getattr(line, path.removeprefix("control."))
    return leaf_truth(leaf, value, claim=False)


@cache
def _cell(table: str, key: tuple[str, ...], day: date) -> Truth:
    return look_up(ear().tables[table], key, day, None).truth


@cache
def _reaches(to: tuple[str, ...], not_to: tuple[str, ...], place: str | None, day: date) -> Truth:
    line = ControlLine("", None, to, not_to, True, True, "")
    return reaches(line, place, ear(), day, None).truth


@cache
def _lines(days: tuple[date, ...]) -> tuple[ControlLine, ...]:
    """Every line of the list on the days, each as covering the item, as not, and as unknown."""
    held: dict[ControlLine, None] = {}
    for day, eccn in itertools.product(days, _eccns()):
        controls = ear().resolvers.controls(eccn, day)
        for line in () if controls is None else controls.lines:
            bare = replace(line, asks="", asks_first="", asks_yes=True, unless_said=False, text="")
            held.update((replace(bare, applies=truth), None) for truth in _EVERY)
    return tuple(held)


@cache
def _eccns() -> tuple[str, ...]:
    text = (files("licet.regimes.us_ear") / "tables" / "eccn_controls.csv").read_text("utf-8")
    return tuple(sorted({row["eccn"] for row in csv.DictReader(text.splitlines())}))
