"""What decides whether a line of the list covers an item, where its words name something else than paragraphs.

``for:1B001-1B003;1C018@MT``: the item that software or technology is for, and the reason for which that is
controlled. ``barrel_length_in<18``: a measure; with ``+`` at its end it settles only that the line applies.
``fact:exported_by_sea``: a fact of its own, a yes or a no. The tables are made by :mod:`tools.ccl_for` and
:mod:`tools.ccl_tests`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from licet.model.eccn_paragraphs import within
from licet.regimes.us_ear.part_738.facts import FOR_ECCN
from licet.rules.rulebook import Controls

__all__ = ["fact_of", "items_named", "judge", "measures", "names_item"]

_MEASURE = re.compile(r"(?P<fact>\w+?)(?P<op><|>=)(?P<limit>\d+)(?P<only_yes>\+?)")
_FOR, _FACT = "for:", "fact:"
ControlsOf = Callable[[str], Controls | None]


def fact_of(test: str) -> str:
    """The path of the yes/no fact that a test names; nothing for other tests.

    >>> fact_of("fact:exported_by_sea"), fact_of("range_km>=300")
    ('facts.exported_by_sea', '')
    """
    return f"facts.{test.removeprefix(_FACT)}" if test.startswith(_FACT) else ""


def judge(test: str, said: Mapping[str, object], controls_of: ControlsOf) -> tuple[bool | None, str]:
    """Whether an item passes a test by what was ``said``, and the path of what is to be asked where nothing was.

    >>> judge("barrel_length_in<18", {"facts.barrel_length_in": Decimal(20)}, lambda _: None)
    (False, '')
    >>> judge("for:3A001;3A003", {}, lambda _: None)
    (None, 'facts.for_eccn')
    """
    if test.startswith(_FOR):
        eccn = said.get(FOR_ECCN)
        if not eccn:
            return None, FOR_ECCN if eccn is None else ""
        return _is_for(test, str(eccn), controls_of), ""
    match = _MEASURE.fullmatch(test)
    if match is None:
        return None, ""
    path = f"facts.{match['fact']}"
    value = said.get(path)
    if not isinstance(value, Decimal):
        return None, path
    limit = Decimal(match["limit"])
    truth = value < limit if match["op"] == "<" else value >= limit
    return (None if match["only_yes"] and not truth else truth), ""


def measures(tests: Iterable[str]) -> dict[str, tuple[Decimal, ...]]:
    """By path of a number, the limits that tests compare it with, in order."""
    found: dict[str, set[Decimal]] = {}
    for match in filter(None, map(_MEASURE.fullmatch, tests)):
        found.setdefault(f"facts.{match['fact']}", set()).add(Decimal(match["limit"]))
    return {path: tuple(sorted(limits)) for path, limits in found.items()}


def items_named(tests: Iterable[str]) -> tuple[str, ...]:
    """The first item that each test names, in order.

    >>> items_named(["for:1B001-1B003;1C018@MT", "range_km>=300", "for:3A001.b;!3A002"])
    ('1B001', '3A001.b')
    """
    named = (_items(test)[0][0].partition("-")[0] for test in tests if test.startswith(_FOR))
    return tuple(sorted({item for item in named if item[0].isdigit()}))


def names_item(test: str, eccn: str) -> bool:
    """Whether a test names an item, whatever the reason for which that is controlled.

    >>> names_item("for:3A001;3A201@NP", "3A001.a.7"), names_item("for:3A001", "5A992.c")
    (True, False)
    """
    return test.startswith(_FOR) and _among(_items(test)[0], eccn) is not False


def _is_for(test: str, eccn: str, controls_of: ControlsOf) -> bool | None:
    items, reason = _items(test)
    named = _among(items, eccn)
    if not reason or named is False:
        return named
    controls = controls_of(eccn)
    lines = () if controls is None else controls.lines
    truths = {line.applies for line in lines if line.reason == reason}
    controlled = True if True in truths else (None if controls is None or None in truths else False)
    return False if controlled is False else (True if named and controlled else None)


def _items(test: str) -> tuple[list[str], str]:
    names, _, reason = test.removeprefix(_FOR).partition("@")
    return names.split(";"), reason


def _among(items: Iterable[str], eccn: str) -> bool | None:
    """Whether an item is one of those named and none that is taken out again."""
    base, _, paragraph = eccn.partition(".")
    found: set[bool | None] = set()
    out: set[bool | None] = set()
    for item in items:
        if item[0] in "!?":
            truth = _is_it(item[1:], base, paragraph)
            out.add(None if item[0] == "?" and truth else truth)
        else:
            found.add(_is_it(item, base, paragraph))
    named = True if True in found else (None if None in found else False)
    left_out = True if True in out else (None if None in out else False)
    if named is False or left_out is True:
        return False
    return True if named and left_out is False else None


def _is_it(item: str, base: str, paragraph: str) -> bool | None:
    first, _, last = item.partition("-")
    if last:
        return first[:2] == base[:2] and first <= base <= last
    if item.partition(".")[0] != base:
        return False
    return True if item == base else within(item, base, paragraph)
