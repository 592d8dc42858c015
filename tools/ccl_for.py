"""Lines of the list that say for which items software or technology is: "“technology” for items controlled by 1A002".

Such a line is read whole or not at all. What it says becomes a test of the ECCN that the software or technology is
for (``facts.for_eccn``):
ECCNs and paragraphs, ranges of ECCNs (``1B001-1B003``), what is taken out again (``!3B002.c``),
what only a reader can tell (``?3B001``), and the reason for which these items must be controlled (``@MT``).
"""

from __future__ import annotations

import re

__all__ = ["for_items"]

_KIND = r"(?:“?(?:specially designed|required)”? )?“?(?:technology|software)[,”]*"
_USE = (
    r"(?:(?:the )?(?:“\w+,?”|operation|installation|maintenance|repair|overhaul|refurbishing|disposal|use)"
    r"(?:, or |, | or | and )?)+"
)
_THINGS = r"(?:items|commodities|commodities and software|equipment|software|materials)"
_SENTENCE = re.compile(
    rf"(?:to )?{_KIND},? (?:“required” )?for (?:{_USE} of |{_USE} )?(?:the )?(?:{_THINGS} )?"
    r"(?:(?:controlled|specified|described) )?(?:by|in|under)? ?(?P<list>\d[A-E].*)",
    re.IGNORECASE,
)
_REASON = re.compile(
    r" (?:controlled )?for (?P<reason>[A-Z]{2}) [Rr]easons(?: only)?$|controlled for (?P<other>[A-Z]{2}) reasons in "
)
_PARAGRAPH = r"[a-z](?:\.(?:\d+|[a-z]))*"
_ECCN = rf"\d[A-E]\d{{3}}(?:\.{_PARAGRAPH})?"
_RANGE = re.compile(r"(?P<from>\d[A-E]\d{3}) to (?P<to>\d[A-E]\d{3})")
_SPLIT = re.compile(r"\s*(?:,\s*and\b|,\s*or\b|,|\band\b|\bor\b)\s*")
_ASIDE = re.compile(r"(?P<eccn>\d[A-E]\d{3})[^,()]*? \(except (?P<out>[^()]+)\)")


def for_items(words: str) -> str:
    """The items that a line names, as a test; nothing where its words say more or other than that.

    >>> for_items("“technology” for items controlled by 2B004, 2B009, 2B119 to 2B122, or 2D101 for MT reasons")
    '2B004;2B009;2B119-2B122;2D101@MT'
    >>> for_items("“technology” for items in 3B001 (except as noted in the heading) or 3B002 (except 3B002.c)")
    '3B001;3B002;?3B001;!3B002.c'
    """
    match = _SENTENCE.fullmatch(words.strip().rstrip("."))
    if match is None:
        return ""
    text, reason = _without_reason(match["list"])
    left_out: list[str] = []
    for aside in _ASIDE.finditer(text):
        named = _items(aside["out"], aside["eccn"])
        left_out += [f"!{item}" for item in named] if named else [f"?{aside['eccn']}"]
    items = _items(_ASIDE.sub(lambda aside: aside["eccn"], text), "")
    if not items:
        return ""
    return ";".join((*items, *left_out)) + (f"@{reason}" if reason else "")


def _without_reason(text: str) -> tuple[str, str]:
    match = _REASON.search(text)
    return (text, "") if match is None else (text[: match.start()], match["reason"] or match["other"])


def _items(text: str, eccn: str) -> list[str]:
    """ECCNs, paragraphs and ranges of a list that is nothing else; none where it is not."""
    found: list[str] = []
    for part in (item for item in _SPLIT.split(text.strip()) if item):
        if span := _RANGE.fullmatch(part):
            found.append(f"{span['from']}-{span['to']}")
        elif re.fullmatch(_ECCN, part):
            found.append(part)
            eccn = part.partition(".")[0]
        elif eccn and re.fullmatch(rf"\.?{_PARAGRAPH}", part):
            found.append(f"{eccn}.{part.lstrip('.')}")
        else:
            return []
    return found
