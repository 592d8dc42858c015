"""What the words of a list entry or of an ECCN's License Requirements section say of an item."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from licet.law.rulebook import ControlLine, Resolvers

__all__ = ["controls_from", "entry_covers", "resolvers"]

_ALL_ITEMS = re.compile(r"(for )?all items subject to the ear", re.IGNORECASE)
_NARROWED = re.compile(r"\b(except|apart from|when used in|excluding|other than)\b", re.IGNORECASE)
_CCL_ITEMS = re.compile(r"(for )?(all )?items on the ccl", re.IGNORECASE)
_STANDARDS = ", except EAR99 or AT-only technology released to a standards organization"


def entry_covers(requirement: str | None, eccn: str | None) -> bool | None:
    """Whether an entry's license requirement, in the list's own words, covers an item.

    None where the words narrow the requirement in a way that only a reader can judge. The release to
    standards organizations is a rule of its own (85 FR 36719), so its words narrow nothing here.

    >>> entry_covers("For all items subject to the EAR. (See § 744.11 of the EAR)", None)
    True
    """
    if requirement is None:
        return None
    words = requirement.replace(_STANDARDS, "")
    if _ALL_ITEMS.match(words) and not _NARROWED.search(words):
        return True
    if _CCL_ITEMS.match(words) and eccn is not None and eccn != "EAR99":
        return True
    return None


def controls_from(
    rows: Iterable[Mapping[str, str]],
) -> Callable[[str], tuple[ControlLine, ...] | None]:
    """A reader of the table of reasons for control; EAR99 has none, an ECCN not in the table is unknown."""
    by_eccn: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        by_eccn[row["eccn"]].append(row)

    def controls(eccn: str) -> tuple[ControlLine, ...] | None:
        if eccn == "EAR99":
            return ()
        base, _, paragraph = eccn.partition(".")
        lines = by_eccn.get(base)
        return None if lines is None else tuple(_line(line, base, paragraph) for line in lines)

    return controls


def _line(row: Mapping[str, str], base: str, paragraph: str) -> ControlLine:
    modelled = row["modelled"] == "yes"
    return ControlLine(
        row["reason"], row["column"] or None, _applies(row, base, paragraph), modelled, row["scope_text"]
    )


def _applies(row: Mapping[str, str], base: str, paragraph: str) -> bool | None:
    """Whether a line covers the item's paragraph; None when the paragraph is not given or words decide."""
    scope = row["scope"]
    if scope == "entire":
        return True
    if scope == "text":
        return None
    named = [one.removeprefix(f"{base}.") for one in scope.split(";")]
    if any(_below(paragraph, one) for one in named):
        return True
    narrower = not paragraph or any(_below(one, paragraph) for one in named)
    return None if narrower else False


def _below(paragraph: str, other: str) -> bool:
    """Whether a paragraph is another or lies in it: a.1.b lies in a.1."""
    return paragraph == other or paragraph.startswith(f"{other}.")


def resolvers(control_rows: Iterable[Mapping[str, str]]) -> Resolvers:
    return Resolvers(controls_from(control_rows), entry_covers)
