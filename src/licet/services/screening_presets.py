"""How much screening asks about: by organization, in a home folder.

An organization chooses its presets on the page *Screening* or over the API. The choice is an event of its record, and
the last one counts. Where it made none, ``screening.toml`` in the home folder says what holds, for single
organizations and for all:

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

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.events.event import Act, Event
from licet.events.kinds import Kind
from licet.events.refusal import need
from licet.events.roles import UserAction
from licet.screening.preset_figures import FIGURES
from licet.screening.presets import BALANCED, Preset, PresetError, Presets
from licet.storage.server import rows_of

if TYPE_CHECKING:
    from licet.services.cases.queries import CaseQueries

__all__ = ["PRESETS_FILE", "PresetChoice", "choose_presets", "last_choice", "preset_document", "presets_of"]

PRESETS_FILE = "screening.toml"
_KEYS = frozenset({"preset", "lists"})
_LAST = (
    "SELECT event.payload, personal.value, event.at, event.reason FROM event "
    "JOIN personal ON personal.hash = event.actor "
    "WHERE event.stream = :stream AND event.organization = :organization ORDER BY event.seq DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class PresetChoice:
    """What an organization chose. ``by``: who; ``at``: when, UTC; ``reason``: why."""

    presets: Presets
    by: str
    at: str
    reason: str


def presets_of(home: Path, organization: str | None = None) -> Presets:
    """The presets of an organization: as it chose, else as ``screening.toml`` says for it or for all.

    Raises PresetError with every problem.
    """
    chosen = None if organization is None else last_choice(home, organization)
    return _of_file(home, organization) if chosen is None else chosen.presets


def last_choice(home: Path, organization: str) -> PresetChoice | None:
    """What an organization chose last on the page or over the API; None where it chose nothing."""
    rows = rows_of(home, _LAST, {"stream": Kind.PRESET_CHOSEN.stream, "organization": organization})
    if not rows:
        return None
    payload, by, at, reason = rows[0]
    return PresetChoice(
        Presets.parse(json.loads(payload)["presets"]), str(by or "somebody"), str(at), str(reason)
    )


def choose_presets(case_service: CaseQueries, act: Act, presets: Presets) -> None:
    """Choose how much screening asks about for the organization of who acts. Refusal where the role may not."""
    organization = act.actor.organization
    with case_service.permitted(act.actor, UserAction.CHOOSE_PRESET, organization):
        need(bool(act.reason.strip()), "reason", "a reason is needed")
        with case_service.writing() as work:
            event = Event.of(act, Kind.PRESET_CHOSEN, organization, organization, presets=str(presets))
            work.record([event])


def preset_document(home: Path, organization: str) -> dict[str, Any]:
    """The presets of an organization, who chose them, and what each preset finds, in plain JSON types."""
    choice = last_choice(home, organization)
    return {
        "preset": str(presets_of(home, organization)),
        "chosen": None if choice is None else {"by": choice.by, "at": choice.at, "reason": choice.reason},
        "presets": [
            {
                "preset": preset.value,
                "review": preset.review,
                "recall": FIGURES[preset].recall,
                "alerts_per_1000_companies": FIGURES[preset].alerts,
                "alerts_per_1000_persons": FIGURES[preset].person_alerts,
            }
            for preset in Preset
        ],
    }


def _of_file(home: Path, organization: str | None) -> Presets:
    path = home / PRESETS_FILE
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return BALANCED
    except (OSError, ValueError) as error:
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
