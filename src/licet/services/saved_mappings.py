"""Mappings of columns that an organization confirmed once and saved by name: for its pages and programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.tabular.mapping import (
    ColumnMapping,
    MappingError,
    load_mapping,
    mappings_folder,
    remove_mapping,
    save_mapping,
    saved_mappings,
)

__all__ = ["SavedMapping", "SavedMappings"]

_MOST = 500


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping under its name. ``mapping``: by field its column, the decimal mark, the order of days."""

    name: str
    mapping: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, **self.mapping}


class SavedMappings:
    """The mappings of the organizations of a server."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def _folder(self, organization: str) -> Path:
        return mappings_folder(self._home, organization)

    def all(self, organization: str) -> list[SavedMapping]:
        """Every mapping of an organization that can be read, by name; ``one`` refuses a damaged one."""
        found = []
        for name in saved_mappings(self._folder(organization)):
            with suppress(MappingError):
                found.append(self.one(organization, name))
        return found

    def one(self, organization: str, name: str) -> SavedMapping:
        """The mapping of a name. Raises MappingError."""
        return SavedMapping(name, load_mapping(self._folder(organization), name).to_json())

    def fitting(self, organization: str, headings: Sequence[str]) -> list[SavedMapping]:
        """The mappings whose columns a file all has, the one that says most of it first."""
        there = set(headings)
        found = [
            item for item in self.all(organization) if there.issuperset(item.mapping["columns"].values())
        ]
        return sorted(found, key=lambda item: (-len(item.mapping["columns"]), item.name))

    def save(self, organization: str, name: str, mapping: Mapping[str, Any], *, replace_it: bool) -> None:
        """Save what a person confirmed. Raises MappingError where a different one has the name."""
        folder = self._folder(organization)
        names = saved_mappings(folder)
        if name not in names and len(names) >= _MOST:
            raise MappingError(f"{_MOST} mappings are saved; take one away first")
        save_mapping(folder, name, ColumnMapping(**mapping), replace_it=replace_it)

    def remove(self, organization: str, name: str) -> bool:
        """Take one away. False: none has that name. Raises MappingError."""
        return remove_mapping(self._folder(organization), name)
