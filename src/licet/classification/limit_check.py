"""The limits of a paragraph and of those that it lies in, held against stated parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from licet.classification.amounts import Amount, read_amount
from licet.classification.control_list import Entry
from licet.classification.limit import Limit
from licet.classification.limits import READ_CATEGORIES, limits_of
from licet.classification.quantities import QUANTITIES
from licet.classification.truth import Truth, all_of
from licet.errors import LicetError

__all__ = ["LimitCheck", "UnknownParameterError", "check_limits"]


class UnknownParameterError(LicetError, ValueError):
    """A parameter that no limit of the paragraph has; the message names those that it has."""


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """One paragraph. ``limits``: each with the stated amount and whether it is met; ``truth``: of all together.

    An alternative number tells limits apart of which one suffices.
    """

    paragraph: str
    text: str
    limits: tuple[tuple[int, Limit, Amount | None, Truth], ...]
    truth: Truth
    whole: bool


def check_limits(
    entry: Entry, paragraph: str, stated: Mapping[str, str]
) -> tuple[tuple[LimitCheck, ...], Truth]:
    """The paragraphs with limits on the way to one, and whether stated parameters meet all of them.

    ``stated``: by key, name or part of a name what a person typed. Raises UnknownParameterError, AmountError, and
    UnknownParameterError too where the limits of this category were not read.
    """
    if entry.eccn[0] not in READ_CATEGORIES:
        raise UnknownParameterError(
            f"the limits of Category {entry.eccn[0]} are not held as numbers: read its text"
        )
    found = [
        (item, limits) for item in (entry.passages[0], *entry.above(paragraph)) if (limits := limits_of(item))
    ]
    values = _values([limit for _, limits in found for limit in limits.all], stated)
    checks = tuple(
        LimitCheck(
            item.paragraph,
            item.text,
            tuple(
                (number, limit, values.get(limit.key), limit.met(values.get(limit.key)))
                for number, group in enumerate(limits.alternatives, 1)
                for limit in group
            ),
            limits.met(values) if limits.whole else None,
            limits.whole,
        )
        for item, limits in found
    )
    return checks, all_of(check.truth for check in checks)


def _values(limits: list[Limit], stated: Mapping[str, str]) -> dict[str, Amount]:
    values = {}
    for name, typed in stated.items():
        named = [limit for limit in limits if name == limit.key]
        named = named or [limit for limit in limits if name.casefold() in limit.name]
        if not named:
            known = ", ".join(dict.fromkeys(limit.name for limit in limits)) or "none"
            raise UnknownParameterError(f"{name!r} is no parameter of this paragraph; it has {known}")
        for limit in named:
            factors = dict(QUANTITIES.get(limit.unit, {limit.unit: 1.0, "": 1.0}))
            values[limit.key] = read_amount(typed, factors, limit.unit)
    return values
