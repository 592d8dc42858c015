"""How days, amounts, countries and roles are written on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pycountry

from licet.model.transaction import Action, Role
from licet.rules.english import day_words

__all__ = [
    "Authority",
    "amount",
    "country",
    "day",
    "description_of",
    "letterhead_of",
    "money",
    "role",
    "title_of",
    "type_of_application",
]


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose letterhead it is: two lines, an address, and the line of the seal.

    ``verification``: how a reader asks the installation that issued the paper whether it is genuine. None of it has a
    default: an installation that was not told whose papers it issues prints specimens.
    """

    department: str
    bureau: str
    address: str = ""
    seal_line: str = ""
    verification: str = ""


def letterhead_of(authority: Authority | None) -> dict[str, Any]:
    """What a template is given for its head; without an authority the paper is a specimen and says so."""
    if authority is None:
        return {
            "authority": ["Specimen", "Printed from a record in Licet. No authority issued this paper."],
            "address": "", "seal": "", "verification": "", "specimen": True,
        }  # fmt: skip
    return {
        "authority": [authority.department, authority.bureau], "address": authority.address,
        "seal": authority.seal_line, "verification": authority.verification, "specimen": False,
    }  # fmt: skip


def title_of(title: str, authority: Authority | None) -> str:
    """The title of a paper, which names a specimen as one."""
    return f"SPECIMEN: {title}" if authority is None else title


def day(value: date | None) -> str:
    """A day in full.

    >>> day(date(2019, 10, 9))
    'October 9, 2019'
    """
    return "" if value is None else day_words(value)


def money(value: Decimal | None) -> str:
    """US dollars with cents and separators of thousands.

    >>> money(Decimal("1234567.5"))
    '1,234,567.50'
    """
    return "" if value is None else f"{value:,.2f}"


def amount(value: Decimal | None) -> str:
    """A quantity as it was given, with separators of thousands."""
    return "" if value is None else f"{value:,f}"


def country(code: str | None) -> str:
    """A country's name with its code; the code alone where nobody knows it."""
    if code is None:
        return ""
    found = pycountry.countries.get(alpha_2=code)
    return code if found is None else f"{getattr(found, 'common_name', found.name)} ({code})"


def role(value: Role) -> str:
    return value.value.replace("_", " ").capitalize()


def type_of_application(value: Action | None) -> str:
    """What is applied for, or authorized."""
    return "" if value is None else value.value.replace("_", " ").replace("in country", "(in-country)")


def description_of(model: str | None, maker: str | None, text: str | None) -> str:
    """Model, manufacturer and description in one line."""
    return "; ".join(word for word in (model, maker, text) if word)
