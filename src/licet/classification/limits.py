"""Paragraphs of the control list that are arithmetic: the limits that they print, and whether an item is within.

The text itself is read: "a resolution of 12 bit or more, but less than 14 bit, with a sample rate greater than 400
MSPS" is two limits, which an item must both meet. A paragraph lists limits that are all needed, or alternatives of
which one suffices. What is not a number (a material, a use) is no limit: a paragraph whose limits are met still has
to describe the item otherwise, and one whose limits are not met does not describe it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from licet.classification.amounts import NUMBER_TEXT, read_number
from licet.classification.control_list import ListPassage
from licet.classification.limit import Limit, Limits
from licet.classification.quantities import QUANTITIES, unit_of
from licet.rules.law_files import LawFile
from licet.rules.table import read_rows

__all__ = ["READ_CATEGORIES", "limits_of", "limits_of_text"]


READ_CATEGORIES = "3456"
"""The categories of the list whose limits were all read and checked one by one."""


_BEFORE = (
    (r"equal to or (?:greater|more|higher|longer|larger) than|(?:greater|more|larger|longer) than or equal to|"
     r"equal to or exceeding|at least|not less than|equal to or above|equal or more than|larger or equal to|"
     r"equivalent to or larger than", ">="),
    (r"equal to or (?:less|lower|fewer|shorter|smaller)(?: \(better\))? than|"
     r"(?:less|lower|fewer|shorter|smaller)(?: \(better\))? than or equal(?: to)?|(?:but )?not exceeding|"
     r"not (?:more|greater) than|up to(?: and including)?|no (?:more|greater) than|equal to or below|"
     r"equal or less than|lower or equal to|equal to or less \(better\) than|at or below", "<="),
    (r"(?:less|lower|smaller|better)(?: \((?:i\.e\.,? )?(?:better|smaller|lower|less)\))? than|below|"
     r"(?:shorter|fewer|narrower|faster) than", "<"),
    (r"(?:greater|more|higher|longer|larger) than|exceeding|exceeds?|above|beyond|over|in excess of", ">"),
)  # fmt: skip
_AFTER = (
    (r"or (?:more|greater|higher|above|longer|larger|over|wider)", ">="),
    (r"or (?:less|lower|below|fewer|shorter|smaller|better|faster)(?: \(better\))?", "<="),
)
_NEVER = frozenset({"", "in", "C", "t", "min", "bar", "inch", "ft", "l"})
"""Units that people write and the list does not, or that are words of a sentence."""
_UNITS = "|".join(
    sorted(
        (re.escape(unit) for units in QUANTITIES.values() for unit in units if unit not in _NEVER),
        key=len,
        reverse=True,
    )
)
_NUMBER = rf"(?:±\s?)?(?:{NUMBER_TEXT})"
_UNIT = rf"(?:(?:{_UNITS})(?![A-Za-zµ/^]))"
_ASIDE = r"(?:\s*\((?!better|less|Si|rad)[^()]*\)|\s*\[[^\[\]]*\])?"
_BETTER = r"(?: \((?:better|less|lower)\))?"
_TOKEN = re.compile(
    "|".join(
        (
            *(
                rf"\b(?P<b{n}>(?i:{words}))(?: of)? (?:a |an )?(?P<bn{n}>{_NUMBER})[ -]?(?P<bu{n}>{_UNIT})?{_ASIDE}"
                for n, (words, _) in enumerate(_BEFORE)
            ),
            *(
                rf"(?<![\w.^])(?P<an{n}>{_NUMBER})[ -]?(?P<au{n}>{_UNIT})?{_ASIDE},? "
                rf"(?P<a{n}>(?i:{words}))\b{_BETTER}"
                for n, (words, _) in enumerate(_AFTER)
            ),
            rf"\b(?i:between|from|of)(?: from)? (?P<rl>{_NUMBER})[ -]?(?P<rlu>{_UNIT})?{_ASIDE} (?:and|to|up to) "
            rf"(?P<rh>{_NUMBER})[ -]?(?P<rhu>{_UNIT})?{_ASIDE}",
        )
    )
)
_QUOTES = re.compile(r"[“”‘’'\"]")
_LEADING = re.compile(
    r"^(?:(?:and|or|but|with|having|has|have|capable|in|at|on|a|an|the|of|for|any|all|by|being|is|are|its|whose|"
    r"that|which|either|both|where|when|also|following|then|possessing|providing|provide|anywhere|within)\b[\s,:;]*)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s,:;.(]*(?:\b(?:of|is|are|a|an|the|at|to|with|by|being|having|or|and|rated|either|either of|in|greater|but)\b"
    r"[\s,:;]*)*$",
    re.IGNORECASE,
)
_NOT = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_WORDS = 9
_OTHERWISE = re.compile(r"^[\s,;]*or\b")
_AROUND = re.compile(r"outside the (?:\w+ )?range\s*$")
_REFERENCES = re.compile(
    r"\b\d[A-E]\d{3}(?:\.[a-z](?:\.?(?:\d{1,2}|[a-z])(?![a-z]))*)?|\b[a-z]\.\d+(?:\.[a-z\d]+)*|\(\d[^()]*\)|\[[^\[\]]*\]|"
    r"§+ ?[\d.()a-z]+|\b\d+ CFR [\w ]*[\d.]+|\d-dimensional|"
    r"\b[A-Z][A-Za-z]*-?\d+|C\.?A\.?S\.? [\d-]+|[Cc]ategory \d+|"
    r"silicon-\d+|germanium-\d+|[Ll]ayer \d+|Class \d+|0D\d+"
)
"""Numbers that measure nothing: of entries, sections, substances, and those in brackets, which say a limit again."""


def limits_of(passage: ListPassage) -> Limits:
    """The limits of a paragraph of the list: as written down by hand where its text cannot be read, else as read."""
    stated = (
        _by_hand().get((passage.eccn, passage.paragraph)) if passage.kind in {"item", "heading"} else None
    )
    return limits_of_text(passage.text) if stated is None else stated


@cache
def _by_hand() -> Mapping[tuple[str, str], Limits]:
    rows, _ = read_rows(LawFile("licet.classification") / "tables" / "limits_by_hand.csv")
    return {(row["eccn"], row["paragraph"]): _written(row["limits"]) for row in rows}


_WRITTEN = re.compile(r"(?P<name>.+?)(?: \((?P<unit>[^()]+)\))? (?P<relation>[<>]=?) (?P<bound>\S+)")


def _written(text: str) -> Limits:
    """Limits as the table writes them: ``;`` between those that are all needed, ``|`` between alternatives."""
    groups = [
        [_WRITTEN.fullmatch(part.strip()) for part in group.split(";")] for group in text.split("|") if text
    ]
    return Limits(
        tuple(
            tuple(
                Limit(m["name"], m["unit"] or "", m["relation"], float(m["bound"]), m[0]) for m in group if m
            )
            for group in groups
        )
    )


@lru_cache(maxsize=8192)
def limits_of_text(text: str) -> Limits:
    """The limits that a text of the list prints.

    >>> found = limits_of_text("A resolution of 12 bit or more, but less than 14 bit, with a “sample rate” greater "
    ...     "than 400 MSPS;")
    >>> found.keys
    ('resolution (bit)', 'sample rate (samples/s)')
    >>> found.met({"resolution (bit)": 12, "sample rate (samples/s)": 4e9})
    True
    """
    plain = _QUOTES.sub("", text).replace("\u2009", " ")
    groups: list[list[Limit]] = [[]]
    rest, end, last = "", 0, None
    for match in _TOKEN.finditer(plain):
        between = plain[end : match.start()]
        found = list(_read(match, between, plain[match.end() : match.end() + 60], last))
        if groups[-1] and _OTHERWISE.search(between):
            groups.append([])
        if _AROUND.search(between) and len(found) == 2:  # noqa: PLR2004
            groups[-1].append(_outside(found[0]))
            groups.append([])
            found = [_outside(found[1])]
        groups[-1] += found
        rest, end, last = rest + between, match.end(), groups[-1][-1]
    whole = not re.search(r"\d", _REFERENCES.sub("", rest + plain[end:]))
    return Limits(tuple(tuple(group) for group in groups if group), whole)


def _outside(limit: Limit) -> Limit:
    """The bound of a range from the other side."""
    return replace(limit, relation={">=": "<", "<=": ">"}[limit.relation])


def _read(match: re.Match[str], before: str, after: str, last: Limit | None) -> Iterator[Limit]:
    """The limits of one comparison."""
    found = match.groupdict()
    if found["rl"] is not None:
        unit = found["rhu"] or found["rlu"] or ""
        name = _name(before, after, unit, last)
        low = _limit(name, ">=", found["rl"], found["rlu"] or unit, match[0])
        high = _limit(name, "<=", found["rh"], unit, match[0])
        if low.bound > high.bound:
            low, high = replace(low, bound=high.bound), replace(high, bound=low.bound)
        yield from (low, high)
        return
    for prefix, table in (("b", _BEFORE), ("a", _AFTER)):
        for number, (_, printed) in enumerate(table):
            if found[f"{prefix}n{number}"] is not None:
                unit = found[f"{prefix}u{number}"] or ""
                words = found[f"{prefix}{number}"]
                relation = _better(words, printed, unit, found[f"{prefix}n{number}"])
                name = _name(before, after, unit, last)
                if name.startswith("no "):
                    name, relation = name.removeprefix("no "), _NOT[relation]
                yield _limit(name, relation, found[f"{prefix}n{number}"], unit, match[0])
                return


def _better(words: str, relation: str, unit: str, number: str) -> str:
    """The relation where "better" means more: purities and transmissions in percent, and sensitivities in dB."""
    if "better" in words and "(" not in words and "less" not in words and "lower" not in words:
        high = unit in {"dB", "Db"} or (unit in {"%", "percent"} and abs(read_number(number)) > 50)  # noqa: PLR2004
        if high:
            return {"<": ">", "<=": ">="}[relation]
    return relation


def _limit(name: str, relation: str, number: str, unit: str, text: str) -> Limit:
    kept, factor = unit_of(unit) or (unit, 1.0)
    return Limit(name, kept, relation, _scaled(read_number(number), factor), text.strip())


def _scaled(number: float, factor: float) -> float:
    """A number times the factor of its unit, without the noise of binary fractions."""
    return float(f"{number * factor:.12g}") if math.isfinite(number * factor) else number


def _name(before: str, after: str, unit: str, last: Limit | None) -> str:
    """What a comparison limits: the words before it, else those after it, else what the comparison before it does."""
    words = _TRAILING.sub("", _LEADING.sub("", before.strip(" ,;:.()")))
    words = " ".join(re.split(r"[,;:]| and | with | having ", words)[-1].split()[-_WORDS:])
    words = _TRAILING.sub("", _LEADING.sub("", words)).lower()
    if words.count("(") > words.count(")"):
        words += ")"
    same = last is not None and last.unit == (unit_of(unit) or (unit, 1.0))[0]
    if words and not (same and words in {"or", "up to and including", "not"}):
        return words
    if last is not None and same:
        return last.name
    following = _LEADING.sub("", re.split(r"[,;:.(]", after.strip(), maxsplit=1)[0])
    return " ".join(following.split()[:4]).lower() or "value"
