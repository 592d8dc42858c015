"""Listed parties: an entry of an official list, what it demands, and since when.

An entry says who (:class:`ListEntry`) and carries dated states (:class:`EntryTerms` on a
:class:`~licet.rules.dated.Timeline`): the license requirement and review policy that held on a day, on what
had been published by a day. A :class:`Listing` ties an entry to a party of a sale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from licet.rules.citation import Citation
from licet.rules.dated import Timeline

__all__ = ["CONSOLIDATED", "Alias", "EntryTerms", "ListCode", "ListEntry", "Listing"]


class ListCode(StrEnum):
    """The lists of the Consolidated Screening List, by their official short names, and other lists after them.

    ``words``: what people call it. A new list goes last: adopted lists are kept by a code's place
    in this order.
    """

    _value_: str
    words: str

    def __new__(cls, code: str, words: str = "") -> Self:
        if not words:
            raise TypeError(f"list {code}: say what people call it")
        member = str.__new__(cls, code)
        member._value_, member.words = code, words
        return member

    EL = "EL", "Entity List"  # BIS, Supplement No. 4 to 15 CFR Part 744
    DPL = "DPL", "Denied Persons List"  # BIS
    UVL = "UVL", "Unverified List"  # BIS, Supplement No. 6 to Part 744
    MEU = "MEU", "Military End User List"  # BIS, Supplement No. 7 to Part 744
    SDN = "SDN", "Specially Designated Nationals List"  # Treasury
    SSI = "SSI", "Sectoral Sanctions Identifications List"  # Treasury
    NS_MBS = "NS-MBS", "Menu-Based Sanctions List"  # Treasury, non-SDN
    CMIC = "CMIC", "Chinese Military-Industrial Complex Companies List"  # Treasury, non-SDN
    CAP = "CAP", "CAPTA List"  # Treasury: foreign financial institutions
    PLC = "PLC", "Palestinian Legislative Council List"  # Treasury, non-SDN
    FSE = "FSE", "Foreign Sanctions Evaders List"  # Treasury
    DTC = "DTC", "AECA Debarred List"  # State, under the ITAR
    ISN = "ISN", "Nonproliferation Sanctions List"  # State
    UFLPA = "UFLPA", "Uyghur Forced Labor Prevention Act Entity List"  # Homeland Security
    WRO = "WRO", "Withhold Release Orders and Findings List"  # Customs and Border Protection
    CMC = "1260H", "Section 1260H List of Chinese military companies"  # Defense
    UN = "UN", "UN Security Council Consolidated List"
    EU = "EU", "EU list of financial sanctions"
    UK = "UK", "UK list of financial sanctions"  # OFSI
    CH = "CH", "Swiss sanctions list"  # SECO
    FTM = "FTM", "list in the FollowTheMoney form"
    OWN = "OWN", "list of your own"


CONSOLIDATED = (
    ListCode.EL, ListCode.DPL, ListCode.UVL, ListCode.MEU, ListCode.SDN, ListCode.SSI, ListCode.NS_MBS,
    ListCode.CMIC, ListCode.CAP, ListCode.PLC, ListCode.FSE, ListCode.DTC, ListCode.ISN,
)  # fmt: skip
"""The lists of the Consolidated Screening List: those on which an answer under US law rests."""


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a listed party; ``weak`` as OFAC uses the word: a poor ground to match on."""

    name: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class EntryTerms:
    """What an entry demands. ``listed`` is False in a row that records a removal.

    ``requirement`` and ``policy``: the list's own words, None where the list has none. ``footnotes``: the
    numbers printed with the entry. ``standard_order``: a denial order in the standard terms (DPL).
    """

    listed: bool = True
    requirement: str | None = None
    policy: str | None = None
    footnotes: tuple[int, ...] = ()
    programs: tuple[str, ...] = ()
    standard_order: bool | None = None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of one list.

    ``entry_id`` is stable from one snapshot to the next. ``countries``: ISO 3166 two-letter codes of its
    addresses. ``terms`` says from when to when it is listed, with what demand; ``listed_since_known`` is
    False where the snapshot gives no first day, and then days before the first row are unknown, not clear.
    ``not_before``: a day before which the entry was surely not there (from its first citation), or None.
    ``matter``: the matter that the entry belongs to, where law names one ("huawei"). ``births``: dates of birth, and
    ``identifiers``: passports, registrations and the like, each as printed, where the format has them.
    """

    entry_id: str
    list_code: ListCode
    name: str
    aliases: tuple[Alias, ...]
    countries: tuple[str, ...]
    addresses: tuple[str, ...]
    kind: str | None
    terms: Timeline[EntryTerms]
    cites: tuple[Citation, ...]
    source: str
    listed_since_known: bool = True
    not_before: date | None = None
    matter: str | None = None
    births: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """That a party of the sale is, or may be, a listed party.

    ``same_party``: True or False when certain (exact name, or a person's recorded judgment), None when a
    person must look. ``why``: what speaks for and against, in words. ``decision``: who decided what of it, when
    and why, or why that does not hold. ``equal``: name and country are the entry's. ``listed_name``: which name of
    the entry was met. ``waits``: a judgment was proposed of it that waits for review.
    """

    entry: ListEntry
    same_party: bool | None
    matched_name: str
    score: float
    why: str
    decision: str = ""
    equal: bool = False
    listed_name: str = ""
    waits: bool = False
