"""The limits of a paragraph as one document, with what stated parameters make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from licet.classification.amounts import AmountError
from licet.classification.control_list import control_list
from licet.classification.entry_document import entry_document
from licet.classification.limit_check import LimitCheck, UnknownParameterError, check_limits
from licet.classification.truth import Truth

__all__ = ["amount_errors", "limit_document", "limit_summary", "stated_pairs"]


def stated_pairs(texts: Iterable[str]) -> dict[str, str]:
    """Parameters by name, from texts such as "resolution=12". Raises UnknownParameterError.

    >>> stated_pairs(["resolution=12", "sample rate=above 400 MSPS"])
    {'resolution': '12', 'sample rate': 'above 400 MSPS'}
    """
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, typed = text.partition("=")
        if not equals or not name.strip():
            raise UnknownParameterError(f"{text!r}: write a parameter as name=amount, such as resolution=12")
        if name.strip() in pairs:
            raise UnknownParameterError(f"{name.strip()!r} is stated twice")
        pairs[name.strip()] = typed
    return pairs


def limit_document(eccn: str, stated: Mapping[str, str], on: date | None = None) -> dict[str, Any]:
    """The limits of a paragraph and of those that it lies in, on a day or in the newest text held.

    ``meets``: whether the stated parameters meet all of them; null: not known, or there is no limit. Raises
    UnknownEccnError, UnknownParameterError, AmountError.
    """
    name = entry_document(eccn, on)["eccn"]
    base, _, paragraph = name.partition(".")
    entry = control_list().entry(base, on)
    assert entry is not None  # entry_document has raised otherwise
    checks, truth = check_limits(entry, paragraph, stated)
    meets = truth if checks and stated else None
    parameters = dict.fromkeys(limit.key for check in checks for _, limit, _, _ in check.limits)
    return {
        "eccn": name,
        "meets": meets,
        "summary": limit_summary(name, meets) if checks else f"{name} prints no limit.",
        "parameters": list(parameters),
        "paragraphs": [_paragraph(check) for check in checks],
    }


def limit_summary(name: str, truth: Truth) -> str:
    """What the limits of a paragraph say of an item, in a sentence. Meeting them is not all that it takes."""
    if truth is None:
        return "That does not decide it: state the other parameters, or one nearer to its limit."
    if truth:
        return f"These parameters meet the limits of {name}. It describes the item if its other words do too."
    return f"By these figures, {name} does not describe the item."


def amount_errors(eccn: str, stated: Mapping[str, str], on: date | None = None) -> dict[str, str]:
    """Of each parameter whose amount cannot be read, why."""
    errors = {}
    for name, typed in stated.items():
        try:
            limit_document(eccn, {name: typed}, on)
        except AmountError as error:
            errors[name] = str(error)
    return errors


def _paragraph(check: LimitCheck) -> dict[str, Any]:
    return {
        "paragraph": check.paragraph,
        "text": check.text,
        "meets": check.truth,
        "every_number_read": check.whole,
        "limits": [
            {
                "parameter": limit.key,
                "relation": limit.relation,
                "bound": limit.bound,
                "unit": limit.unit,
                "printed": limit.text,
                "alternative": number,
                "stated": None if stated is None else str(stated),
                "meets": met if stated is not None else None,
            }
            for number, limit, stated, met in check.limits
        ],
    }
