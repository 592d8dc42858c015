"""List entries under a scenario: added, removed or changed. The lists themselves stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from licet.model.listing import Alias, EntryTerms, ListEntry
from licet.model.lists import ListsUsed
from licet.regimes.shipped_entries import huawei_entries, shipped_entries
from licet.rules.dated import Row, Timeline
from licet.scenarios.overlay import lay_over
from licet.scenarios.scenario import EntryChange, EntryDeed, Scenario, ScenarioChange
from licet.screening.attach import FactsFinder, ManyFinder, NameHit
from licet.screening.screener import ListScreener, NameAsked

__all__ = ["ScenarioFinder", "change_entries", "entries_named"]


@dataclass(frozen=True)
class ScenarioFinder:
    """Looks names up in the lists as a scenario leaves them.

    ``base``: the finder of the lists themselves. ``changed``: entries by id that stand for those of the lists.
    ``added``: entries, new or with new names, that ``base`` cannot find by name.
    """

    base: ManyFinder
    changed: Mapping[str, ListEntry]
    added: tuple[ListEntry, ...]
    lists: tuple[ListsUsed, ...]
    _extra: list[ListScreener] = field(default_factory=list, compare=False, repr=False)

    def find(self, name: str, country: str | None) -> Sequence[NameHit]:
        more = () if self.extra is None else self.extra.find(name, country)
        return self._together(self.base.find(name, country), more)

    def find_many(self, asked: Sequence[NameAsked]) -> list[Sequence[NameHit]]:
        """What :meth:`find` says of each of many names."""
        under = self.base.find_many(asked)
        more = [()] * len(asked) if self.extra is None else self.extra.find_many(asked)
        return [self._together(*both) for both in zip(under, more, strict=True)]

    def find_by_facts(self, address: str | None, identifiers: Sequence[str]) -> Sequence[NameHit]:
        """Entries at an address or with an identifying number, as the scenario leaves them."""
        if not isinstance(self.base, FactsFinder):
            return ()
        return self.with_changes(self.base.find_by_facts(address, identifiers))

    def _together(self, under: Sequence[NameHit], more: Sequence[NameHit]) -> Sequence[NameHit]:
        best: dict[str, NameHit] = {}
        for hit in (*self.with_changes(under), *more):
            known = best.get(hit.entry.entry_id)
            if known is None or (hit.exact, hit.score) > (known.exact, known.score):
                best[hit.entry.entry_id] = hit
        return list(best.values())

    def with_changes(self, hits: Iterable[NameHit]) -> list[NameHit]:
        """Hits of the lists themselves, with the entries as the scenario leaves them."""
        return [replace(hit, entry=self.changed.get(hit.entry.entry_id, hit.entry)) for hit in hits]

    def current(self, entry: ListEntry) -> ListEntry:
        """An entry of the lists as this scenario and those below it leave it."""
        under = self.base.current(entry) if isinstance(self.base, ScenarioFinder) else entry
        return self.changed.get(entry.entry_id, under)

    @property
    def every_added(self) -> tuple[ListEntry, ...]:
        """What this scenario and those below it added, as they leave it."""
        under = self.base.every_added if isinstance(self.base, ScenarioFinder) else ()
        found = {entry.entry_id: self.current(entry) for entry in (*under, *self.added)}
        return tuple(found.values())

    @property
    def extra(self) -> ListScreener | None:
        """A screener of the added names alone, made once; None where none was added."""
        if self.added and not self._extra:
            self._extra.append(ListScreener.of(self.added))
        return self._extra[0] if self._extra else None


def change_entries(finder: ManyFinder, scenario: Scenario) -> ScenarioFinder:
    """The lists with a scenario's changes. Raises ScenarioError on what cannot be done or contradicts itself.

    The scenario is named among the lists even where it changes none, so that every receipt shows it.
    """
    draft = _EntryDraft(finder, scenario)
    for change in scenario.changes:
        if isinstance(change, EntryChange):
            draft.apply(change)
    name = f"scenario {scenario.name} (not law)"
    touched = len(draft.touched)
    used = ListsUsed(name, scenario.effective, False, touched, scenario.fingerprint)
    return ScenarioFinder(finder, draft.changed, tuple(draft.added.values()), (*finder.lists, used))


def entries_named(
    finder: ManyFinder, change: ScenarioChange, names: Iterable[str], scenario: Scenario
) -> tuple[str, ...]:
    """The ids of the entries meant by ids or names; a name means every entry that bears it."""
    draft = _EntryDraft(finder, scenario)
    found: dict[str, None] = {}
    for name in names:
        meant = draft.called(name, None)
        if not meant:
            raise scenario.fault(change, f"no entry of the lists at hand is {name!r}")
        found.update(dict.fromkeys(entry.entry_id for entry in meant))
    return tuple(found)


@dataclass
class _EntryDraft:
    """Changed entries as the changes of a scenario are gone through."""

    finder: ManyFinder
    scenario: Scenario
    changed: dict[str, ListEntry] = field(default_factory=dict)
    added: dict[str, ListEntry] = field(default_factory=dict)
    touched: list[tuple[str, EntryChange]] = field(default_factory=list)

    def apply(self, change: EntryChange) -> None:
        if change.deed is EntryDeed.ADD:
            self._add(change)
            return
        meant = self._meant(change)
        if not meant:
            message = (
                f"no entry that ships with Licet belongs to {change.matter or change.placed_by!r} on that day"
            )
            raise self.scenario.fault(change, message)
        for entry in meant:
            self._refuse_conflict(entry.entry_id, change)
            self.touched.append((entry.entry_id, change))
            made = self._made(entry, change)
            self.changed[entry.entry_id] = made
            if change.names or entry.entry_id in self.added:
                self.added[entry.entry_id] = made

    def _add(self, change: EntryChange) -> None:
        entry = _new_entry(change, self.scenario)
        there = self._exact(entry.name, entry.countries[0])
        if any(list_entry.list_code is entry.list_code for list_entry in there):
            message = f"{entry.name!r} is already on the list {entry.list_code} ({there[0].entry_id})"
            raise self.scenario.fault(change, message)
        self.added[entry.entry_id] = entry
        self.touched.append((entry.entry_id, change))

    def _meant(self, change: EntryChange) -> list[ListEntry]:
        if change.matter is None and change.placed_by is None:
            return [self._one(change)]
        under = self.finder.every_added if isinstance(self.finder, ScenarioFinder) else ()
        found = [entry for entry in (*huawei_entries(), *under) if _is_meant(entry, change)]
        now = [self._current(entry) for entry in found]
        return (
            now
            if change.deed is EntryDeed.LIST
            else [list_entry for list_entry in now if _stands(list_entry, change.days.start)]
        )

    def called(self, wanted: str, country: str | None) -> list[ListEntry]:
        """The entries of an id or name."""
        return self._by_id(wanted) if ":" in wanted else self._exact(wanted, country)

    def _one(self, change: EntryChange) -> ListEntry:
        """The one entry of an id or name. Raises ScenarioError where it is none or several."""
        wanted = change.entry or change.name or ""
        found = [e for e in self.called(wanted, change.country) if e.list_code is change.list_code]
        if len(found) == 1:
            return found[0]
        if not found:
            raise self.scenario.fault(change, f"no entry of the lists at hand is {wanted!r}")
        ids = ", ".join(sorted(entry.entry_id for entry in found))
        raise self.scenario.fault(change, f"{wanted!r} is the name of several entries, say which: {ids}")

    def _by_id(self, entry_id: str) -> list[ListEntry]:
        """An id holds the name in plain letters; the finder knows entries by name alone."""
        shipped = [entry for entry in shipped_entries() if entry.entry_id == entry_id]
        words = entry_id.split(":")[1].replace("-", " ")
        hits = [hit.entry for hit in self.finder.find(words, None) if hit.entry.entry_id == entry_id]
        own = [entry for entry in self.added.values() if entry.entry_id == entry_id]
        return [self._current(entry) for entry in (hits or own or shipped)[:1]]

    def _exact(self, name: str, country: str | None) -> list[ListEntry]:
        found = {hit.entry.entry_id: hit.entry for hit in self.finder.find(name, country) if hit.exact}
        if self.added:
            own = ListScreener.of(tuple(self.added.values())).find(name, country)
            found |= {hit.entry.entry_id: hit.entry for hit in own if hit.exact}
        near = [entry for entry in found.values() if country is None or country in entry.countries]
        return [self._current(entry) for entry in near]

    def _current(self, entry: ListEntry) -> ListEntry:
        """The entry with what earlier scenarios and changes made of it."""
        under = self.finder.current(entry) if isinstance(self.finder, ScenarioFinder) else entry
        return self.changed.get(entry.entry_id, under)

    def _refuse_conflict(self, entry_id: str, change: EntryChange) -> None:
        for other_id, other in self.touched:
            if other_id == entry_id and other.deed is not EntryDeed.ADD and other.days.overlaps(change.days):
                message = f"{entry_id} is already changed by {other.key} on some of the days {change.days}"
                raise self.scenario.fault(change, message)

    def _made(self, entry: ListEntry, change: EntryChange) -> ListEntry:
        if change.deed is EntryDeed.LIST:
            first = entry.terms.rows[0].value
            placed = Row(change.days, date.min, first, self.scenario.cite, self.scenario.source)
            return _with_row(entry, placed, self.scenario)
        row = entry.terms.at(change.days.start)
        if row is None or not row.value.listed:
            message = f"{entry.entry_id} is not known to be listed on {change.days.start}"
            raise self.scenario.fault(change, message)
        return _with_row(_with_names(entry, change), self._row(entry, row.value, change), self.scenario)

    def _row(self, entry: ListEntry, now: EntryTerms, change: EntryChange) -> Row[EntryTerms]:
        """The row of a change. It counts as published with the entry's first, so that the first stays so."""
        published = entry.terms.rows[0].published_on
        return Row(change.days, published, _terms(now, change), self.scenario.cite, self.scenario.source)


def _stands(entry: ListEntry, day: date) -> bool:
    row = entry.terms.at(day)
    return row is not None and row.value.listed


def _terms(now: EntryTerms, change: EntryChange) -> EntryTerms:
    if change.deed is EntryDeed.REMOVE:
        return EntryTerms(listed=False)
    return replace(
        now,
        requirement=change.requirement or now.requirement,
        policy=change.policy or now.policy,
        footnotes=now.footnotes if change.footnotes is None else change.footnotes,
    )


def _is_meant(entry: ListEntry, change: EntryChange) -> bool:
    if change.placed_by is not None:
        return entry.terms.rows[0].cite.text == change.placed_by
    return entry.matter == change.matter


def _with_row(entry: ListEntry, row: Row[EntryTerms], scenario: Scenario) -> ListEntry:
    return replace(entry, terms=lay_over(entry.terms, row), cites=(*entry.cites, scenario.cite))


def _with_names(entry: ListEntry, change: EntryChange) -> ListEntry:
    return replace(entry, aliases=(*entry.aliases, *(Alias(name) for name in change.names)))


def _new_entry(change: EntryChange, scenario: Scenario) -> ListEntry:
    assert change.name is not None
    assert change.country is not None
    words = re.sub(r"[^a-z0-9]+", "-", change.name.lower()).strip("-")
    entry_id = f"{change.list_code}:scenario-{scenario.name}-{words}:{change.country}"
    terms = EntryTerms(requirement=change.requirement, policy=change.policy, footnotes=change.footnotes or ())
    row = Row(change.days, date.min, terms, scenario.cite, scenario.source)
    return ListEntry(
        entry_id=entry_id,
        list_code=change.list_code,
        name=change.name,
        aliases=tuple(Alias(name) for name in change.names),
        countries=(change.country,),
        addresses=change.addresses,
        kind="entity",
        terms=Timeline(entry_id, [row]),
        cites=(scenario.cite,),
        source=scenario.source,
        matter=change.matter,
    )
