"""Walk a condition in three-valued logic and keep the whole trace.

Kleene's strong logic: unknown is a value, a conjunction is false as soon as one part is, and a later fact
can only decide what was open. Every node also says until which day its truth is certain to hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any as AnyType

from licet.engine.leaves import leaf_truth
from licet.engine.view import Env, Member, Reading, View, owners_of
from licet.model.deadline import check_deadline
from licet.model.transaction import Owner
from licet.rules.citation import Citation
from licet.rules.condition import (
    All,
    Any,
    AtLeast,
    AtMost,
    CascadingShareAtLeast,
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
from licet.rules.dated import Row
from licet.rules.rule import Rule, RuleText
from licet.rules.table import look_up

__all__ = ["Trace", "walk"]

Truth = bool | None


@dataclass(slots=True)
class Trace:
    """One node walked. ``truth`` None: unknown. ``until``: the first later day on which it may differ.

    ``reading``: the fact a leaf read. ``row``: the text of the definition it follows. ``backdated``: a table
    answered for a day before it was read. ``why_unknown``: where the fact is known and the law is not.
    """

    node: Condition
    truth: Truth
    until: date | None = None
    parts: tuple[Trace, ...] = ()
    reading: Reading | None = None
    member: Member | None = None
    rule: Rule | None = None
    row: Row[RuleText] | None = None
    cite: Citation | None = None
    backdated: str | None = None
    why_unknown: str | None = None


def walk(node: Condition, view: View, env: Env = ()) -> Trace:
    """Walk a tree on the facts of a view."""
    return _WALKS[type(node)](node, view, env)


def earliest(days: list[date | None]) -> date | None:
    """The first of some days, None being never."""
    first: date | None = None
    for day in days:
        if day is not None and (first is None or day < first):
            first = day
    return first


def latest(days: list[date | None]) -> date | None:
    """The last of some days, of one at least, None being never."""
    return None if None in days else max(filter(None, days))


def _settled(node: Condition, parts: list[Trace], decisive: bool) -> Trace:
    """A disjunction (decisive True) or conjunction (decisive False) with its truth and how long it lasts."""
    deciding = [part.until for part in parts if part.truth is decisive]
    if deciding:
        return Trace(node, decisive, latest(deciding), tuple(parts))
    truth = None if None in [part.truth for part in parts] else not decisive
    return Trace(node, truth, earliest([part.until for part in parts]), tuple(parts))


def _walk_parts(node: AnyType, view: View, env: Env, decisive: bool) -> Trace:
    """Walk parts in order; unless the view is thorough, stop at one that decides for good."""
    parts: list[Trace] = []
    for item in node.parts:
        part = _WALKS[type(item)](item, view, env)
        parts.append(part)
        if part.truth is decisive and part.until is None and not view.thorough:
            return Trace(node, decisive, None, tuple(parts))
    return _settled(node, parts, decisive)


def _walk_all(node: AnyType, view: View, env: Env) -> Trace:
    return _walk_parts(node, view, env, decisive=False)


def _walk_any(node: AnyType, view: View, env: Env) -> Trace:
    return _walk_parts(node, view, env, decisive=True)


def _walk_not(node: AnyType, view: View, env: Env) -> Trace:
    part = walk(node.part, view, env)
    return Trace(node, None if part.truth is None else not part.truth, part.until, (part,))


def _walk_some(node: AnyType, view: View, env: Env) -> Trace:
    members = view.members(node.scope, env)
    if members is None:
        reading = Reading(None, "item.eccn")
        return Trace(node, None, reading=reading, why_unknown=_unknown_eccn(view))
    trace = _walk_members(node, members, view, env)
    if node.scope == "control":
        early = trace.parts and view.as_of < view.book.resolvers.controls_verified_from
        trace.backdated = "eccn_controls" if early else None
        trace.until = earliest([trace.until, view.controls_until])
    return trace


def _walk_members(node: AnyType, members: Iterable[Member], view: View, env: Env) -> Trace:
    """Walk the condition for each member; unless the view is thorough, stop at one that meets it for good."""
    parts: list[Trace] = []
    for member in members:
        check_deadline()
        part = walk(node.where, view, (*env, member))
        part.member = member
        parts.append(part)
        if part.truth is True and part.until is None and not view.thorough:
            return Trace(node, True, None, tuple(parts))
    return _settled(node, parts, decisive=True)


def _unknown_eccn(view: View) -> str | None:
    eccn = view.sale.item.eccn
    return None if eccn is None else f"ECCN {eccn} is not in the table of the Commerce Control List"


def _walk_leaf(node: AnyType, view: View, env: Env) -> Trace:
    reading = view.read(node.field, env)
    truth = leaf_truth(node, reading.value, claim=reading.claim)
    return Trace(node, truth, reading.until, reading=reading, cite=reading.cite)


def _walk_constant(node: AnyType, view: View, env: Env) -> Trace:  # noqa: ARG001  # all walks look alike
    return Trace(node, node.value)


def _walk_unmodeled(node: AnyType, view: View, env: Env) -> Trace:  # noqa: ARG001
    return Trace(node, None, why_unknown=f"not modeled: {node.what} (section {node.section})")


def _walk_defined(node: AnyType, view: View, env: Env) -> Trace:
    """Follow a definition; one that stands in no scope is walked once for a view."""
    if env:
        return _follow(node, view, env)
    if node.rule_id not in view.definitions:
        view.definitions[node.rule_id] = _follow(node, view, env)
    return view.definitions[node.rule_id]


def _follow(node: AnyType, view: View, env: Env) -> Trace:
    rule = view.book.by_id[node.rule_id]
    row = rule.at(view.as_of, view.known_as_of)
    change = rule.next_change(view.as_of, view.known_as_of)
    if row is None or row.value.condition is None:
        return Trace(node, False, change, rule=rule)
    inner = walk(row.value.condition, view, env)
    return Trace(
        node, inner.truth, earliest([inner.until, change]), (inner,), rule=rule, row=row, cite=row.cite
    )


def _walk_in_table(node: AnyType, view: View, env: Env) -> Trace:
    readings = [view.read(part, env) for part in node.key if isinstance(part, Field)]
    unknown = next((reading for reading in readings if reading.value is None), None)
    if unknown is not None:
        return Trace(node, None, reading=unknown)
    values = iter(readings)
    key = tuple(str(next(values).value) if isinstance(part, Field) else part for part in node.key)
    table = view.book.tables[node.table]
    found = look_up(table, key, view.as_of, view.known_as_of)
    why = f"{key[0]} is not in the table {table.name}" if found.truth is None else None
    return Trace(
        node,
        found.truth,
        found.until,
        reading=readings[0],
        cite=found.cite,
        backdated=found.backdated,
        why_unknown=why,
    )


@dataclass(frozen=True, slots=True)
class _HeldValue:
    """What counting owners hold of a party or owner, by the owners that are stated.

    ``reached``: whether the percentage is reached where layers that reach it count in full, certain up to
    ``until``. ``low`` and ``high``: what they hold by shares multiplied down every chain, from 0 to 1 and exact;
    so up to ``still``.
    """

    reached: Truth
    until: date | None
    low: Fraction
    high: Fraction
    still: date | None


def _walk_share(node: AnyType, view: View, env: Env) -> Trace:
    """True when either reading of layers reaches the percentage, false when neither can: the stricter counts."""
    parts: list[Trace] = []
    held = _held(node, view, env, env[-1], parts)
    multiplied = _reached(held.low, held.high, Fraction(node.percent, 100))
    readings = ((held.until, held.reached), (held.still, multiplied))
    if held.reached or multiplied:
        return Trace(node, True, latest([end for end, truth in readings if truth]), tuple(parts))
    truth = False if held.reached is False and multiplied is False else None
    return Trace(node, truth, earliest([end for end, _ in readings]), tuple(parts))


def _walk_cascading(node: AnyType, view: View, env: Env) -> Trace:
    """True when the share reaches the percentage where layers that reach it count in full."""
    parts: list[Trace] = []
    held = _held(node, view, env, env[-1], parts)
    return Trace(node, held.reached, held.until, tuple(parts))


def _reached(low: Decimal | Fraction, high: Decimal | Fraction, wanted: int | Fraction) -> Truth:
    return True if low >= wanted else (False if high < wanted else None)


def _held(node: ShareAtLeast, view: View, env: Env, above: Member, parts: list[Trace]) -> _HeldValue:
    """Add up the shares of the owners of a party or owner, in both readings."""
    low = high = Decimal(0)
    least = most = Fraction(0)
    ends: list[date | None] = []
    stills: list[date | None] = []
    for member in owners_of(above):
        own = walk(node.where, view, (*env, member))
        own.member = member
        parts.append(own)
        held = _held(node, view, env, member, parts)
        counts, end = _owner_counts(own, held)
        ends.append(end)
        stills += [own.until, held.still]
        share = _share(view, member)
        might = held.high if own.truth is False else Fraction(1)
        if might:
            reading = Reading(share, f"{member.where}.percent")
            parts.append(Trace(node, None if share is None else True, reading=reading))
        upto = Decimal(100) if share is None else share
        most += Fraction(upto) / 100 * might
        high += upto if counts is not False else 0
        if share is not None:
            least += Fraction(share) / 100 * (1 if own.truth is True else held.low)
            low += share if counts is True else 0
    reached = _reached(low, high, node.percent)
    return _HeldValue(reached, earliest(ends), least, min(most, Fraction(1)), earliest(stills))


def _share(view: View, member: Member) -> Decimal | None:
    assert isinstance(member.thing, Owner)
    assumed = view.assumed.get(f"{member.where}.percent", member.thing.percent)
    assert assumed is None or isinstance(assumed, Decimal)
    return assumed


def _owner_counts(own: Trace, held: _HeldValue) -> tuple[Truth, date | None]:
    """Whether an owner counts in full: it is one of those that count, or they hold enough of it."""
    if own.truth is True or held.reached is True:
        return True, latest([day for day, hit in ((own.until, own.truth), (held.until, held.reached)) if hit])
    truth = False if own.truth is False and held.reached is False else None
    return truth, earliest([own.until, held.until])


_WALKS: dict[type[Condition], Callable[[AnyType, View, Env], Trace]] = {
    All: _walk_all,
    Any: _walk_any,
    Not: _walk_not,
    Some: _walk_some,
    Is: _walk_leaf,
    In: _walk_leaf,
    AtMost: _walk_leaf,
    AtLeast: _walk_leaf,
    Stated: _walk_leaf,
    Constant: _walk_constant,
    Unmodeled: _walk_unmodeled,
    Defined: _walk_defined,
    InTable: _walk_in_table,
    ShareAtLeast: _walk_share,
    CascadingShareAtLeast: _walk_cascading,
}
