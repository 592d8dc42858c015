"""What ``licet screen`` and ``licet screen-file`` search: the adopted lists, and the entries that ship."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from licet.facts.listing import ListCode, ListEntry
from licet.facts.lists import ListsUsed
from licet.rulebook.us.ear.entries import huawei_entries, huawei_lists_used
from licet.screening.build import index_folder
from licet.screening.catalog import Catalog, names_of
from licet.screening.engine import Hit, ScreeningIndex
from licet.screening.finder import open_index
from licet.screening.forms import comparable
from licet.store.state import ListState, open_state

__all__ = ["Found", "Searched", "bulk_lists", "caveats", "search"]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that a name may denote, and by which of its names."""

    entry: ListEntry
    hit: Hit
    matched: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What a name was held against, and what came of it, best first."""

    lists: tuple[ListsUsed, ...]
    found: tuple[Found, ...]


def caveats(lists: Sequence[ListsUsed]) -> list[str]:
    """What the user must know of what was searched."""
    if len(lists) == 1:
        return [f"No list has been adopted: only {lists[0].name} were searched ({lists[0].entries} entries)."]
    adopted = lists[0]
    missing = [] if adopted.whole else ["The adopted lists are not the whole Consolidated Screening List."]
    return [*missing, f"Oldest data of the adopted lists: {adopted.data_date}."]


def search(home: Path, name: str, country: str | None, known_as_of: date | None, most: int) -> Searched:
    """Hold one name against everything there is; best first, candidates that are clearly not it included."""
    shipped = huawei_entries()
    ours = _search_shipped(shipped, name, country, most)
    state = open_state(home, known_as_of)
    if state is None:
        return Searched((huawei_lists_used(),), tuple(ours))
    same = {_identity(entry): entry for entry in shipped}
    found = [
        Found(same.get(_identity(entry), entry), hit, state.names().text[hit.name])
        for hit, entry in _search_adopted(state, home, name, country, most)
    ]
    seen = {one.entry.entry_id for one in found}
    found += [one for one in ours if one.entry.entry_id not in seen]
    found.sort(key=lambda one: one.hit.rank[:2])
    return Searched((_used(state), huawei_lists_used()), tuple(found[:most]))


def _search_shipped(entries: Sequence[ListEntry], name: str, country: str | None, most: int) -> list[Found]:
    rows = list(names_of(entries))
    text, weak, owner = zip(*rows, strict=True)
    index = ScreeningIndex.small(text, owner, weak)
    hits = index.search(name, country, lambda number: entries[number].countries, most)
    return [Found(entries[hit.entry], hit, text[hit.name]) for hit in hits]


def _search_adopted(
    state: ListState, home: Path, name: str, country: str | None, most: int
) -> Iterator[tuple[Hit, ListEntry]]:
    index = open_index(state, home)
    for hit in index.search(name, country, lambda number: state.entry(number).countries, most):
        yield hit, state.entry(hit.entry)


def bulk_lists(
    home: Path, as_of: date, known_as_of: date | None
) -> tuple[Catalog, Path, tuple[ListsUsed, ...]]:
    """The catalog of all entries, the folder of their index (made where it is missing), and their lists.

    The adopted entries come first, under the names of their list; where one of them ships with Licet too, the
    shipped one speaks for it, whose dates are finer. Shipped ones that were not adopted come after them.
    """
    shipped, used = huawei_entries(), huawei_lists_used()
    state = open_state(home, known_as_of)
    if state is None:
        catalog = Catalog.of(shipped, used.fingerprint, as_of, known_as_of)
        return catalog, _index_folder(home, used.fingerprint, catalog, ScreeningIndex.small), (used,)
    same = {_identity(entry): entry for entry in shipped}
    named = [state.entry(number) for number in range(len(state))]
    adopted = [same.pop(_identity(entry), entry) for entry in named]
    fingerprint = f"{state.fingerprint}-{used.fingerprint[:16]}"
    catalog = Catalog.of(
        [*adopted, *same.values()], fingerprint, as_of, known_as_of, [*named, *same.values()]
    )
    return catalog, _index_folder(home, fingerprint, catalog, ScreeningIndex.build), (_used(state), used)


def _index_folder(
    home: Path,
    fingerprint: str,
    catalog: Catalog,
    build: Callable[[Sequence[str], Sequence[int], Sequence[bool]], ScreeningIndex],
) -> Path:
    folder = index_folder(home, fingerprint)
    try:
        ScreeningIndex.open(folder)
    except (OSError, ValueError):
        build(catalog.names, catalog.owner, catalog.weak).save(folder)
    return folder


def _identity(entry: ListEntry) -> tuple[ListCode, str, tuple[str, ...]]:
    """By what an adopted entry is known to be one of the shipped ones."""
    return entry.list_code, comparable(entry.name), entry.countries


def _used(state: ListState) -> ListsUsed:
    return ListsUsed("the adopted lists", state.oldest_date, state.whole, len(state), state.fingerprint)
