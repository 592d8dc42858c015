"""What a line of an ECCN's license requirements covers: "NS applies to entire entry, except 9A515.e".

A scope is read exactly or not at all. Where the words hold a condition besides paragraphs ("1C007.c when the
dielectric constant is less than 6"), the paragraphs named are kept as the outer bound: outside them the line
surely does not apply, inside them a person must judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Scope", "read_paragraphs", "read_scope", "reason_of"]

_REASON = re.compile(r"^(?P<reason>[A-Z]{2})\s+appl(?:y|ies)\b:?\s*(?:to\b:?\s*)?(?P<rest>.*)$", re.DOTALL)
_ENTIRE = re.compile(r"(?:the )?entire entry(?: \(refer to [^()]*\))?")
_EXCEPT = re.compile(r"(?:the )?entire entry,? except:?\s+(?P<list>.+)")
_LEAD = re.compile(
    r"^(?:to )?(?:items (?:controlled )?(?:by|in)|commodities in|“software” controlled by|paragraphs?)\s+"
)
_TAIL = re.compile(r"\s*(?:of this entry|only)$")
_PARA = r"[a-z](?:\.(?:\d+|[a-z]))*"
_TOKEN = re.compile(rf"^(?:(?P<eccn>\d[A-E]\d{{3}})\.)?\.?(?P<para>{_PARA})$")
_SIBLING = re.compile(r"^\.(?P<number>\d+)$")
_RANGE = re.compile(rf"^(?P<from>(?:\d[A-E]\d{{3}}\.|\.)?{_PARA})\s+(?:through|to)\s+(?P<to>\.?{_PARA})$")
_SPLIT = re.compile(r"\s*(?:,\s*and\b|,\s*or\b|,|;\s*and\b|;|\band\b|\bor\b)\s*")
_NAMED = re.compile(rf"(?P<eccn>\d[A-E]\d{{3}})\.(?P<para>{_PARA})")
_MORE = re.compile(  # what may follow a named paragraph in the same list: ", .b", " and c.2", " or d when"
    r"\s*(?:,\s*(?:and\s+|or\s+)?|\band\s+|\bor\s+)"
    rf"(?P<para>\.{_PARA}|[a-z](?:\.(?:\d+|[a-z]))+|[a-z](?=[,;)]|$|\s+(?:and|or|if|when|that|to)\b))"
)
_PARTS = re.compile(r";\s*(?:and\s+)?")
_AND = re.compile(r",?\s+and\s+(?=\d[A-E]\d{3}|presses)")
_IF = re.compile(r"\b(?:if|when|for)\b")
_ASIDE = re.compile(r"\s*\((?P<words>(?:[^()]|\([^()]*\))*)\)")
_STRAY_SPACE = re.compile(r"(\d[A-E]\d{3})\s*\.\s*(?=[a-z])")  # "8A620. b", "9A004 .g"
_SPACE_STATION = ", except to Russia for use in, with, or for the International Space Station (ISS), including launch to the ISS"  # noqa: E501  742.6(a)(7) says so for all
# Lines whose words name paragraphs of the entry without being bound to them; read by eye.
_NOT_BOUND = {("1B001", "NP"), ("1B101", "NP"), ("2B009", "MT")}
# A line whose words repeat the heading of the entry: the whole of it.
_IS_THE_HEADING = {("0E982", "CC")}
# A line with a bracket left open in print, read by eye.
_BY_EYE = {("1C010", "NP"): ("1C010.a", "1C010.b", "1C010.e.1")}
# A line whose bracket takes some items of two paragraphs out, read by eye.
_BUT_FOR_SOME = {
    ("6A002", "RS"): (
        ("6A002.a.1", "6A002.a.2", "6A002.a.3", "6A002.c", "6A002.f"), ("6A002.a.3.d.2.a", "6A002.a.3.e")
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """Which items of an entry a line covers.

    ``within``: paragraphs (``3A090.a``), empty for the entire entry. ``without``: paragraphs taken out.
    ``exact``: nothing besides decides. ``perhaps``: paragraphs of which words take some items out, ``*`` where they
    may be of any. Where not exact and both ``within`` and ``perhaps`` are empty, nothing is known of it.
    """

    within: tuple[str, ...]
    without: tuple[str, ...]
    exact: bool
    perhaps: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        if self.within:
            return ";".join(self.within)
        return "entire" if self.exact or self.perhaps else "text"


_UNREAD = Scope((), (), exact=False)


def reason_of(control: str) -> tuple[str, str]:
    """Reason for control and the words of the scope; reason ``RUS`` for the Russian industry sanctions.

    >>> reason_of("NS applies to entire entry")
    ('NS', 'entire entry')
    """
    if control.startswith("Russian industry sector sanction"):
        return "RUS", "entire entry"
    match = _REASON.match(control.strip())
    if match is None:
        raise ValueError(f"no reason for control in {control!r}")
    return match["reason"], match["rest"].strip()


def read_scope(eccn: str, reason: str, rest: str) -> Scope:
    """The scope that the words after "applies to" state, for this ECCN and reason.

    >>> read_scope("9A515", "NS", "entire entry, except .e, .x, and .y").without
    ('9A515.e', '9A515.x', '9A515.y')
    """
    words = rest.strip().removesuffix(_SPACE_STATION).rstrip(".").strip()
    words = _STRAY_SPACE.sub(r"\1.", words)
    if _ENTIRE.fullmatch(words) or (eccn, reason) in _IS_THE_HEADING:
        return Scope((), (), exact=True)
    if match := _EXCEPT.fullmatch(words):
        without = read_paragraphs(eccn, match["list"])
        return Scope((), without, exact=True) if without else _all_but(eccn, match["list"])
    if (eccn, reason) in _BUT_FOR_SOME:
        within, perhaps = _BUT_FOR_SOME[eccn, reason]
        return Scope(within, (), exact=False, perhaps=perhaps)
    listed = _listed(eccn, _TAIL.sub("", _LEAD.sub("", words)))
    if listed is not None:
        return listed
    if "entire entry" in words or "this entry" in words or (eccn, reason) in _NOT_BOUND:
        return _UNREAD
    return Scope(_BY_EYE.get((eccn, reason)) or _named(eccn, words), (), exact=False)


def _all_but(eccn: str, words: str) -> Scope:
    """The entire entry but for parts, some of them said in words: "9A610.b; parts in 9A610.x if for 9A610.b".

    >>> _all_but("9A610", "9A610.b; parts controlled in 9A610.x if for use in 9A610.b; and 9A610.y")
    Scope(within=(), without=('9A610.b', '9A610.y'), exact=False, perhaps=('9A610.x',))
    """
    if "Note:" in words:
        return _UNREAD
    without: list[str] = []
    perhaps: list[str] = []
    for part in _PARTS.split(words) if ";" in words else _AND.split(words):
        named = read_paragraphs(eccn, part)
        without += named
        if not named:
            found = _NAMED.search(_IF.split(part)[0])
            own = found is not None and found["eccn"] == eccn
            perhaps.append(f"{eccn}.{found['para']}" if found is not None and own else "*")
    return Scope((), tuple(without), exact=False, perhaps=("*",) if "*" in perhaps else tuple(perhaps))


def _listed(eccn: str, words: str) -> Scope | None:
    """A list of paragraphs, with or without asides such as "(except .b.5)"; None where it is not that."""
    within = read_paragraphs(eccn, _ASIDE.sub("", words))
    if not within:
        return None
    asides = [match["words"] for match in _ASIDE.finditer(words)]
    without = [
        read_paragraphs(eccn, a.removeprefix("except ")) if a.startswith("except ") else () for a in asides
    ]
    exact = all(without)
    return Scope(within, tuple(p for taken in without for p in taken) if exact else (), exact)


def read_paragraphs(eccn: str, text: str) -> tuple[str, ...]:
    """A list that is nothing but paragraphs of this ECCN, ranges spread out; empty where it is not that."""
    found: list[str] = []
    for part in (p for p in _SPLIT.split(text.strip()) if p):
        paragraphs = _sibling(found, part) or _range(eccn, part) or _one(eccn, part)
        if paragraphs is None:
            return ()
        found += paragraphs
    return tuple(dict.fromkeys(found))


def _sibling(found: list[str], part: str) -> list[str] | None:
    """``.16`` after ``1C351.d.15`` is ``1C351.d.16``."""
    match = _SIBLING.match(part)
    return [f"{found[-1].rpartition('.')[0]}.{match['number']}"] if match and found else None


def _one(eccn: str, part: str) -> list[str] | None:
    match = _TOKEN.match(part)
    if match is None or match["eccn"] not in {None, eccn}:
        return None
    return [f"{eccn}.{match['para']}"]


def _range(eccn: str, part: str) -> list[str] | None:
    match = _RANGE.match(part)
    if match is None:
        return None
    first, last = _one(eccn, match["from"]), _one(eccn, match["to"])
    if first is None or last is None:
        return None
    head, _, low = first[0].rpartition(".")
    tail, _, high = last[0].rpartition(".")
    if head != tail or low.isdigit() != high.isdigit():
        return None
    if low.isdigit():
        return [f"{head}.{n}" for n in range(int(low), int(high) + 1)]
    return [f"{head}.{chr(n)}" for n in range(ord(low), ord(high) + 1)]


def _named(eccn: str, words: str) -> tuple[str, ...]:
    """Every paragraph of this ECCN that the words name, those that follow in the same list included."""
    found: list[str] = []
    for match in _NAMED.finditer(words):
        if match["eccn"] != eccn:
            continue
        found.append(f"{eccn}.{match['para']}")
        at = match.end()
        while more := _MORE.match(words, at):
            found.append(f"{eccn}.{more['para'].lstrip('.')}")
            at = more.end()
    return tuple(dict.fromkeys(found))
