"""The entries that names are held against, adopted and shipped ones merged by one rule, and the names of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Protocol

from licet.model.listing import Alias, ListCode, ListEntry
from licet.screening.forms import comparable, equal_form
from licet.screening.known_as import other_names
from licet.screening.places import ends_in_place
from licet.screening.printed import Bearer, NameKind, names_printed_in
from licet.screening.words import GENERIC, LIGHT

__all__ = ["Entries", "ListSource", "ListedName", "NameColumns"]


class NameColumns(Protocol):
    """Names of a list state in columns."""

    @property
    def text(self) -> Sequence[str]: ...
    @property
    def entry(self) -> memoryview[int]: ...
    @property
    def weak(self) -> memoryview[int]: ...


class ListSource(Protocol):
    """A state of the adopted lists, as the store keeps it."""

    def __len__(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def oldest_date(self) -> date: ...
    @property
    def whole(self) -> bool: ...
    @property
    def unread(self) -> int: ...
    @property
    def covers_from(self) -> date: ...
    @property
    def days(self) -> tuple[tuple[ListCode, date], ...]: ...
    @property
    def countries(self) -> Sequence[str]: ...
    def code(self, number: int) -> ListCode: ...
    def entry(self, number: int) -> ListEntry: ...
    def names(self) -> NameColumns: ...


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name by which an entry is found. ``entry``: its number; ``weak``: a poor ground to match on.

    ``kind``: how it came to be one; ``bearer``: what bears it.
    """

    text: str
    entry: int
    weak: bool
    kind: NameKind = NameKind.LISTED
    bearer: Bearer = Bearer.FIRM


class Entries:
    """The adopted entries under the numbers of their state, and after them the shipped ones that are not adopted.

    Where an adopted entry and a shipped one are the same (list, name and countries), the shipped one speaks for it,
    because its dates are finer; it is found by the names of both. A party that was removed speaks for none: who is
    listed again stands by the adopted entry. ``speaks[n]`` is the number of the shipped entry
    that speaks for entry ``n``, -1 where none does.
    """

    def __init__(
        self, state: ListSource | None, shipped: Sequence[ListEntry], speaks: Sequence[int] | None = None
    ) -> None:
        self._state, self._shipped = state, tuple(shipped)
        if speaks is None:
            speaks = _speakers(state, self._shipped)
        self.speaks = tuple(int(number) for number in speaks)
        self._entry = lru_cache(maxsize=8192)(self._made)

    def __len__(self) -> int:
        return len(self.speaks)

    def __getitem__(self, number: int) -> ListEntry:
        return self._entry(number)

    def __iter__(self) -> Iterator[ListEntry]:
        return map(self._made, range(len(self)))

    def countries(self, number: int) -> Sequence[str]:
        """The ISO codes of an entry's countries, without building it where the state tells them."""
        if self._state is None or self.speaks[number] >= 0:
            return self[number].countries
        return self._state.countries[number].split()

    def code(self, number: int) -> ListCode:
        """The list of an entry, without building it."""
        speaker = self.speaks[number]
        if self._state is not None and number < len(self._state):
            return self._state.code(number)
        return self._shipped[speaker].list_code

    def names(self) -> Iterator[ListedName]:
        """Every name by its entry's number: names and aliases as listed, and those printed inside them.

        A listed name without the place in which it ends is one too, unless another entry bears it.
        """
        every = [name for number, entry in enumerate(self) for name in _named(number, entry)]
        yield from every
        borne = {equal_form(name.text) for name in every}
        for name in every:
            listed = name.bearer is not Bearer.PERSON and name.kind is NameKind.LISTED
            bare = ends_in_place(name.text) if listed else None
            if bare is not None and bare not in borne:
                yield replace(name, text=bare, weak=True, kind=NameKind.WITHOUT_PLACE)

    def _made(self, number: int) -> ListEntry:
        speaker = self.speaks[number]
        if self._state is None or number >= len(self._state):
            return self._shipped[speaker]
        adopted = self._state.entry(number)
        return adopted if speaker < 0 else _merged(self._shipped[speaker], adopted)


def _named(number: int, entry: ListEntry) -> Iterator[ListedName]:
    """The names of an entry, each once; the list's own before those that stand inside them."""
    own = {entry.name: False} | {
        alias.name: alias.weak for alias in entry.aliases if alias.name != entry.name
    }
    for text, weak in own.items():
        yield ListedName(text, number, weak, bearer=_bearer(entry.kind, text))
    seen = set(own)
    for text, weak in own.items():
        for found in names_printed_in(text):
            if found.text not in seen:
                seen.add(found.text)
                strong = found.strong and not weak
                yield ListedName(found.text, number, not strong, found.kind, _bearer(entry.kind, found.text))
    for text in other_names(entry):
        if text not in seen:
            yield ListedName(text, number, weak=True, kind=NameKind.KNOWN_AS)


def _bearer(kind: str | None, name: str) -> Bearer:
    """What bears a name: as the list says, or else a person if no word of it is one of business names."""
    if kind is not None:
        return _BEARERS.get(kind.casefold(), Bearer.FIRM)
    words = comparable(name).split()
    common = any(word in GENERIC or word in LIGHT for word in words)
    return Bearer.PERSON if len(words) > 1 and not common else Bearer.FIRM


_BEARERS = {"individual": Bearer.PERSON, "vessel": Bearer.VESSEL, "aircraft": Bearer.AIRCRAFT}


def _merged(shipped: ListEntry, adopted: ListEntry) -> ListEntry:
    """The shipped entry, with what only the adopted list says of who the party is."""
    known = {shipped.name, *(alias.name for alias in shipped.aliases)}
    names = (Alias(adopted.name), *adopted.aliases)
    return replace(
        shipped,
        aliases=(*shipped.aliases, *(alias for alias in names if alias.name not in known)),
        addresses=_joined(shipped.addresses, adopted.addresses),
        births=_joined(shipped.births, adopted.births),
        identifiers=_joined(shipped.identifiers, adopted.identifiers),
    )


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _speakers(state: ListSource | None, shipped: Sequence[ListEntry]) -> list[int]:
    """Which shipped entry speaks for each entry; the shipped ones that are not adopted come last."""
    if state is None:
        return list(range(len(shipped)))
    wanted = _by_identity(shipped)
    speaks = [-1] * len(state)
    columns, before = state.names(), -1
    codes = {entry.list_code for entry in shipped}
    for text, number in zip(columns.text, columns.entry, strict=True):
        if number != before and state.code(number) in codes:  # the first name of an entry is its own
            key = state.code(number), comparable(text), tuple(state.countries[number].split())
            same = wanted.get(key)
            if same:
                speaks[number] = same.pop(0)
        before = number
    known = set(speaks)
    return [*speaks, *(number for number in range(len(shipped)) if number not in known)]


def _by_identity(shipped: Sequence[ListEntry]) -> Mapping[tuple[ListCode, str, tuple[str, ...]], list[int]]:
    found: dict[tuple[ListCode, str, tuple[str, ...]], list[int]] = defaultdict(list)
    for number, entry in enumerate(shipped):
        if entry.terms.rows[-1].value.listed:
            found[entry.list_code, comparable(entry.name), entry.countries].append(number)
    return found
