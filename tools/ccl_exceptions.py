"""What an ECCN says of a license exception: "LVS: $3000, N/A for MT", "GBS: Yes for 6B004.b".

Read exactly or kept as text. ``available`` is ``yes``, ``no`` or ``text``; with ``yes`` the paragraphs in
``within`` (empty: all of them) less those in ``without`` are eligible as far as this entry goes. What a
person must still judge ("N/A for MT": is this item controlled for MT reasons?) makes the whole ``text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.ccl_scope import read_paragraphs

__all__ = ["Eligibility", "read_exception"]


@dataclass(frozen=True)
class Eligibility:
    """What is printed beside one exception. ``limit_usd``: the value limit of LVS, in dollars."""

    available: str
    limit_usd: str = ""
    within: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    exact: bool = True


_TEXT = Eligibility("text", exact=False)
_DOLLARS = re.compile(r"^\$(?P<amount>\d[\d,]*)\.?$")
_DOLLARS_FOR = re.compile(r"^\$(?P<amount>\d[\d,]*)(?::| for) (?P<list>[^$;]+?)\.?$")
_DOLLARS_BUT = re.compile(
    r"^\$(?P<amount>\d[\d,]*)[,;]? (?:except |N/A for |except N/A for )(?P<list>[^$]+?)\.?$"
)
_YES_FOR = re.compile(r"^Yes,?(?: for)? (?P<list>\S.*?)(?: only)?\.?$")
_YES_BUT = re.compile(r"^Yes, except (?:for )?(?P<list>.+?)\.?$")
_IEC = re.compile(r", see § 740\.2\(a\)\(22\) and § 740\.24 of the EAR\.?$")


def read_exception(eccn: str, symbol: str, printed: str) -> Eligibility:
    """Read one line of the list based license exceptions.

    >>> read_exception("2B007", "LVS", "$5,000, except 2B007.b and .c").without
    ('2B007.b', '2B007.c')
    """
    if symbol == "STA":  # says where STA may not be used, never that it may
        return _TEXT
    words = _IEC.sub("", printed.strip())
    if words.rstrip(".") == "N/A":
        return Eligibility("no")
    if words.rstrip(".") == "Yes":
        return Eligibility("yes")
    return _limit(eccn, words) if symbol == "LVS" else _scoped(eccn, words)


def _limit(eccn: str, words: str) -> Eligibility:
    if match := _DOLLARS.match(words):
        return Eligibility("yes", _amount(match))
    if match := _DOLLARS_FOR.match(words):
        within = read_paragraphs(eccn, match["list"])
        return Eligibility("yes", _amount(match), within=within) if within else _TEXT
    if match := _DOLLARS_BUT.match(words):
        without = read_paragraphs(eccn, match["list"])
        return Eligibility("yes", _amount(match), without=without) if without else _TEXT
    return _TEXT


def _scoped(eccn: str, words: str) -> Eligibility:
    if match := _YES_BUT.match(words):
        without = read_paragraphs(eccn, match["list"])
        return Eligibility("yes", without=without) if without else _TEXT
    if match := _YES_FOR.match(words):
        within = read_paragraphs(eccn, match["list"])
        return Eligibility("yes", within=within) if within else _TEXT
    return _TEXT


def _amount(match: re.Match[str]) -> str:
    return match["amount"].replace(",", "")
