"""Scenarios: suppositions about law and lists, as pure data.

A scenario says "suppose that ...". It is never law: whatever is answered under it says so, and cites it as
``scenario NAME (not law)``. What was reported, announced or published is kept beside the changes as dated
events, which change no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from licet.errors import LicetError
from licet.model.listing import ListCode
from licet.rules.citation import Citation
from licet.rules.interval import Interval

__all__ = [
    "EntryChange",
    "EntryDeed",
    "Grant",
    "ReportedEvent",
    "RuleChange",
    "RuleDeed",
    "Scenario",
    "ScenarioChange",
    "ScenarioError",
    "ScenarioStatus",
]


class ScenarioError(LicetError, ValueError):
    """A scenario that cannot be read or applied. ``file``, ``line`` and ``key`` say where, as far as known."""

    def __init__(self, message: str, *, file: str = "", line: int | None = None, key: str = "") -> None:
        super().__init__(message)
        self.message, self.file, self.line, self.key = message, file, line, key

    def __str__(self) -> str:
        where = [self.file] if self.file else []
        where += [f"line {self.line}"] if self.line is not None else []
        where += [f"key {self.key}"] if self.key else []
        return f"{', '.join(where)}: {self.message}" if where else self.message


class ScenarioStatus(StrEnum):
    """How far an event has come. Only ``effective`` and ``expired`` are law, and then the rulebook has them."""

    REPORTED = "reported"
    ANNOUNCED = "announced"
    PUBLISHED = "published"
    EFFECTIVE = "effective"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class ScenarioChange:
    """Where a change stands in its file, for messages: ``rule[0]``, and its line."""

    key: str
    line: int | None


class RuleDeed(StrEnum):
    """What a scenario does to rules: put them in force on its days, or out of force."""

    IN_FORCE = "in_force"
    NOT_IN_FORCE = "not_in_force"


@dataclass(frozen=True, slots=True)
class RuleChange(ScenarioChange):
    """Rules, by ids or patterns (``us.ear.744.supp7.*``), in or out of force on some days.

    ``extends``: the rule must be in force on the day before, and goes on with that text. Else, in force, it
    takes its newest text, or the one of the day ``text_of``. What the law says of other days stays.
    """

    rules: tuple[str, ...]
    deed: RuleDeed
    days: Interval
    extends: bool = False
    text_of: date | None = None


class EntryDeed(StrEnum):
    """What a scenario does to list entries."""

    ADD = "add"
    LIST = "list"  # entries that the lists at hand know, as they were first placed, but from these days on
    REMOVE = "remove"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class EntryChange(ScenarioChange):
    """A list entry added, removed or changed on some days.

    Existing entries are named by ``entry`` (the id), by ``name`` (exact in comparable form, with ``country``
    where names are shared), or by ``matter`` or ``placed_by`` (the document that placed them), which take all such
    entries that ship with Licet. None in ``requirement``,
    ``policy`` and ``footnotes`` leaves what the list says. ``names``: further names, or those of the new entry.
    """

    deed: EntryDeed
    days: Interval
    list_code: ListCode
    entry: str | None = None
    name: str | None = None
    country: str | None = None
    matter: str | None = None
    placed_by: str | None = None
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    requirement: str | None = None
    policy: str | None = None
    footnotes: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Grant(ScenarioChange):
    """A license granted, with its scope; what a scope leaves empty is not limited by it.

    ``eccns``: numbers with or without paragraph. ``low_level``: EAR99, or controlled for anti-terrorism alone.
    ``parties``: list entries by id or by name, which means every entry that bears it; with parties or a
    matter, every listed party of the sale must be one of them, and one must take part. ``value_usd_at_most``:
    of one line; what a license may carry in all is not drawn down in a scenario.
    ``meets``: the requirements that it meets; those of a license of BIS unless said.
    """

    title: str
    days: Interval
    eccns: tuple[str, ...] = ()
    low_level: bool = False
    kinds: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    matter: str | None = None
    destinations: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    end_uses: tuple[str, ...] = ()
    value_usd_at_most: Decimal | None = None
    meets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedEvent(ScenarioChange):
    """Something that was reported, announced or published: it changes no answer."""

    on: date
    status: ScenarioStatus
    text: str
    source: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario as read from a file.

    ``effective``: the day from which its changes hold, unless they say another. ``as_of``, ``known_as_of``: the
    day and the knowledge from which it is asked, where the file suggests them; a run may take others.
    ``fingerprint``: sha256 of the file.
    """

    name: str
    title: str
    why: str
    effective: date
    as_of: date | None
    known_as_of: date | None
    changes: tuple[RuleChange | EntryChange | Grant, ...]
    events: tuple[ReportedEvent, ...]
    file: str
    fingerprint: str

    @property
    def cite(self) -> Citation:
        """How every change is cited: as what it is."""
        return Citation(f"scenario {self.name} (not law)", "scenario", "")

    @property
    def source(self) -> str:
        return f"a supposition, not law: {self.title}"

    def fault(self, change: ScenarioChange, message: str) -> ScenarioError:
        """An error that names the place of a change."""
        return ScenarioError(message, file=self.file, line=change.line, key=change.key)
