"""Words for people: days, answers, lights, lists, money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from licet.rules import english
from licet.rules.answer import Answer, Light

__all__ = [
    "ANSWERS",
    "LIGHTS",
    "UNDECIDED",
    "amount",
    "answer_words",
    "counted",
    "day_words",
    "first_up",
    "plain",
]

ANSWERS = {
    Answer.NOT_SUBJECT: "Not subject to these rules",
    Answer.NO_LICENSE_REQUIRED: "No license required",
    Answer.AUTHORIZED: "Authorized",
    Answer.LICENSE_REQUIRED: "License required",
    Answer.PROHIBITED: "Prohibited",
    Answer.UNDETERMINED: "Cannot be said yet",
}
LIGHTS = {
    Light.GREEN: "Green: it may go",
    Light.AMBER: "Amber: it may go once what is open is done",
    Light.RED: "Red: it may not go as it stands",
}
UNDECIDED = "Amber: not decided, so it may not go yet"


def day_words(day: date | str | None) -> str:
    """A day as people write it.

    >>> day_words(date(2019, 11, 18)), day_words("2019-11-18")
    ('November 18, 2019', 'November 18, 2019')
    """
    if day is None or day == "":
        return ""
    read = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    return english.day_words(read)


def counted(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "line"), counted(1200, "line"), counted(2, "entry", "entries")
    ('1 line', '1,200 lines', '2 entries')
    """
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def answer_words(answer: str) -> str:
    """An answer's value in words."""
    return ANSWERS[Answer(answer)]


def first_up(text: str) -> str:
    """The text as a sentence begins; the rest keeps its letters.

    >>> first_up("the Entity List")
    'The Entity List'
    """
    return text[:1].upper() + text[1:]


def plain(word: object) -> str:
    """A word of the wire format for people.

    >>> plain("ultimate_consignee")
    'ultimate consignee'
    """
    return str(word).replace("_", " ")


def amount(value: Decimal | float | None) -> str:
    """US dollars to the dollar, thousands parted; nothing where it is not known.

    >>> amount(1200), amount(-1200)
    ('$1,200', '-$1,200')
    """
    if value is None:
        return ""
    return f"{'-' if value < 0 else ''}${abs(value):,.0f}"
