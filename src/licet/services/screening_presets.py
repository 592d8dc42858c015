"""How much screening asks about in a home folder: ``screening.toml``, for all and for single organizations.

```toml
preset = "balanced"            # strict, balanced or quiet
lists = { SDN = "strict" }
[organizations.acme]
preset = "quiet"
lists = { EL = "strict", SDN = "strict" }
```
A preset is a policy of persons: every screening records the one by which it was made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from licet.screening.presets import BALANCED, PresetError, Presets

__all__ = ["PRESETS_FILE", "presets_of"]

PRESETS_FILE = "screening.toml"
_KEYS = frozenset({"preset", "lists"})


def presets_of(home: Path, organization: str | None = None) -> Presets:
    """The presets of an organization, or of all where it has none of its own.

    Raises PresetError with every problem.
    """
    path = home / PRESETS_FILE
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return BALANCED
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PresetError(f"{path}: it cannot be read: {error}") from error
    named = data.pop("organizations", {})
    tables = {"": data, **(named if isinstance(named, dict) else {"organizations": named})}
    problems = [f"{path}: {text}" for key, table in tables.items() for text in _problems(key, table)]
    if problems:
        raise PresetError("\n".join(problems))
    return _presets(tables.get(organization or "", data))


def _problems(key: str, table: Any) -> list[str]:
    """What is wrong with the table of all or of an organization."""
    where = f"organizations.{key}: " if key else ""
    if not isinstance(table, dict):
        return [f"{where}a table with the keys preset and lists"]
    found = [f"{where}{name}: known are preset and lists" for name in table.keys() - _KEYS]
    lists = table.get("lists", {})
    if not isinstance(lists, dict):
        return [*found, f"{where}lists: a table of list codes and presets"]
    for text in (
        str(table.get("preset", BALANCED.default)),
        *(f"{code}={item}" for code, item in lists.items()),
    ):
        try:
            Presets.parse(text)
        except PresetError as error:
            found.append(f"{where}{error}")
    return found


def _presets(table: Mapping[str, Any]) -> Presets:
    named = (f"{code}={preset}" for code, preset in table.get("lists", {}).items())
    return Presets.parse(", ".join((str(table.get("preset", BALANCED.default)), *named)))
