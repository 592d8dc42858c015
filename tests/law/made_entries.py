"""Sales with parties on lists of which no entry ships, term by term: the roles of 15 CFR 748.5, what is perhaps the
listed party, entries of later days, and footnotes of the Entity List.

Each is one difference from a sale whose answer a paragraph gives, and says what the paragraph then gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from licet.model.listing import EntryTerms, ListCode, ListEntry
from licet.model.lists import ListsUsed
from licet.rules.answer import Answer
from licet.rules.citation import Citation
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since
from licet.screening.attach import NameHit
from licet.screening.finder import shipped_finder

__all__ = ["MADE_ENTRIES", "MadeEntry", "OneListFinder"]

NAME, OTHER = "Made Works of Malacca", "Made Holding of Malacca"
_RED, _FREE, _OPEN = Answer.LICENSE_REQUIRED, Answer.NO_LICENSE_REQUIRED, Answer.UNDETERMINED


class OneListFinder:
    """A finder that knows made entries alone; ``exact``: whether the name is surely theirs. ``shipped``: it knows
    the shipped entries as well.
    """

    def __init__(self, entries: Sequence[ListEntry], *, exact: bool, shipped: bool = False) -> None:
        self._entries, self._exact, self._shipped = entries, exact, shipped
        self.lists: tuple[ListsUsed, ...] = ()

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        why = "the name is that of" if self._exact else "the name is like that of"
        named = [entry for entry in self._entries if entry.name == name]
        hits = [NameHit(entry, self._exact, 1.0 if self._exact else 0.8, why) for entry in named]
        return [*hits, *shipped_finder(compiled=True).find(name, country)] if self._shipped else hits


@dataclass(frozen=True)
class MadeEntry:
    """A sale, the made entries that it meets, and the answer of the paragraph.

    ``caveat``, ``condition``: one that must be there; ``no_condition``: one that must not. ``shipped``: whether the
    shipped entries are met too.
    """

    name: str
    entries: tuple[ListEntry, ...]
    sale: Mapping[str, Any]
    answer: Answer
    source: str
    exact: bool = True
    caveat: str = ""
    condition: str = ""
    no_condition: str = ""
    shipped: bool = False

    @property
    def finder(self) -> OneListFinder:
        return OneListFinder(self.entries, exact=self.exact, shipped=self.shipped)


def _entry(
    code: ListCode,
    name: str = NAME,
    *,
    day: date = date(2010, 1, 4),
    footnotes: tuple[int, ...] = (),
    programs: tuple[str, ...] = (),
    requirement: str | None = None,
    standard: bool | None = None,
) -> ListEntry:
    cite = Citation.parse("75 FR 1")
    terms = EntryTerms(
        requirement=requirement, footnotes=footnotes, programs=programs, standard_order=standard
    )
    rows = [Row(since(day), day, terms, cite, "made for a test")]
    entry_id = f"{code}:{name}"
    return ListEntry(
        entry_id,
        code,
        name,
        aliases=(),
        countries=("MY",),
        addresses=(),
        kind=None,
        terms=Timeline(entry_id, rows),
        cites=(cite,),
        source="made for a test",
    )


def _sale(role: str = "end_user", **changes: Any) -> dict[str, Any]:
    clean = {"role": "ultimate_consignee", "name": "Example Rubber Works", "country": "MY", "owners": []}
    party = {"role": role, "name": NAME, "country": "MY", "owners": []}
    sale: dict[str, Any] = {
        "action": "export",
        "as_of": "2026-09-24",
        "destination": "MY",
        "end_use": "none_named_in_part_744",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
        "parties": [clean, party],
    }
    return {**sale, **changes}


def _of_agent(role: str, agent: bool | None, **changes: Any) -> dict[str, Any]:
    sale = _sale(role, **changes)
    if agent is not None:
        sale["parties"][1]["takes_possession_as_agent"] = agent
    return sale


_ROLES = ("purchaser", "intermediate_consignee", "ultimate_consignee", "end_user")
_AGENTS = ("bank", "freight_forwarder")


def _by_role(
    name: str, entry: ListEntry, source: str, *, listed: Answer, other: Answer, **changes: Any
) -> Iterator[MadeEntry]:
    """What 748.5(c) to (f) make of each role, of an agent who takes possession (748.5(d)), and of an entry that is
    not yet there or perhaps another's.
    """
    for role in _ROLES:
        yield MadeEntry(f"{name}: {role}", (entry,), _sale(role, **changes), listed, source)
    for role in _AGENTS:
        agent = MadeEntry(
            f"{name}: {role} as agent", (entry,), _of_agent(role, True, **changes), listed, source
        )
        yield agent
        yield replace(agent, name=f"{name}: {role}", sale=_of_agent(role, False, **changes), answer=other)
    held = {**changes, "facts": {"license_number": "D1234567", "license_covers_sale": True}}
    for role in _ROLES:
        yield MadeEntry(
            f"{name}: {role}, licensed", (entry,), _sale(role, **held), Answer.AUTHORIZED, "15 CFR 750.7(a)"
        )
    sale = _sale(**changes)
    yield MadeEntry(f"{name}: perhaps", (entry,), sale, _OPEN, source, exact=False)
    later = replace(entry, terms=Timeline(entry.entry_id, [_moved(entry, date(2027, 1, 4))]))
    yield MadeEntry(f"{name}: listed later", (later,), sale, _FREE, f"{source}; the entry is of 2027")


def _moved(entry: ListEntry, day: date) -> Row[EntryTerms]:
    row = entry.terms.rows[0]
    return Row(since(day), row.published_on, row.value, row.cite, row.source)


_PART = {"kind": "commodity", "eccn": "9A991.d", "us_origin": True}
_ALL = "For all items subject to the EAR. (See § 744.11 of the EAR)"
_MADE_ABROAD = {
    "kind": "commodity",
    "eccn": "3A991.a.1",
    "us_origin": False,
    "located_in_us": False,
    "controlled_us_content_pct": 0,
}
_TOOL = {**_MADE_ABROAD, "eccn": "3B992.a"}
_NOTHING_ELSE = {
    "made_with_us_technology": True,
    "us_technology_footnote_1": False,
    "us_technology_5d002_5e002": False,
    "us_technology_any_d_or_e": False,
    "us_technology_d_or_e_of_3_to_9": False,
    "us_technology_footnote_5": False,
    "contains_us_chip": False,
    "onward_use": "none",
}
_FOOTNOTES: tuple[tuple[int, dict[str, Any], dict[str, Any]], ...] = (
    (1, _MADE_ABROAD, {"us_technology_footnote_1": True}),
    (3, _MADE_ABROAD, {"us_technology_any_d_or_e": True}),
    (4, _MADE_ABROAD, {"us_technology_5d002_5e002": True}),
    (5, _TOOL, {"us_technology_footnote_5": True}),
    (5, _TOOL, {"made_with_us_technology": False, "contains_us_chip": True}),
)


def _by_footnote() -> Iterator[MadeEntry]:
    """734.9(e) and (g), 734.4(a)(9): an entity with the footnote is a party. Its entry says in other words what it
    demands, so that the answer is that of the direct product rule, or open for the entry; without it not subject.
    """
    for number, (footnote, item, made) in enumerate(_FOOTNOTES):
        facts = {**_NOTHING_ELSE, **made}
        content = {"controlled_us_content_pct": 1} if "contains_us_chip" in made else {}
        free = {"contains_us_encryption_not_cleared": False, "reexporter_headquartered_in_d5_or_macau": True}
        more = {"reexported_from": "TR", "reexporter_headquartered_in_supplement_4": False}
        sale = _sale(action="reexport", item={**item, **content}, facts={**facts, **free, **more})
        name, source = f"footnote {footnote} ({number})", "15 CFR 734.9(e), (g); 734.4(a)(9)"
        listed = _entry(ListCode.EL, footnotes=(footnote,), requirement=_ALL)
        yield MadeEntry(name, (listed,), sale, _RED, source)
        plain = _entry(ListCode.EL, requirement=_ALL)
        yield MadeEntry(f"{name}: without it", (plain,), sale, Answer.NOT_SUBJECT, source)
        strange = _entry(ListCode.UVL, footnotes=(footnote,))
        yield MadeEntry(f"{name}: on another list", (strange,), sale, Answer.NOT_SUBJECT, source)
        yield MadeEntry(f"{name}: perhaps", (listed,), sale, _OPEN, source, exact=False)
        later = replace(listed, terms=Timeline(listed.entry_id, [_moved(listed, date(2027, 1, 4))]))
        yield MadeEntry(f"{name}: listed later", (later,), sale, Answer.NOT_SUBJECT, source)
        if "contains_us_chip" not in made:
            yield from _owned_by_footnoted(name, listed, sale)


def _owned_by_footnoted(name: str, listed: ListEntry, sale: dict[str, Any]) -> Iterator[MadeEntry]:
    """734.9(e), (g) while the ownership rule stood (September 29 to November 9, 2025)."""
    owner = replace(listed, name=OTHER)
    second = _entry(ListCode.EL, "Made Second Holding", requirement=_ALL)
    source = "15 CFR 734.9(e), (g); 90 FR 47201"

    def held(*owners: tuple[str, int], day: str = "2025-10-15") -> dict[str, Any]:
        party = {
            "role": "end_user",
            "name": "Made Subsidiary",
            "country": "MY",
            "owners": [{"name": who, "percent": percent} for who, percent in owners],
        }
        return {**sale, "as_of": day, "parties": [sale["parties"][0], party]}

    out = Answer.NOT_SUBJECT
    yield MadeEntry(f"{name}: owned by half", (owner,), held((OTHER, 50)), _RED, source)
    yield MadeEntry(f"{name}: owned by less", (owner,), held((OTHER, 49)), out, source)
    both = held((OTHER, 10), ("Made Second Holding", 40))
    yield MadeEntry(f"{name}: owned with another", (owner, second), both, _RED, source)
    alone = held(("Made Second Holding", 60))
    yield MadeEntry(f"{name}: owned by another", (owner, second), alone, out, source)
    yield MadeEntry(f"{name}: stayed", (owner,), held((OTHER, 50), day="2026-01-15"), out, "90 FR 50857")
    perhaps = held((OTHER, 50))
    yield MadeEntry(f"{name}: owned, perhaps", (owner,), perhaps, _OPEN, source, exact=False)
    later = replace(owner, terms=Timeline(owner.entry_id, [_moved(owner, date(2027, 1, 4))]))
    yield MadeEntry(f"{name}: owned, listed later", (later,), held((OTHER, 50)), out, source)


def _on_other_lists() -> Iterator[MadeEntry]:
    """Lists that the EAR do not follow: a caveat and a duty for a party, and for an owner of one."""
    for code in ListCode:
        if code in {ListCode.EL, ListCode.DPL, ListCode.SDN, ListCode.MEU, ListCode.UVL}:
            continue
        entry = _entry(code, OTHER)
        sale = _sale()
        sale["parties"][1]["owners"] = [{"name": OTHER, "percent": 20}]
        source, caveat = "15 CFR Part 732 Supp. 3", "listed_on_other_list"
        owned = MadeEntry(f"{code}: an owner", (entry,), sale, _FREE, source, caveat=caveat)
        yield owned
        yield replace(owned, name=f"{code}: perhaps an owner", exact=False, caveat="")
        later = replace(entry, terms=Timeline(entry.entry_id, [_moved(entry, date(2027, 1, 4))]))
        yield replace(owned, name=f"{code}: an owner listed later", entries=(later,), caveat="")


def _of_owners() -> Iterator[MadeEntry]:
    """Red Flag 29: an owner on a list of the EAR, whatever its share."""
    for code in (ListCode.EL, ListCode.DPL, ListCode.MEU, ListCode.UVL):
        sale = _sale()
        sale["parties"][1]["owners"] = [{"name": OTHER, "percent": 20}]
        source = "15 CFR Part 732 Supp. 3"
        yield MadeEntry(
            f"{code}: owner of a fifth", (_entry(code, OTHER),), sale, _FREE, source, caveat="listed_owner"
        )


def _other_acts() -> Iterator[MadeEntry]:
    """Imports, payments, services and sales inside the United States with a listed party: a red flag; of one on the
    SDN List a question for Treasury.
    """
    acts: tuple[dict[str, Any], ...] = (
        {"action": "payment"},
        {"action": "import"},
        {"item": {"kind": "service"}},
        {"action": "transfer_in_country", "destination": "US"},
    )
    for number, act in enumerate(acts):
        for code in (ListCode.EL, ListCode.MEU, ListCode.UVL, ListCode.DPL, ListCode.SDN):
            programs = ("SDGT",) if code is ListCode.SDN else ()
            answer = {ListCode.SDN: _OPEN, ListCode.DPL: Answer.PROHIBITED}.get(code, Answer.NOT_SUBJECT)
            entry = _entry(code, programs=programs, requirement=_ALL, standard=True)
            yield MadeEntry(
                f"{code}: act {number}",
                (entry,),
                _sale(**act),
                answer,
                "15 CFR 734.13; 744.8(e); Supp. 1 to Part 764",
                caveat="" if answer is Answer.PROHIBITED else "other_act_with_listed_party",
            )


_OF_744_8 = (
    *(
        "BELARUS",
        "BELARUS-EO14038",
        "RUSSIA-EO14024",
        "UKRAINE-EO13660",
        "UKRAINE-EO13661",
        "UKRAINE-EO13662",
    ),
    *(
        "UKRAINE-EO13685",
        "FTO",
        "SDGT",
        "NPWMD",
        "ILLICIT DRUGS-EO14059",
        "ILLICIT-DRUGS-EO14059",
        "SDNT",
        "SDNTK",
    ),
    "TCO",
)
_NOT_OF_744_8 = ("CUBA", "IRAN", "SDNTX", "CAATSA - RUSSIA", "GLOMAG", "DPRK3")


def _by_program() -> Iterator[MadeEntry]:
    """744.8(a)(1) names programs: a license of BIS meets what it demands. Of others Treasury speaks."""
    held: dict[str, Any] = {"facts": {"license_number": "D1234567", "license_covers_sale": True}}
    for program in _OF_744_8:
        entry, source = _entry(ListCode.SDN, programs=(program,)), "15 CFR 744.8(a)(1)"
        yield MadeEntry(f"{program}", (entry,), _sale(), _RED, source)
        yield MadeEntry(f"{program}, licensed", (entry,), _sale(**held), Answer.AUTHORIZED, source)
    for program in _NOT_OF_744_8:
        entry, source = _entry(ListCode.SDN, programs=(program,)), "15 CFR 744.8(d): Treasury's own rules"
        yield MadeEntry(f"{program}", (entry,), _sale(), _OPEN, source)
        yield MadeEntry(f"{program}, licensed", (entry,), _sale(**held), _OPEN, source)


def _unverified() -> Iterator[MadeEntry]:
    """744.15(b): a party of 748.5 on the Unverified List gives a statement first; a bank or forwarder that takes
    nothing into its possession does not.
    """
    entry, source = _entry(ListCode.UVL), "15 CFR 744.15(b)"
    wanted = MadeEntry("", (entry,), _sale(), _FREE, source, condition="obtain_uvl_statement")
    for role in _ROLES:
        yield replace(wanted, name=f"Unverified List: {role}", sale=_sale(role))
    for role in _AGENTS:
        yield replace(wanted, name=f"Unverified List: {role} as agent", sale=_of_agent(role, True))
        name = f"Unverified List: {role}"
        yield replace(
            wanted, name=name, sale=_of_agent(role, False), no_condition="obtain_uvl_statement", condition=""
        )
    later = replace(entry, terms=Timeline(entry.entry_id, [_moved(entry, date(2027, 1, 4))]))
    name = "Unverified List: listed later"
    yield replace(wanted, name=name, entries=(later,), no_condition="obtain_uvl_statement", condition="")


_LVS: dict[str, Any] = {
    "item": {"kind": "commodity", "eccn": "3A001.a.7", "us_origin": True, "value_usd": 400},
    "facts": {
        "license_exception_claimed": "LVS",
        "lvs_whole_order_counted": True,
        "lvs_annual_total_within_limit": True,
    },
}


def _no_exception_for_unverified() -> Iterator[MadeEntry]:
    """740.2(a)(17): no license exception where a party of 748.5 is on the Unverified List."""
    entry, source = _entry(ListCode.UVL), "15 CFR 740.2(a)(17)"
    for role in _ROLES:
        yield MadeEntry(f"LVS, Unverified List: {role}", (entry,), _sale(role, **_LVS), _RED, source)
    granted = MadeEntry("", (entry,), _sale(**_LVS), Answer.AUTHORIZED, source)
    for role in _AGENTS:
        sale = _of_agent(role, True, **_LVS)
        yield MadeEntry(f"LVS, Unverified List: {role} as agent", (entry,), sale, _RED, source)
        sale = _of_agent(role, False, **_LVS)
        yield replace(granted, name=f"LVS, Unverified List: {role}", sale=sale)
    yield MadeEntry("LVS, Unverified List: perhaps", (entry,), _sale(**_LVS), _OPEN, source, exact=False)
    later = replace(entry, terms=Timeline(entry.entry_id, [_moved(entry, date(2027, 1, 4))]))
    yield replace(granted, name="LVS, Unverified List: listed later", entries=(later,))
    other = _entry(ListCode.SSI)
    yield replace(granted, name="LVS, another list", entries=(other,), caveat="listed_on_other_list")


def _denied() -> Iterator[MadeEntry]:
    """736.2(b)(4): a denial order in the standard terms forbids every part in an export; others were not read."""
    source = "15 CFR 736.2(b)(4); Supp. 1 to Part 764"
    standard, own = (_entry(ListCode.DPL, standard=terms) for terms in (True, False))
    for role in (*_ROLES, *_AGENTS, "other", "manufacturer"):
        yield MadeEntry(f"denied: {role}", (standard,), _sale(role), Answer.PROHIBITED, source)
        yield MadeEntry(f"denied in other terms: {role}", (own,), _sale(role), _OPEN, source)
    unsaid = _entry(ListCode.DPL)
    yield MadeEntry("denied in terms not given", (unsaid,), _sale(), Answer.PROHIBITED, source)
    for name, entry in (("denied", standard), ("denied in other terms", own)):
        yield MadeEntry(f"{name}: perhaps", (entry,), _sale(), _OPEN, source, exact=False)
        later = replace(entry, terms=Timeline(entry.entry_id, [_moved(entry, date(2027, 1, 4))]))
        yield MadeEntry(f"{name}: later", (later,), _sale(), _FREE, source)


def _beside_huawei() -> Iterator[MadeEntry]:
    """Footnote 2 to Supplement No. 4 frees disclosures to Huawei, and nothing for another listed party."""
    source = "Footnote 2 to 15 CFR Part 744 Supp. 4"
    entry = replace(_entry(ListCode.EL, requirement=_ALL), countries=("CN",))
    huawei = {"role": "end_user", "name": "Huawei Technologies Co., Ltd.", "country": "CN", "owners": []}
    facts = {
        "purpose": "vulnerability_disclosure",
        "security_research": True,
        "third_party_network": True,
        "network_currently_operational": True,
        "covered_by_rs_worldwide": False,
        "covered_by_rs_for_destinations": False,
    }
    item = {"kind": "technology", "eccn": "5E992", "us_origin": True}
    changes: dict[str, Any] = {"destination": "CN", "item": item, "facts": facts}

    def sale(party: dict[str, Any]) -> dict[str, Any]:
        return {**_sale(**changes), "parties": [huawei, {**party, "country": "CN"}]}

    alone = MadeEntry("", (entry,), {}, _FREE, source, shipped=True)
    yield replace(alone, name="beside Huawei: nobody", sale={**_sale(**changes), "parties": [huawei]})
    unproved = {**changes, "facts": {**facts, "security_research": False}}
    yield replace(
        alone,
        name="beside Huawei: no research",
        sale={**_sale(**unproved), "parties": [huawei]},
        answer=_RED,
    )
    party: dict[str, Any]
    for role in _ROLES:
        party = {"role": role, "name": NAME, "owners": []}
        yield replace(alone, name=f"beside Huawei: {role}", sale=sale(party), answer=_RED)
    for role in _AGENTS:
        party = {"role": role, "name": NAME, "owners": [], "takes_possession_as_agent": True}
        yield replace(alone, name=f"beside Huawei: {role} as agent", sale=sale(party), answer=_RED)
        party = {**party, "takes_possession_as_agent": False}
        yield replace(alone, name=f"beside Huawei: {role}", sale=sale(party))
    party = {"role": "purchaser", "name": NAME, "owners": []}
    yield replace(alone, name="beside Huawei: perhaps", sale=sale(party), answer=_OPEN, exact=False)
    later = replace(entry, terms=Timeline(entry.entry_id, [_moved(entry, date(2027, 1, 4))]))
    yield replace(alone, name="beside Huawei: later", sale=sale(party), entries=(later,))
    unlisted = _entry(ListCode.UVL)
    yield replace(alone, name="beside Huawei: on another list", sale=sale(party), entries=(unlisted,))


MADE_ENTRIES: tuple[MadeEntry, ...] = (
    *_no_exception_for_unverified(),
    *_denied(),
    *_beside_huawei(),
    *_by_role(
        "Entity List", _entry(ListCode.EL, requirement=_ALL), "15 CFR 744.11(a)", listed=_RED, other=_FREE
    ),
    *_by_role(
        "SDN List",
        _entry(ListCode.SDN, programs=("SDGT",)),
        "15 CFR 744.8(b); what Treasury forbids in other roles is not held",
        listed=_RED,
        other=_OPEN,
    ),
    *_by_role(
        "Military End User List",
        _entry(ListCode.MEU),
        "15 CFR 744.21(b)(1)(ii)",
        listed=_RED,
        other=_FREE,
        item=_PART,
    ),
    *_by_program(),
    *_unverified(),
    *_by_footnote(),
    *_on_other_lists(),
    *_of_owners(),
    *_other_acts(),
)
