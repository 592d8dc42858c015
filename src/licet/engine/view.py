"""A sale seen by the law on one day: every path of the wire format and its value, unknown included.

Values that move with time (whether an entry stands, what it demands) come with the first later day on which
they may differ, which is what makes ``holds_until`` exact without sampling.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from licet.model.field import Scope
from licet.model.fields import FIELDS
from licet.model.listing import EntryTerms, ListEntry, Listing
from licet.model.transaction import Action, Owner, Party, Transaction
from licet.rules.citation import Citation
from licet.rules.condition import Field
from licet.rules.dated import Row
from licet.rules.rulebook import ControlLine, Controls, Rulebook
from licet.rules.table import CellLookup, look_up
from licet.rules.terms import RECEIVING_ROLES

if TYPE_CHECKING:
    from licet.engine.walk import Trace

__all__ = [
    "DERIVED",
    "FIXED",
    "FOLLOWING",
    "HINTS_OF_ITEM",
    "HINTS_OF_PARTY",
    "OCCUPIED",
    "RECEIVED",
    "TARIFF_CODE",
    "TARIFF_DIGITS",
    "Env",
    "Member",
    "Reading",
    "View",
    "also_destinations",
    "elsewhere",
    "entry_breakpoints",
    "entry_matter",
    "entry_state",
    "entry_term",
    "first_digits",
    "in_occupied_region",
    "item_hints",
    "located_in_us",
    "owners_of",
    "parties_of",
    "party_hints",
    "reaches",
]

_LOCATED: dict[object, bool] = {
    Action.EXPORT: True,
    Action.DEEMED_EXPORT: True,
    Action.REEXPORT: False,
    Action.TRANSFER_IN_COUNTRY: False,
    Action.DEEMED_REEXPORT: False,
}


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a scope, with its path in the wire format."""

    scope: str
    where: str
    thing: Party | Owner | Listing | ControlLine


Env = tuple[Member, ...]


@dataclass(slots=True)
class Reading:
    """A value, where it stands, until when it holds and what says so. ``value`` None: unknown."""

    value: object
    where: str
    until: date | None = None
    cite: Citation | None = None
    claim: bool = False


@dataclass(frozen=True, eq=False)
class View:
    """A sale as of a day, on what had been published by a day (None: on all that is known).

    ``assumed``: values taken for paths in place of the sale's own, to try what a fact would decide.
    ``thorough``: walk every part of a rule, for the trace; else stop where the truth is settled for good.
    ``onward``: this is the sale taken to end in another country than it says. ``readings``: what was read of the
    sale outside every scope, by path: the same on every day.
    """

    sale: Transaction
    book: Rulebook
    as_of: date
    known_as_of: date | None
    assumed: Mapping[str, object]
    thorough: bool = True
    onward: bool = False
    readings: dict[tuple[str, bool], Reading] = field(default_factory=dict)

    @classmethod
    def of(cls, sale: Transaction, book: Rulebook) -> View:
        return cls(sale, book, sale.as_of, sale.known_as_of, {})

    @property
    def quick(self) -> View:
        """The same sale without a trace."""
        return self._quicker if self.thorough else self

    @cached_property
    def _quicker(self) -> View:
        """Kept by the thorough view alone: one that kept itself would only go by the garbage collector."""
        return replace(self, thorough=False)

    @cached_property
    def definitions(self) -> dict[str, Trace]:
        """Definitions walked outside every scope, by rule: many rules rest on the same ones."""
        return {}

    def on(self, day: date) -> View:
        """The same sale on another day, without a trace. What lasts until a later day stays so."""
        moved = replace(self.quick, as_of=day)
        if day >= self.as_of:
            moved.definitions.update(
                {name: trace for name, trace in self._walked() if trace.until is None or day < trace.until}
            )
        return moved

    def telling(self, sale: Transaction) -> View:
        """The view of a sale of which more is known, without a trace. What was known already stays so."""
        fuller = replace(self.quick, sale=sale, readings={})
        fuller.definitions.update(self._settled())
        return fuller

    def assuming(self, path: str, value: object) -> View:
        """The same sale, were this so, without a trace. What was known already stays so."""
        other = {} if path == "item.eccn" else self.readings  # the item's flags hang on its ECCN
        kept = {key: reading for key, reading in other.items() if reading.where != path}
        tried = replace(self.quick, assumed={**self.assumed, path: value}, readings=kept)
        tried.definitions.update(self._settled())
        return tried

    @property
    def also(self) -> tuple[View, ...]:
        """The same sale taken to end in each further country that the law counts as a destination."""
        if self.onward:
            return ()
        received = self.assumed.get(RECEIVED, self.sale.facts.get(RECEIVED.removeprefix("facts.")))
        resolvers = self.book.resolvers
        said = {path: self._said(path) for path in resolvers.destination_said}
        stated = [
            said[path] for path in resolvers.destination_facts if resolvers.destination_counts(path, said)
        ]
        countries = also_destinations(self.sale, received, self.book, stated)
        assumed = {path: value for path, value in self.assumed.items() if path != "destination"}
        return tuple(
            replace(
                self, sale=replace(self.sale, destination=country), assumed=assumed, onward=True, readings={}
            )
            for country in countries
        )

    def _said(self, path: str) -> object:
        """What is stated or assumed under the path of a fact, of the item or of the sale."""
        scope, _, name = path.rpartition(".")
        if scope == "facts":
            value: object = self.sale.facts.get(name)
        else:
            value = getattr(self.sale.item if scope == "item" else self.sale, name, None)
        return self.assumed.get(path, value)

    def _settled(self) -> dict[str, Trace]:
        """The definitions that no further fact can change."""
        return {name: trace for name, trace in self._walked() if trace.truth is not None}

    def _walked(self) -> Iterator[tuple[str, Trace]]:
        """Every definition walked on this day, with a trace or without."""
        yield from self.quick.definitions.items()
        if self.thorough:
            yield from self.definitions.items()

    def read(self, field: Field, env: Env) -> Reading:
        """The value of a field; KeyError on a path that the wire format does not have."""
        scope, name = _split(field.path)
        if scope in _SCOPES:
            member = _innermost(env, scope)
            key = (member.where, name, field.claim)
            if key not in self._of_members:
                self._of_members[key] = self._as_asked(self._read_member(member, name, env), field)
            return self._of_members[key]
        known = self.readings.get((field.path, field.claim))
        if known is None:
            known = self._as_asked(self._read_sale(scope, name, field.path), field)
            self.readings[field.path, field.claim] = known
        return known

    @cached_property
    def _of_members(self) -> dict[tuple[str, str, bool], Reading]:
        """What was read of parties, owners, listings and controls on this day: many rules ask the same of each."""
        return {}

    def _read_sale(self, scope: str, name: str, path: str) -> Reading:
        """What the sale says outside every scope."""
        if scope == "facts":
            return Reading(self.sale.facts.get(name), path)
        if scope == "item.is":
            return self._read_flag(name)
        if path == HINTS_OF_ITEM:
            code = self.assumed.get(TARIFF_CODE, self.sale.facts.get("hts_code"))
            return Reading(item_hints(self.sale.item.description, code, self.book), TARIFF_CODE)
        if path in TARIFF_DIGITS:
            code = self.assumed.get(TARIFF_CODE, self.sale.facts.get("hts_code"))
            return Reading(first_digits(code, TARIFF_DIGITS[path]), TARIFF_CODE)
        value = FIXED[path](self.sale)
        if path in FIELDS.stand_ins:
            other = FIELDS.stand_ins[path]
            least = FIXED[other](self.sale)
            if not isinstance(value, Decimal) or (isinstance(least, Decimal) and least > value):
                return Reading(least, other)
        if path == "destination" and value not in self.book.destinations:
            return Reading(None, path)  # never heard of: nothing is known of it
        if path == "end_use" and self.book.end_uses and value not in self.book.end_uses:
            return Reading(None, path)  # in other words than the law's: a person must say which
        return Reading(value, path)

    def _as_asked(self, reading: Reading, field: Field) -> Reading:
        """With the value assumed for its path, if one is, and marked where the field is a claim."""
        if reading.where in self.assumed and field.path not in FOLLOWING:
            reading = replace(reading, value=self.assumed[reading.where])
        if not field.claim:
            return reading
        return Reading(reading.value, reading.where, reading.until, reading.cite, claim=True)

    def members(self, scope: str, env: Env) -> tuple[Member, ...] | None:
        """The members of a scope; None when it is not known what they are."""
        if scope == "party":
            return self._parties
        if scope == "control":
            return self._controls
        parent = env[-1] if env[-1].scope == "owner" else _innermost(env, "party")
        thing = parent.thing
        assert isinstance(thing, (Party, Owner))
        if scope == "owner":
            return owners_of(parent)
        return tuple(
            Member("listing", f"{parent.where}.listings[{i}]", x) for i, x in enumerate(thing.listings)
        )

    @cached_property
    def _parties(self) -> tuple[Member, ...]:
        return parties_of(self.sale)

    @cached_property
    def _controls(self) -> tuple[Member, ...] | None:
        if self._printed is None:
            return None
        lines = enumerate(self._printed.lines)
        return tuple(Member("control", f"item.controls[{i}]", line) for i, line in lines)

    @cached_property
    def _eccn(self) -> str | None:
        """The item's ECCN, the assumed one if one is."""
        eccn = self.assumed.get("item.eccn", self.sale.item.eccn)
        return None if eccn is None else str(eccn)

    @cached_property
    def _printed(self) -> Controls | None:
        if self._eccn is None:
            return None
        resolvers, facts = self.book.resolvers, self.sale.facts
        said = {path: facts.get(path.removeprefix("facts.")) for path in resolvers.control_said}
        return resolvers.controls(self._eccn, self.as_of, said)

    @property
    def control_lines(self) -> tuple[ControlLine, ...]:
        """The lines of the item's License Requirements section; none where its ECCN is not known."""
        return () if self._printed is None else self._printed.lines

    @property
    def controls_until(self) -> date | None:
        """The first later day on which the item may have other reasons for control."""
        return None if self._printed is None else self._printed.until

    def _read_flag(self, name: str) -> Reading:
        """What the tables say of the item; where they leave it to a person's reading, what that person says."""
        if self._eccn is None:
            return Reading(None, "item.eccn")
        truth, asks = self.book.resolvers.item_flags[name](self._eccn)
        if truth is not None:
            return Reading(truth, f"item.is.{name}")
        return Reading(self.sale.facts.get(asks.removeprefix("facts.")), asks)

    def _read_member(self, member: Member, name: str, env: Env) -> Reading:
        thing = member.thing
        if isinstance(thing, Listing):
            return self._read_listing(thing, name, member, env)
        if isinstance(thing, ControlLine):
            return self._read_control(thing, name, member)
        if name == "known":
            assert isinstance(thing, Party)
            return Reading(True if thing.name is not None and thing.legible else None, f"{member.where}.name")
        if name == "owners_stated":
            assert isinstance(thing, Party)
            return Reading(None if thing.owners is None else True, f"{member.where}.owners")
        if isinstance(thing, Party) and name == "hints":
            return Reading(party_hints(thing.name, thing.address, self.book), f"{member.where}.name")
        if isinstance(thing, Party) and name in {"elsewhere", "occupied_region", "destination_confirmed"}:
            return self._read_place(thing, name, member)
        return Reading(getattr(thing, name), f"{member.where}.{name}")

    def _read_place(self, party: Party, name: str, member: Member) -> Reading:
        """Where a party is, held against the destination and the occupied regions of Ukraine."""
        if name == "destination_confirmed":
            return Reading(None, "destination")
        if name == "elsewhere":
            destination = self.assumed.get("destination", self.sale.destination)
            destination = destination if destination in self.book.destinations else None
            missing = f"{member.where}.country" if party.country is None else "destination"
            return Reading(elsewhere(party.country, destination), missing)
        said = self.assumed.get(OCCUPIED, self.sale.facts.get(OCCUPIED.removeprefix("facts.")))
        truth, where = in_occupied_region(party.address, party.country, said, self.book)
        return Reading(truth, where if where == OCCUPIED else f"{member.where}.{where}")

    def _read_control(self, line: ControlLine, name: str, member: Member) -> Reading:
        if name == "charted":
            return Reading(line.column is not None, f"{member.where}.column")
        if name == "reaches":
            return self._reaches(line)
        if name == "applies":
            stated = self.sale.facts.get(line.asks.removeprefix("facts."))
            return Reading(line.applies_as_stated(stated), line.asked)
        return Reading(getattr(line, name), f"{member.where}.{name}")

    def _reaches(self, line: ControlLine) -> Reading:
        destination = self.assumed.get("destination", self.sale.destination)
        named = None if destination is None else str(destination)
        found = reaches(line, named, self.book, self.as_of, self.known_as_of)
        return Reading(found.truth, "destination", found.until)

    def _read_listing(self, listing: Listing, name: str, member: Member, env: Env) -> Reading:
        entry = listing.entry
        where = f"{member.where}.{name}"
        if name == "list":
            return Reading(entry.list_code.value, where, cite=entry.cites[0] if entry.cites else None)
        if name == "same_party":
            return Reading(listing.same_party, f"{env[-2].where}.dispositions[{entry.entry_id}]")
        if name == "named_in":
            return Reading(self.book.resolvers.licenses_naming(entry.name), where)
        if name in {"matter", "entry"}:
            return Reading(entry_matter(entry, self.book) if name == "matter" else entry.entry_id, where)
        if name in {"placed_on", "placed_by"}:
            first = entry.terms.rows[0]
            return Reading(first.in_force.start if name == "placed_on" else first.cite.text, where)
        return self._read_terms(entry, name, where)

    def _read_terms(self, entry: ListEntry, name: str, where: str) -> Reading:
        """What an entry demands on the day, and until when it demands the same."""
        value, cite = self._term(entry, name, self.as_of)
        days = entry_breakpoints(entry)
        later = days[bisect_right(days, self.as_of) :]
        until = next((day for day in later if self._term(entry, name, day)[0] != value), None)
        if name == "covers_item" and value is None:
            return Reading(self.sale.facts.get("entry_covers_item"), "facts.entry_covers_item", until, cite)
        return Reading(value, where, until, cite)

    def _term(self, entry: ListEntry, name: str, day: date) -> tuple[object, Citation | None]:
        listed, row = entry_state(entry, day, self.known_as_of)
        value = entry_term(name, listed, row, self._eccn, self.book)
        return value, None if row is None else row.cite


def parties_of(sale: Transaction) -> tuple[Member, ...]:
    """The parties to a sale, with their paths."""
    return tuple(Member("party", f"parties[{i}]", party) for i, party in enumerate(sale.parties))


RECEIVED = "facts.received_at_destination"
"""Where it is stated that consignees and end users of other countries receive the item at the destination."""


def also_destinations(
    sale: Transaction, received: object, book: Rulebook, facts: Iterable[object] = ()
) -> tuple[str, ...]:
    """Countries that count as destinations beside the one stated: of consignees and end users, and in facts."""
    counts = book.resolvers.also_destination
    found = [
        party.country
        for party in sale.parties
        if party.role in RECEIVING_ROLES
        and party.country is not None
        and counts(sale.action, sale.destination, party.country, received)
    ]
    found += [
        country
        for country in facts
        if isinstance(country, str) and counts(sale.action, sale.destination, country, None)
    ]
    return tuple(dict.fromkeys(found))


def elsewhere(country: object, destination: object) -> bool | None:
    """Whether a party is in another country than the destination; None where either is not known."""
    return None if country is None or destination is None else country != destination


def in_occupied_region(
    address: str | None, country: str | None, said: object, book: Rulebook
) -> tuple[bool | None, str]:
    """Whether a party is in an occupied region of Ukraine, and the path of what would decide it.

    ``said``: the fact that the sale goes there. An address that surely names a place there outweighs its denial.
    """
    surely, perhaps = book.resolvers.occupied_place(address, country)
    if said is True and country in {"UA", "RU"}:
        return True, OCCUPIED
    if not (surely or perhaps):
        return False, OCCUPIED
    if said is False:
        return (None, "address") if surely else (False, OCCUPIED)
    return None, OCCUPIED


OCCUPIED = "facts.occupied_region_of_ukraine"


def owners_of(member: Member) -> tuple[Member, ...]:
    """The owners of a party or owner, with their paths. Owners not stated are none known to the exporter."""
    thing = member.thing
    assert isinstance(thing, (Party, Owner))
    return tuple(Member("owner", f"{member.where}.owners[{i}]", x) for i, x in enumerate(thing.owners or ()))


def entry_state(
    entry: ListEntry, as_of: date, known_as_of: date | None
) -> tuple[bool | None, Row[EntryTerms] | None]:
    """Whether an entry stands on a day, and the row that says so; None when its first day is not known."""
    row = entry.terms.at(as_of, known_as_of)
    if row is not None:
        return row.value.listed, row
    first = entry.terms.rows[0]
    early = as_of < first.in_force.start or (known_as_of is not None and known_as_of < first.published_on)
    if entry.listed_since_known or not early:
        return False, None
    cut = as_of if known_as_of is None else min(as_of, known_as_of)
    surely_not = entry.not_before is not None and cut < entry.not_before
    return (False if surely_not else None), None


def entry_matter(entry: ListEntry, book: Rulebook) -> str | None:
    """The matter to which an entry belongs, by the entry or by the documents that it cites; None: not known."""
    return entry.matter or book.resolvers.matter_of(tuple(cite.text for cite in entry.cites))


def entry_breakpoints(entry: ListEntry) -> tuple[date, ...]:
    """Every day on which what is known of an entry may change, in order."""
    days = {*entry.terms.breakpoints, *(() if entry.not_before is None else (entry.not_before,))}
    return tuple(sorted(days))


def entry_term(
    name: str, listed: bool | None, row: Row[EntryTerms] | None, eccn: str | None, book: Rulebook
) -> object:
    """What an entry in this state says under a name of the scope ``listing``; None where it is not known."""
    if name == "listed":
        return listed
    if row is None:
        return None
    if name == "covers_item":
        return book.resolvers.entry_covers(row.value.requirement, eccn)
    if name == "programs":
        return row.value.programs or None  # an entry without programs comes from a list without them
    if name in _ORDER_TERMS:
        return _ORDER_TERMS[name](row.value.standard_order)
    return getattr(row.value, name)


def reaches(
    line: ControlLine, destination: str | None, book: Rulebook, as_of: date, known_as_of: date | None
) -> CellLookup:
    """Whether a line names the destination: by code, by Country Group, or as all but some.

    A territory is named where its country is (15 CFR 738.3(b)). A destination named by its own code is not
    taken out again by a group that it belongs to.
    """
    if destination is None:
        return CellLookup(None if line.to else False)
    groups = book.tables["country_groups"]
    codes = {destination, groups.inherits.get(destination, destination)}
    if codes & set(line.to):
        return CellLookup(True)

    def named(place: str) -> CellLookup:
        if place == "*" or place in codes:
            return CellLookup(True)
        if len(place) == _CODE:
            return CellLookup(False)
        return look_up(groups, (destination, place), as_of, known_as_of)

    inside, left_out = [named(place) for place in line.to], [named(place) for place in line.not_to]
    ends = [found.until for found in (*inside, *left_out) if found.until is not None]
    within, outside = _any_true(inside), _any_true(left_out)
    truth = False if outside or within is False else (True if within and outside is False else None)
    return CellLookup(truth, min(ends, default=None))


_CODE = 2
"""The length of a destination's code; anything longer is a group."""


def _any_true(found: list[CellLookup]) -> bool | None:
    if any(lookup.truth for lookup in found):
        return True
    return None if any(lookup.truth is None for lookup in found) else False


def _innermost(env: Env, scope: str) -> Member:
    for member in reversed(env):
        if member.scope == scope:
            return member
    raise LookupError(f"no {scope} is in scope")  # rules are checked for it when they are loaded


@cache
def _split(path: str) -> tuple[str, str]:
    """Scope and name of a path."""
    scope, _, name = path.rpartition(".")
    return scope, name


def located_in_us(stated: object, action: object) -> object:
    """As stated; else an export starts in the United States and a reexport does not (15 CFR 734.13-.16)."""
    return _LOCATED.get(action) if stated is None else stated


_ORDER_TERMS: dict[str, Callable[[bool | None], bool]] = {
    "standard_terms": lambda standard: standard is not False,
    "special_terms": lambda standard: standard is False,
    "terms_stated": lambda standard: standard is not None,
}
"""A denial order whose terms the list does not give is taken to be standard: nearly all are, and a denied person
must not pass for want of a column."""

DERIVED = frozenset({"party.elsewhere", "party.occupied_region", "party.destination_confirmed"})
"""Paths whose values follow from several facts, each read with what is assumed of it."""


def first_digits(code: object, count: int) -> str | None:
    """The chapter (2) or heading (4) of a tariff code; None where no code is stated."""
    return code[:count] if isinstance(code, str) else None


TARIFF_CODE = "facts.hts_code"
TARIFF_DIGITS = {"item.hs_chapter": 2, "item.hs_heading": 4}
"""The paths that follow from the tariff code, and how many of its digits each has."""
HINTS_OF_ITEM, HINTS_OF_PARTY = "item.hints", "party.hints"
FOLLOWING = DERIVED | set(TARIFF_DIGITS) | {HINTS_OF_ITEM, HINTS_OF_PARTY}
"""The paths that no transaction states: their values follow from other fields."""


def item_hints(description: object, tariff_code: object, book: Rulebook) -> tuple[str, ...]:
    """The topics that the description or the tariff code of an item names."""
    text, code = (value if isinstance(value, str) else None for value in (description, tariff_code))
    return book.resolvers.hints(text, code)


def party_hints(name: object, address: object, book: Rulebook) -> tuple[str, ...]:
    """The topics that the name or the address of a party names."""
    text = " ".join(value for value in (name, address) if isinstance(value, str))
    return book.resolvers.hints(text or None, None)


_SCOPES = frozenset({"party", "owner", "listing", "control"})
FIXED: dict[str, Callable[[Transaction], object]] = {
    path: attrgetter(f"item.{row.key}" if row.scope is Scope.ITEM else row.key)
    for path, row in FIELDS.read_by_rules.items()
} | {
    "parties": lambda _: None,  # their scopes are read, not they themselves
    "item.located_in_us": lambda sale: located_in_us(sale.item.located_in_us, sale.action),
}
"""How each path that a rule may read anywhere is read of a transaction."""
