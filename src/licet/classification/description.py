"""What a description states: amounts with their units, and what it says of encryption, each with its words.

It fills in answers for a person to accept or change. What it does not find is not said to be absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from licet.classification.amounts import NUMBER_TEXT, Amount, AmountError
from licet.classification.quantities import QUANTITIES, amount, unit_of
from licet.classification.questions import Form, ReviewQuestion
from licet.classification.words import content_words

__all__ = ["StatedAmount", "Suggestion", "states_quantity", "suggestion"]

_SPELLED = {
    "nanotesla": "nT", "picotesla": "pT", "gigahertz": "GHz", "megahertz": "MHz", "kilohertz": "kHz", "hertz": "Hz",
    "nanometers": "nm", "nanometres": "nm", "milliwatts": "mW", "kilowatts": "kW", "megawatts": "MW",
    "kilovolts": "kV",
    "weighted teraflops": "WT", "teraflops": "TFLOPS", "-bit": "bit", " bit": "bit", "msps": "MSPS", "gsps": "GSPS",
    "percent": "%", "frames per second": "frames/s", "kilometers": "km", "kilometres": "km",
}  # fmt: skip
_NEVER = frozenset({"", "in", "C", "t", "h", "K", "F", "H", "A", "T", "J", "V", "g", "l", "m"})
_UNITS = sorted(
    {unit for units in QUANTITIES.values() for unit in units if unit not in _NEVER} | set(_SPELLED),
    key=len, reverse=True,
)  # fmt: skip
_SAID = re.compile(
    r"(?P<words>(?:(?:well )?(?:above|below|over|under|up to|at least|at most|more than|less than|about|"
    r"approximately|"
    rf"exceeding)\s+|[<>~]\s*)?)(?<!\d)(?P<number>{NUMBER_TEXT})(?P<range>\s*(?:to|-|–)\s*{NUMBER_TEXT})?"
    rf"\s?-?(?P<unit>{'|'.join(re.escape(unit) for unit in _UNITS)})(?![A-Za-z])"
)
_TIMES = re.compile(r"(?P<first>\d[\d,]{0,17})\s*[x×*]\s*$")
"""What stands before the second number of a product, such as 320 x 240 elements."""
_NEAR = 8
_STRONG = re.compile(
    r"\b(?:AES|TLS|SSL|WPA[23]?|IPsec|SSH|VPN|HTTPS|RSA|ECDH|3DES|triple-DES|Bluetooth|BLE|Wi-?Fi|Zigbee|LTE|"
    r"(?:full-)?disk encryption|encrypt(?:ed|ion|s)|cryptograph(?:y|ic))\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b(?:no|without(?: any)?|not) (?:\w+ )?(?:encryption|cryptograph\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """An amount in a description. ``unit``: the kept unit; ``text``: its words; ``near``: the stems about it.

    ``first``: the number that it is multiplied by where it is the second one of a product; else 0.
    """

    amount: Amount
    unit: str
    text: str
    near: frozenset[str]
    first: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer that a description suggests. ``typed``: as a person would type it; ``words``: where it is said."""

    typed: str
    words: str


@lru_cache(maxsize=256)
def _amounts(description: str) -> tuple[StatedAmount, ...]:
    return tuple(_found(description))


def _found(description: str) -> Iterator[StatedAmount]:
    for match in _SAID.finditer(description):
        unit = _SPELLED.get(match["unit"], match["unit"])
        kept = unit_of(unit)
        if kept is None:
            continue
        typed = f"{match['words']}{match['number']}{match['range'] or ''} {unit}".replace("well ", "")
        try:
            stated = amount(typed, kept[0])
        except AmountError:
            continue
        before = content_words(description[: match.start()])[-_NEAR:]
        after = content_words(description[match.end() :])[:_NEAR]
        times = _TIMES.search(description[: match.start()])
        first = int(times["first"].replace(",", "")) if times else 0
        words = f"{times[0] if times else ''}{match[0]}".strip()
        yield StatedAmount(stated, kept[0], words, frozenset((*before, *after)), first)


def states_quantity(description: str, unit: str) -> bool:
    """Whether a description states an amount of the quantity that is kept in a unit."""
    return any(stated.unit == _kept(unit) for stated in _amounts(description))


def _kept(unit: str) -> str:
    found = unit_of(unit)
    return found[0] if found else unit


def suggestion(question: ReviewQuestion, description: str) -> Suggestion | None:
    """What a description suggests as the answer to a question; None where it does not say."""
    if question.key == "encryption":
        if match := _NONE.search(description):
            return Suggestion("no", match[0])
        found = _STRONG.search(description)
        return Suggestion("strong", found[0]) if found else None
    if question.form is Form.NUMBER and question.unit:
        return _number(question, description)
    return None


def _number(question: ReviewQuestion, description: str) -> Suggestion | None:
    """The amount of the right quantity with the words of the question about it; None where two are as near."""
    wanted = set(content_words(question.text.partition("?")[0]))
    same = [stated for stated in _amounts(description) if stated.unit == _kept(question.unit)]
    ranked = sorted(same, key=lambda stated: -len(stated.near & wanted))
    if not ranked or (len(ranked) > 1 and len(ranked[0].near & wanted) == len(ranked[1].near & wanted)):
        return None
    best = ranked[0]
    if (
        best.first and best.unit != "elements"
    ):  # a product of two amounts, or so many of one: a person reads it
        return None
    factor = max(best.first, 1) * QUANTITIES[best.unit][best.unit] / _factor(question.unit)
    return Suggestion(str(best.amount.times(factor)), best.text)


def _factor(unit: str) -> float:
    """How much of the kept unit of its quantity a unit is."""
    found = unit_of(unit)
    return found[1] if found else 1.0
