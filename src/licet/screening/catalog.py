"""What stands behind the numbers of an index: ids, lists, countries and names of the entries, in columns.

It is small and can be sent to other processes, which open the index itself from its folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from licet.engine.view import entry_state
from licet.facts.listing import ListEntry

__all__ = ["STANDS", "Catalog", "names_of"]

STANDS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Catalog:
    """The entries of an index. ``fingerprint``: of the lists' content and of the day asked about.

    Per entry: ``ids``, ``codes`` (of the list), ``countries`` (ISO codes), ``stands`` ("yes", "no", "unknown"
    on the day), ``listed`` (the name as listed). Per name of the index: ``names``, as printed, and ``weak``.
    ``owner``: the entry of each name. ``entries``: the entries whole, for evidence and decisions; ``as_of`` and
    ``known_as_of``: the days asked about.
    """

    fingerprint: str
    ids: tuple[str, ...]
    codes: tuple[str, ...]
    countries: tuple[tuple[str, ...], ...]
    stands: tuple[str, ...]
    listed: tuple[str, ...]
    names: tuple[str, ...]
    weak: tuple[bool, ...]
    owner: tuple[int, ...]
    entries: tuple[ListEntry, ...]
    as_of: date
    known_as_of: date | None = None

    @classmethod
    def of(
        cls,
        entries: Sequence[ListEntry],
        fingerprint: str,
        as_of: date,
        known_as_of: date | None = None,
        named: Sequence[ListEntry] | None = None,
    ) -> Catalog:
        """The catalog of entries, as they stand on a day, on what had been published by a day.

        ``named``: entries, one for one, whose names the index holds in place of these entries' own.
        """
        rows = list(names_of(entries if named is None else named))
        known = "" if known_as_of is None else f" known {known_as_of}"
        return cls(
            f"{fingerprint} as of {as_of}{known}",
            tuple(entry.entry_id for entry in entries),
            tuple(entry.list_code.value for entry in entries),
            tuple(entry.countries for entry in entries),
            tuple(STANDS[entry_state(entry, as_of, known_as_of)[0]] for entry in entries),
            tuple(entry.name for entry in entries),
            tuple(name for name, _, _ in rows),
            tuple(weak for _, weak, _ in rows),
            tuple(number for _, _, number in rows),
            tuple(entries),
            as_of,
            known_as_of,
        )


def names_of(entries: Iterable[ListEntry]) -> Iterable[tuple[str, bool, int]]:
    """Name, weakness and entry of every name, in the order in which the lists' own index numbers them."""
    for number, entry in enumerate(entries):
        yield entry.name, False, number
        for alias in entry.aliases:
            yield alias.name, alias.weak, number
