"""What the tables say of an item by its ECCN, one yes/no question at a time: series, lists, exceptions allowed.

A flag answers with its truth and, where the ECCN does not decide, the path of what would: the ECCN with a
finer paragraph, or a named fact where the law's words must be read by a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from licet.model.eccn_paragraphs import Paragraphs, within

__all__ = ["BY_PARAGRAPH", "LVS_LIMITS", "LVS_LISTS", "item_flags"]

Flag = Callable[[str], tuple[bool | None, str]]
Rows = Iterable[Mapping[str, str]]

ECCN = "item.eccn"
LVS_LIMITS = (200, 500, 1000, 1500, 3000, 5000, 6000)
"""Every value limit, in dollars, that an LVS paragraph of the Commerce Control List states."""

_SERIES = {
    "series_600": re.compile(r"\d[A-E]6\d\d"),
    "series_9x515": re.compile(r"9[A-E]515"),
    "series_0x5zz": re.compile(r"0[A-E]5\d\d"),
    "firearms_of_2024": re.compile(r"0A50[6-9]"),
    "ear99": re.compile("EAR99"),
    "category_3_product_groups_b_to_e": re.compile(r"3[BCDE]\d\d\d"),
    "category_3b": re.compile(r"3B\d\d\d"),
    "category_3": re.compile(r"3[A-E]\d\d\d"),
    "chip_technology": re.compile("3E001"),
    "category_3_to_9": re.compile(r"[3-9][A-E]\d\d\d"),
}
_ALLOWED = ("LVS", "GBS", "TSR", "ACE", "APP", "IEC", "HBM", "AIA", "ACM", "LPP")


BY_PARAGRAPH = {
    "GBS": ("gbs_open_by_paragraph", "gbs_closed_by_paragraph"),
    "STA": ("sta_c1_open_by_paragraph", "sta_c1_closed_by_paragraph"),
}
"""Of entries whose words on an exception reach beyond paragraphs: the lists of paragraphs that they surely open, and
surely close."""


LVS_LISTS = {f"lvs_{limit}_by_paragraph": limit for limit in (0, *LVS_LIMITS)}
"""Of entries whose LVS paragraph is in words: the lists of paragraphs for which it states a limit; 0 for N/A."""


def item_flags(exceptions: Rows, lists: Rows, paragraphs: Paragraphs) -> dict[str, Flag]:
    """Every flag by name: ``series_600``, ``allows_gbs``, ``lvs_limit_500``, ``sta_bars_a5``, ``surreptitious``."""
    by_symbol: dict[str, dict[str, Mapping[str, str]]] = defaultdict(dict)
    for row in exceptions:
        by_symbol[row["exception"]][row["eccn"]] = row
    flags = {name: _series(pattern) for name, pattern in _SERIES.items()}
    lists = tuple(lists)
    flags |= {
        f"allows_{symbol.lower()}": _allows(by_symbol[symbol], _sure(symbol, lists)) for symbol in _ALLOWED
    }
    limit_of = _limit_by_paragraph(lists)
    flags |= {f"lvs_limit_{limit}": _limit(by_symbol["LVS"], limit, limit_of) for limit in LVS_LIMITS}
    flags["lvs_limit_in_words"] = _in_words(by_symbol["LVS"], limit_of)
    flags["paragraph_y"] = _paragraph_y(paragraphs)
    flags["uncertain_paragraph"] = lambda eccn: (not paragraphs.certain(eccn), ECCN)
    flags["sta_bars_a5"] = _bars(by_symbol["STA"], _of_a6_only, _sure("STA", lists))
    flags["sta_bars_a6"] = _bars(by_symbol["STA"], lambda _: False, lambda _: None)
    named = {name for pair in BY_PARAGRAPH.values() for name in pair} | set(LVS_LISTS)
    return flags | _listed(row for row in lists if row["list"] not in named)


def _sure(symbol: str, lists: Rows) -> Callable[[str], bool | None]:
    """Whether an item lies in a paragraph for which the words of its entry surely open an exception, or close it."""
    names = BY_PARAGRAPH.get(symbol, ())
    places = {name: [row["within"] for row in lists if row["list"] == name] for name in names}

    def sure(eccn: str) -> bool | None:
        base, _, paragraph = eccn.partition(".")
        for name, answer in zip(names, (True, False), strict=False):
            if any(place.startswith(base) and within(place, base, paragraph) for place in places[name]):
                return answer
        return None

    return sure


def _limit_by_paragraph(lists: Rows) -> Callable[[str], int | None]:
    """The LVS limit that the words of an entry state for the item's paragraph: 0 where they allow none."""
    places = [(row["within"], LVS_LISTS[row["list"]]) for row in lists if row["list"] in LVS_LISTS]

    def limit_of(eccn: str) -> int | None:
        base, _, paragraph = eccn.partition(".")
        found = (
            limit for place, limit in places if place.startswith(base) and within(place, base, paragraph)
        )
        return next(found, None)

    return limit_of


def _series(pattern: re.Pattern[str]) -> Flag:
    return lambda eccn: (pattern.fullmatch(_base(eccn)) is not None, ECCN)


def _base(eccn: str) -> str:
    return eccn.partition(".")[0]


def _paragraph_y(paragraphs: Paragraphs) -> Flag:
    """Whether the item is of a .y paragraph; not known while none is given of an entry that has one."""

    def flag(eccn: str) -> tuple[bool | None, str]:
        base, _, paragraph = eccn.partition(".")
        if not paragraph and "y" in paragraphs.of(base):
            return None, ECCN
        return paragraph.startswith("y"), ECCN

    return flag


def _allows(rows: Mapping[str, Mapping[str, str]], sure: Callable[[str], bool | None]) -> Flag:
    """Whether the entry allows an exception; an entry that does not name it does not."""

    def flag(eccn: str) -> tuple[bool | None, str]:
        row = rows.get(_base(eccn))
        if row is None or row["available"] == "no":
            return False, ECCN
        if row["available"] == "text":
            found = sure(eccn)
            return found, ECCN if found is not None else "facts.ccl_allows_exception"
        return _in_scope(row, eccn), ECCN

    return flag


def _in_scope(row: Mapping[str, str], eccn: str) -> bool | None:
    base, _, paragraph = eccn.partition(".")
    inside = within(row["within"], base, paragraph) if row["within"] else True
    outside = within(row["except"], base, paragraph) if row["except"] else False
    if inside is False or outside is True:
        return False
    return None if inside is None or outside is None else True


def _limit(rows: Mapping[str, Mapping[str, str]], limit: int, limit_of: Callable[[str], int | None]) -> Flag:
    def flag(eccn: str) -> tuple[bool | None, str]:
        row = rows.get(_base(eccn))
        if row is None:
            return False, ECCN
        if row["available"] == "text":
            return limit_of(eccn) == limit, ECCN
        if row["limit_usd"] != str(limit):
            return False, ECCN
        return _in_scope(row, eccn), ECCN

    return flag


def _in_words(rows: Mapping[str, Mapping[str, str]], limit_of: Callable[[str], int | None]) -> Flag:
    def flag(eccn: str) -> tuple[bool | None, str]:
        row = rows.get(_base(eccn))
        in_words = row is not None and row["available"] == "text"
        return in_words and limit_of(eccn) is None, ECCN

    return flag


def _of_a6_only(words: str) -> bool:
    """Whether an STA paragraph takes away nothing but Country Group A:6, that is 740.20(c)(2)."""
    if "A:5" in words or "(c)(1)" in words:
        return False
    return "A:6" in words or "(c)(2)" in words


def _bars(
    rows: Mapping[str, Mapping[str, str]],
    escape_formula: Callable[[str], bool],
    opened: Callable[[str], bool | None],
) -> Flag:
    """Whether the entry's STA paragraph takes the item out; without such a paragraph nothing is taken out."""

    def flag(eccn: str) -> tuple[bool | None, str]:
        row = rows.get(_base(eccn))
        free = row is None or escape_formula(row["printed"])
        is_open = True if free else opened(eccn)
        return (None, "facts.sta_paragraph_bars_item") if is_open is None else (not is_open, ECCN)

    return flag


def _listed(rows: Rows) -> dict[str, Flag]:
    named: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in rows:
        named[row["list"]] += [(text, row["exact"] == "yes") for text in row["within"].split(";")]
    return {name: _on_list(name, places) for name, places in named.items()}


def _on_list(name: str, places: list[tuple[str, bool]]) -> Flag:
    """Whether an item is on a list of ECCNs and paragraphs; some are on it only for what words describe."""

    def flag(eccn: str) -> tuple[bool | None, str]:
        base, _, paragraph = eccn.partition(".")
        here = [(text, exact) for text, exact in places if _base(text) == base]
        found = [(_covers(text, base, paragraph), exact) for text, exact in here]
        if any(truth is True and exact for truth, exact in found):
            return True, ECCN
        if any(truth is True for truth, _ in found):
            return None, f"facts.described_by_{name}"
        return (None, ECCN) if any(truth is None for truth, _ in found) else (False, ECCN)

    return flag


def _covers(place: str, base: str, paragraph: str) -> bool | None:
    return True if place == base else within(place, base, paragraph)
