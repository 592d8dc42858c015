"""Static checks of rules: what a tree reads, and whether all of it is declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as dataclass_fields
from typing import TYPE_CHECKING

from licet.model.fields import FIELDS
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
from licet.rules.policy import grade_of_rule
from licet.rules.rule import ENTRY_POLICY, Question, Rule
from licet.rules.terms import CONTROL, LISTED, OWNER, PARTY, Control, Listed, OwnerTerm, PartyTerm

if TYPE_CHECKING:
    from licet.rules.rulebook import Rulebook

__all__ = [
    "DERIVED_PATHS",
    "FIXED_PATHS",
    "check_rule",
    "claims_taken_as_no",
    "definitions_read",
    "fields_read",
    "nodes",
    "reads_destination",
]

FIXED_PATHS = frozenset(FIELDS.read_by_rules)
"""Paths of the wire format that a rule may read anywhere."""

DERIVED_PATHS = frozenset({"item.hints", "item.hs_chapter", "item.hs_heading"})
"""Paths that a rule may read anywhere and that follow from what a transaction states."""


def _names(term: PartyTerm | OwnerTerm | Listed | Control) -> frozenset[str]:
    """The names of the fields of a scope."""
    paths = (getattr(term, attribute.name).path for attribute in dataclass_fields(term))
    return frozenset(path.partition(".")[2] for path in paths)


SCOPED_PATHS = {
    "party": _names(PARTY),
    "owner": _names(OWNER),
    "listing": _names(LISTED),
    "control": _names(CONTROL),
}
"""Fields of each scope, readable only inside it."""

PARENT_SCOPES = {"party": (), "owner": ("party",), "listing": ("party", "owner"), "control": ()}
"""A scope opens inside one of these (any of them), or at the top where there is none."""


def nodes(condition: Condition) -> Iterator[Condition]:
    """Every node of a tree, the root first."""
    todo = [condition]
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, All | Any):
            todo.extend(reversed(node.parts))
        elif isinstance(node, Not):
            todo.append(node.part)
        elif isinstance(node, Some | ShareAtLeast):
            todo.append(node.where)


def fields_read(condition: Condition) -> set[Field]:
    """Every field that a tree reads itself; definitions it refers to are not followed."""
    found: set[Field] = set()
    for node in nodes(condition):
        match node:
            case Is(field=field) | In(field=field) | AtMost(field=field) | AtLeast(field=field):
                found.add(field)
            case Stated(field=field):
                found.add(field)
            case InTable(key=key):
                found.update(part for part in key if isinstance(part, Field))
            case _:
                pass
    return found


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """Every tree that a rule holds, over all its texts."""
    for row in rule.texts.rows:
        text = row.value
        yield from (tree for tree in (text.condition, text.claim) if tree is not None)
        yield from (duty.met for duty in text.obligations if duty.met is not None)


def definitions_read(rule: Rule) -> set[str]:
    return {node.rule_id for tree in conditions_of(rule) for node in nodes(tree) if isinstance(node, Defined)}


def reads_destination(rule: Rule) -> bool:
    """Whether a tree of a rule reads the destination."""
    return any(field.path == "destination" for tree in conditions_of(rule) for field in fields_read(tree))


def check_rule(rule: Rule, book: Rulebook) -> Iterator[str]:
    """What is wrong with a rule, in words."""
    if not rule.cites:
        yield "no citation"
    if rule.question in _HANGING and not rule.defeats:
        yield "an exception, policy or prohibition that hangs on no rule"
    if rule.question in (Question.REQUIREMENT, Question.POLICY) and rule.policy is None:
        yield f"{rule.question.value}: no review policy"
    yield from _check_policies(rule)
    yield from (f"hangs on {other}, which is no rule" for other in rule.defeats if other not in book.by_id)
    for tree in conditions_of(rule):
        yield from _check_tree(tree, book, ())


_HANGING = (Question.EXEMPTION, Question.AUTHORITY, Question.POLICY, Question.FRAME)


def _check_policies(rule: Rule) -> Iterator[str]:
    """That every review policy begins with words whose grade is known."""
    for text in (rule.policy, *(row.value.policy for row in rule.texts.rows)):
        if text not in (None, ENTRY_POLICY):
            try:
                grade_of_rule(text)
            except ValueError as error:
                yield str(error)


def _check_tree(tree: Condition, book: Rulebook, scopes: tuple[str, ...]) -> Iterator[str]:
    match tree:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _check_tree(part, book, scopes)
        case Not(part):
            yield from _check_tree(part, book, scopes)
        case Some(scope, where):
            parents = PARENT_SCOPES.get(scope)
            if parents is None:
                yield f"no scope {scope!r}"
            elif parents and not set(parents) & set(scopes):
                yield f"scope {scope!r} opens only inside {' or '.join(parents)}"
            yield from _check_tree(where, book, (*scopes, scope))
        case ShareAtLeast(_, where):
            if "party" not in scopes:
                yield "a share of ownership is read only inside a party"
            yield from _check_tree(where, book, (*scopes, "owner"))
        case Defined(rule_id):
            if rule_id not in book.by_id or book.by_id[rule_id].question not in _TERMS:
                yield f"refers to {rule_id}, which defines nothing"
        case Unmodeled(section):
            if section not in book.coverage:
                yield f"section {section} is not named in coverage.toml"
        case Constant():
            pass
        case _:
            yield from _check_leaf(tree, book, scopes)


_TERMS = (Question.DEFINITION, Question.SUBJECT)


def _check_leaf(tree: Condition, book: Rulebook, scopes: tuple[str, ...]) -> Iterator[str]:
    if isinstance(tree, InTable) and tree.table not in book.tables:
        yield f"reads the table {tree.table}, which is not there"
    for field in fields_read(tree):
        scope, _, name = field.path.rpartition(".")
        if scope == "facts":
            spec = book.vocabulary.get(name)
            if spec is None:
                yield f"reads facts.{name}, which is not declared"
            elif spec.is_claim != field.claim and not spec.asked:
                yield f"facts.{name} is declared as a {'claim' if spec.is_claim else 'fact'}"
        elif scope in SCOPED_PATHS:
            if scope not in scopes:
                yield f"reads {field.path} outside its scope"
            elif name not in SCOPED_PATHS[scope]:
                yield f"{scope} has no {name}"
        elif scope == "item.is":
            if name not in book.resolvers.item_flags:
                yield f"asks whether the item is {name}, of which the tables say nothing"
        elif field.path not in FIXED_PATHS | DERIVED_PATHS:
            yield f"reads {field.path}, which is no path of the wire format"


_STOPPING = (Question.PROHIBITION, Question.REQUIREMENT, Question.SUBJECT, Question.DEFINITION)
_FREEING = (Question.EXEMPTION, Question.AUTHORITY)


def claims_taken_as_no(book: Rulebook) -> dict[str, set[str]]:
    """The named claims that count as "no" where nobody makes them and whose "no" helps to a go, with their rules.

    They are read as they are in what stops, or negated in what frees. The condition by which an authority is claimed
    does not count: silence claims nothing.
    """
    found: dict[str, set[str]] = {}
    for rule in book.rules:
        if rule.question not in (*_STOPPING, *_FREEING):
            continue
        for row in rule.texts.rows:
            if row.value.condition is not None:
                for field in _claims_read(row.value.condition, wanted=rule.question in _STOPPING):
                    found.setdefault(field.path.removeprefix("facts."), set()).add(rule.rule_id)
    return found


def _claims_read(tree: Condition, *, wanted: bool) -> Iterator[Field]:
    """The named claims of a tree that are read as they are (``wanted``), or negated."""
    match tree:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _claims_read(part, wanted=wanted)
        case Not(part):
            yield from _claims_read(part, wanted=not wanted)
        case Some(_, where) | ShareAtLeast(_, where):
            yield from _claims_read(where, wanted=wanted)
        case _ if wanted:
            yield from (
                field for field in fields_read(tree) if field.claim and field.path.startswith("facts.")
            )
