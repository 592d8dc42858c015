"""What a leaf of a condition says of a value: one meaning for one sale and for a million."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any as AnyType

from licet.rules.condition import AtLeast, AtMost, Condition, In, Is, Stated

__all__ = ["Leaf", "leaf_truth"]

Leaf = Is | In | AtMost | AtLeast | Stated
Truth = bool | None


def leaf_truth(node: Leaf, value: object, *, claim: bool) -> Truth:
    """The truth of a leaf for a value; of no value unknown, and False where it is a claim not made.

    >>> from licet.rules.condition import Field
    >>> field = Field("item.eccn", "the item's ECCN")
    >>> leaf_truth(Is(field, "EAR99"), "EAR99", claim=False), leaf_truth(Is(field, "EAR99"), None, claim=False)
    (True, None)
    """
    if value is None:
        return False if claim else None
    return _TESTS[type(node)](node, value)


def _is(node: AnyType, value: AnyType) -> bool:
    return node.value in value if isinstance(value, tuple) else bool(value == node.value)


def _in(node: AnyType, value: AnyType) -> bool:
    return any(item in node.values for item in value) if isinstance(value, tuple) else value in node.values


_TESTS: dict[type[Condition], Callable[[AnyType, AnyType], bool]] = {
    Is: _is,
    In: _in,
    AtMost: lambda node, value: bool(value <= node.limit),
    AtLeast: lambda node, value: bool(value >= node.limit),
    Stated: lambda node, value: True,  # noqa: ARG005  # that there is a value is the claim
}
