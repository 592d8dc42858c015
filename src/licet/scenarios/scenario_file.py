"""Reading scenarios: small TOML files, and the examples that ship with the package."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

from licet.model.listing import ListCode
from licet.model.transaction import ItemKind
from licet.rules.interval import Interval, since, through
from licet.scenarios.scenario import (
    EntryChange,
    EntryDeed,
    Grant,
    ReportedEvent,
    RuleChange,
    RuleDeed,
    Scenario,
    ScenarioChange,
    ScenarioError,
    ScenarioStatus,
)
from licet.scenarios.toml_file import TomlTable, read_toml

__all__ = ["MAX_BYTES", "load_scenario", "read_scenario", "shipped_scenarios"]

MAX_BYTES = 1_000_000
"""A scenario is a few hundred bytes; one that adds a whole list is some hundred thousand."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_ECCN = re.compile(r"EAR99|[0-9][A-E][0-9]{3}(?:\.[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")


@cache
def shipped_scenarios() -> dict[str, Scenario]:
    """The example scenarios of the package, by name."""
    folder = files("licet.scenarios") / "scenarios"
    found = [traversable for traversable in folder.iterdir() if traversable.name.endswith(".toml")]
    read = [read_scenario(traversable.read_bytes(), traversable.name) for traversable in found]
    return {scenario.name: scenario for scenario in sorted(read, key=lambda scenario: scenario.name)}


def load_scenario(name: str) -> Scenario:
    """A scenario from a file, or a shipped one by its name. Raises ScenarioError."""
    shipped = shipped_scenarios().get(name)
    if shipped is not None:
        return shipped
    path = Path(name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ScenarioError(f"too large for a scenario (at most {MAX_BYTES:,} bytes)", file=name)
        content = path.read_bytes()
    except OSError as error:
        known = ", ".join(shipped_scenarios())
        raise ScenarioError(
            f"{error.strerror}; scenarios that ship with Licet: {known}", file=name
        ) from error
    return read_scenario(content, name)


def read_scenario(content: bytes, file: str) -> Scenario:
    """Read a scenario. Raises ScenarioError, which names file, line and key."""
    top = read_toml(content, file)
    name = top.needed("name", top.text("name"))
    if not _NAME.fullmatch(name):
        raise top.fault("name", f"must be lower-case letters, digits, - and _, not {name!r}")
    effective = top.needed("effective", top.day("effective"))
    scenario = Scenario(
        name=name,
        title=top.needed("title", top.text("title")),
        why=top.needed("why", top.text("why")),
        effective=effective,
        as_of=top.day("as_of"),
        known_as_of=top.day("known_as_of"),
        changes=(
            *(
                change
                for table in top.each("general_license")
                for change in _general_license(table, effective)
            ),
            *(change for table in top.each("rule") for change in _rule(table, effective)),
            *(_entry(table, effective) for table in top.each("entry")),
            *(_grant(table, effective) for table in top.each("license")),
        ),
        events=tuple(_event(table) for table in top.each("event")),
        file=file,
        fingerprint=hashlib.sha256(content).hexdigest(),
    )
    top.done()
    return scenario


def _days(table: TomlTable, effective: date) -> Interval:
    """From the day ``from`` (or the scenario's own) through ``through``, both included."""
    first, last = table.day("from") or effective, table.day("through")
    if last is not None and last < first:
        raise table.fault("through", f"is before {first}, on which it begins")
    return since(first) if last is None else through(first, last)


def _general_license(table: TomlTable, effective: date) -> Iterator[RuleChange]:
    """An extension through a day, after which it is over; or an end."""
    place = ScenarioChange(table.path, table.line)
    rules = _rules(table)
    last, end = table.day("extend_through"), table.day("last_day")
    if (last is None) is (end is None):
        raise table.fault("extend_through", "say either extend_through or last_day")
    if end is not None:
        first = end + timedelta(days=1)
    else:
        assert last is not None
        first = table.day("from") or effective
        if last < first:
            raise table.fault("extend_through", f"is before {first}, on which the extension begins")
        yield RuleChange(place.key, place.line, rules, RuleDeed.IN_FORCE, through(first, last), extends=True)
        first = last + timedelta(days=1)
    table.done()
    yield RuleChange(place.key, place.line, rules, RuleDeed.NOT_IN_FORCE, since(first))


def _rules(table: TomlTable) -> tuple[str, ...]:
    rules = table.texts("rules")
    if not rules:
        raise table.fault("rules", "name at least one rule by its id (`licet law show CITE` gives ids)")
    return rules


def _rule(table: TomlTable, effective: date) -> Iterator[RuleChange]:
    """In or out of force on some days; or a start moved to another day."""
    rules, place = _rules(table), (table.path, table.line)
    start, to = table.day("starts_on"), table.day("would_start_on")
    if to is not None or start is not None:
        first, second = table.needed("would_start_on", to), table.needed("starts_on", start)
        table.done()
        if first == second:
            raise table.fault("would_start_on", "is the day on which it starts anyway")
        earlier = first < second
        days = Interval(min(first, second), max(first, second))
        deed = RuleDeed.IN_FORCE if earlier else RuleDeed.NOT_IN_FORCE
        yield RuleChange(*place, rules, deed, days, text_of=second if earlier else None)
        return
    in_force = table.needed("in_force", table.yes_no("in_force"))
    deed = RuleDeed.IN_FORCE if in_force else RuleDeed.NOT_IN_FORCE
    change = RuleChange(*place, rules, deed, _days(table, effective), text_of=table.day("text_of"))
    if change.text_of is not None and not in_force:
        raise table.fault("text_of", "says which text is in force, but in_force is false")
    table.done()
    yield change


def _entry(table: TomlTable, effective: date) -> EntryChange:
    change = EntryChange(
        key=table.path,
        line=table.line,
        deed=table.needed("change", table.choice("change", EntryDeed)),
        days=_days(table, effective),
        list_code=table.choice("list", ListCode) or ListCode.EL,
        entry=table.text("entry"),
        name=table.text("name"),
        country=_country(table),
        matter=table.text("matter"),
        placed_by=table.text("placed_by"),
        names=table.texts("names"),
        addresses=table.texts("addresses"),
        requirement=table.text("requirement"),
        policy=table.text("policy"),
        footnotes=table.whole_numbers("footnotes"),
    )
    table.done()
    _check_entry(change, table)
    return change


def _country(table: TomlTable) -> str | None:
    country = table.text("country")
    if country is not None and not _COUNTRY.fullmatch(country):
        raise table.fault("country", f"must be a two-letter ISO 3166 code such as CN, not {country!r}")
    return country


def _check_entry(change: EntryChange, table: TomlTable) -> None:
    if change.deed is EntryDeed.ADD:
        for key in ("name", "country", "requirement", "policy"):
            table.needed(key, getattr(change, key))
        for key in ("entry", "placed_by"):
            if table.has(key):
                raise table.fault(key, "names entries that are there; a new one gets its id from Licet")
        return
    named = [key for key in ("entry", "name", "matter", "placed_by") if table.has(key)]
    if len(named) != 1:
        raise table.fault("name", "name existing entries by one of entry, name, matter and placed_by")
    given = [key for key in ("requirement", "policy", "footnotes", "names") if table.has(key)]
    if change.deed in {EntryDeed.REMOVE, EntryDeed.LIST} and given:
        raise table.fault(given[0], f"cannot be said with change = {change.deed.value!r}")
    if change.deed is EntryDeed.CHANGE and not given:
        raise table.fault("change", "say what changes: requirement, policy, footnotes or names")
    if change.names and named[0] in {"matter", "placed_by"}:
        raise table.fault("names", "many entries cannot be given one name")


def _grant(table: TomlTable, effective: date) -> Grant:
    kinds, eccns, destinations = table.texts("kinds"), table.texts("eccns"), table.texts("destinations")
    for key, values, shape, example in (
        ("eccns", eccns, _ECCN, "EAR99 or an ECCN such as 5A991.b"),
        ("destinations", destinations, _COUNTRY, "two-letter ISO 3166 codes such as CN"),
    ):
        wrong = [value for value in values if not shape.fullmatch(value)]
        if wrong:
            raise table.fault(key, f"must be {example}, not {wrong[0]!r}")
    strange = [kind for kind in kinds if kind not in tuple(ItemKind)]
    if strange:
        raise table.fault("kinds", f"must be of {', '.join(ItemKind)}, not {strange[0]!r}")
    grant = Grant(
        key=table.path,
        line=table.line,
        title=table.needed("title", table.text("title")),
        days=_days(table, effective),
        eccns=eccns,
        low_level=table.yes_no("low_level") or False,
        kinds=kinds,
        parties=table.texts("parties"),
        matter=table.text("matter"),
        destinations=destinations,
        groups=table.texts("groups"),
        end_uses=table.texts("end_uses"),
        value_usd_at_most=table.number("value_usd_at_most"),
        meets=table.texts("meets"),
    )
    table.done()
    if grant.eccns and grant.low_level:
        raise table.fault("low_level", "say either eccns or low_level")
    if grant.parties and grant.matter:
        raise table.fault("matter", "say either parties or matter")
    return grant


def _event(table: TomlTable) -> ReportedEvent:
    event = ReportedEvent(
        key=table.path,
        line=table.line,
        on=table.needed("on", table.day("on")),
        status=table.needed("status", table.choice("status", ScenarioStatus)),
        text=table.needed("text", table.text("text")),
        source=table.needed("source", table.text("source")),
        url=table.text("url"),
    )
    table.done()
    return event
