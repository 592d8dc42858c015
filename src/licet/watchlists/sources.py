"""The thirteen lists of the Consolidated Screening List: their official names, and the fewest rows of a whole file.

The Consolidated Screening List names a source as "Entity List (EL) - Bureau of Industry and Security"; the
short name in the parentheses is the list's code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from licet.model.listing import ListCode

__all__ = ["FLOORS", "EntryFloor", "code_of_source", "floors_on"]

_CODE = re.compile(r"\(([A-Z]{2,4}(?:-[A-Z]{3})?)(?: List)?\)")


@dataclass(frozen=True, slots=True)
class EntryFloor:
    """The fewest rows that a whole Consolidated Screening List has from one list, from ``since`` on."""

    rows: int
    since: date


# Well below what the lists have had since the day named, well above what a sample or a cut file holds. The
# Foreign Sanctions Evaders and CAPTA lists hold a handful of rows or none, so their absence says nothing.
FLOORS: Mapping[ListCode, EntryFloor] = MappingProxyType(
    {
        ListCode.EL: EntryFloor(1_000, date(2018, 1, 1)),
        ListCode.SDN: EntryFloor(5_000, date(2014, 1, 1)),
        ListCode.DPL: EntryFloor(400, date(2014, 1, 1)),
        ListCode.DTC: EntryFloor(400, date(2014, 1, 1)),
        ListCode.UVL: EntryFloor(50, date(2019, 1, 1)),
        ListCode.SSI: EntryFloor(150, date(2015, 1, 1)),
        ListCode.ISN: EntryFloor(50, date(2014, 1, 1)),
        ListCode.PLC: EntryFloor(20, date(2014, 1, 1)),
        ListCode.MEU: EntryFloor(
            40, date(2021, 1, 15)
        ),  # the list was made on December 23, 2020, 85 FR 83793
        ListCode.CMIC: EntryFloor(30, date(2021, 9, 1)),  # made by E.O. 14032 of June 3, 2021
        ListCode.NS_MBS: EntryFloor(5, date(2022, 6, 1)),
    }
)


def floors_on(day: date) -> dict[ListCode, int]:
    """The floors that bind a whole file of this data date."""
    return {code: floor.rows for code, floor in FLOORS.items() if floor.since <= day}


_BY_CODE = {code.value: code for code in list(ListCode)[: list(ListCode).index(ListCode.ISN) + 1]}


@lru_cache(maxsize=256)
def code_of_source(source: str) -> ListCode | None:
    """The list that an official source name means; None when it names none that is known.

    >>> code_of_source("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department")
    <ListCode.NS_MBS: 'NS-MBS'>
    """
    match = _CODE.search(source)
    return None if match is None else _BY_CODE.get(match[1])
