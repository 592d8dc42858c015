"""Conditions read aloud: one English phrase for every node."""

from __future__ import annotations

from datetime import date
from functools import singledispatch

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
    Value,
)

__all__ = ["day_words", "phrase", "sentence"]

_SCOPE_WORDS = {
    "party": "a party to the sale for which",
    "owner": "an owner for whom",
    "listing": "an entry of a list for which",
    "control": "a reason for control of the item for which",
}


def sentence(condition: Condition) -> str:
    """A condition as one sentence.

    >>> sentence(Field("item.us_origin", "that the item is of US origin").is_(True))
    'The item is of US origin.'
    """
    text = phrase(condition)
    return f"{text[:1].upper()}{text[1:]}."


@singledispatch
def phrase(node: Condition) -> str:
    """A condition as a phrase, for use inside a sentence."""
    raise TypeError(f"no words for {type(node).__name__}")


def _grouped(node: Condition) -> str:
    return f"({phrase(node)})" if isinstance(node, (All, Any)) else phrase(node)


def day_words(day: date) -> str:
    """A day as Americans write it.

    >>> day_words(date(2019, 11, 18))
    'November 18, 2019'
    """
    return f"{day:%B} {day.day}, {day.year}"


def say(value: Value) -> str:
    """A value as people write it."""
    if value is True:
        return "yes"
    if value is False:
        return "no"
    if isinstance(value, date):
        return day_words(value)
    return str(value).replace("_", " ")


@phrase.register
def _all(node: All) -> str:
    return ", and ".join(_grouped(part) for part in node.parts)


@phrase.register
def _any(node: Any) -> str:
    return ", or ".join(_grouped(part) for part in node.parts)


@phrase.register
def _not(node: Not) -> str:
    if isinstance(node.part, Some):
        return phrase(node.part).replace("there is a", "there is not a", 1)
    return f"it is not so that {_grouped(node.part)}"


@phrase.register
def _constant(node: Constant) -> str:
    return node.why


@phrase.register
def _unmodeled(node: Unmodeled) -> str:
    return f"{node.what} (section {node.section}; not modeled yet)"


@phrase.register
def _is(node: Is) -> str:
    if node.value is True and node.field.label.startswith("that "):
        return node.field.label.removeprefix("that ")
    if node.value is False and node.field.label.startswith("that "):
        return f"it is not so {node.field.label}"
    return f"{node.field.label} is {say(node.value)}"


@phrase.register
def _in(node: In) -> str:
    return f"{node.field.label} is one of {', '.join(say(value) for value in node.values)}"


@phrase.register
def _at_most(node: AtMost) -> str:
    if isinstance(node.limit, date):
        return f"{node.field.label} is on or before {say(node.limit)}"
    return f"{node.field.label} is at most {node.limit}"


@phrase.register
def _at_least(node: AtLeast) -> str:
    if isinstance(node.limit, date):
        return f"{node.field.label} is on or after {say(node.limit)}"
    return f"{node.field.label} is at least {node.limit}"


@phrase.register
def _stated(node: Stated) -> str:
    return f"{node.field.label} is claimed"


@phrase.register
def _in_table(node: InTable) -> str:
    key = [part.label if isinstance(part, Field) else part for part in node.key]
    if not isinstance(node.key[0], Field):
        key = [*key[1:], key[0]]
    return f"{key[0]} stands in the table {node.table.replace('_', ' ')} under {', '.join(key[1:])}"


@phrase.register
def _some(node: Some) -> str:
    return f"there is {_SCOPE_WORDS[node.scope]} {_grouped(node.where)}"


@phrase.register
def _share(node: ShareAtLeast) -> str:
    return f"owners for whom {_grouped(node.where)} together own {node.percent} percent or more"


@phrase.register
def _defined(node: Defined) -> str:
    return f"the terms of {node.rule_id} are met"
