"""Facts that a company takes for granted by its own written policy, and that every answer shows where it used them.

A policy is of a named person and says where it is written. It fills only what a transaction leaves out: what was
stated, even as unknown by an empty list of owners, stays as it was.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from licet.errors import LicetError
from licet.model.field import FieldType, TransactionField
from licet.model.fields import FIELDS
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.rules.english import day_words
from licet.rules.vocabulary import FactSpec

__all__ = [
    "DEFAULTS_FILE",
    "NO_DEFAULTS",
    "POLICY",
    "DefaultPolicy",
    "Defaults",
    "DefaultsError",
    "accepted_values",
    "load_defaults",
    "read_with_defaults",
    "save_defaults",
]

POLICY = "By policy, "
"""How every note on a default begins."""
DEFAULTS_FILE = "defaults.toml"
"""In the home folder."""


def _values(row: TransactionField) -> tuple[str, ...]:
    return tuple(row.choices) if row.type is FieldType.CHOICE else ()


_FIELDS = MappingProxyType({row.name: row for row in FIELDS if row.by_policy})
"""The fields that a policy may fill, by topic."""
_YES_NO = ("yes", "no")
_TOPICS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: _YES_NO if row.type is FieldType.YES_NO else _values(row) for name, row in _FIELDS.items()}
    | {"transaction_date": ("ship_date", "today"), "owners": ("none_listed",), "exchange_rates": ("ecb",)}
)
"""What a policy may be about, and its values; none: any text."""
_WORDS = {name: row.by_policy for name, row in _FIELDS.items()} | {
    "transaction_date": "the transaction date",
    "owners": "the owners of the parties",
    "exchange_rates": "the rate of other currencies",
}


class DefaultsError(LicetError, ValueError):
    """A file of defaults that cannot be used; the text names the key and says what would be accepted."""


@dataclass(frozen=True, slots=True)
class DefaultPolicy:
    """One default. ``by``: whose policy it is; ``policy``: where it is written; ``since``: its first day."""

    topic: str
    value: str
    by: str
    policy: str
    since: date | None = None

    def __str__(self) -> str:
        since = "" if self.since is None else f", since {day_words(self.since)}"
        return f"{POLICY}{_WORDS[self.topic]} is {self.value.replace('_', ' ')} ({self.policy}, {self.by}{since})."


@dataclass(frozen=True, slots=True)
class Defaults:
    """The defaults of a home folder, by topic."""

    policies: Mapping[str, DefaultPolicy] = field(default_factory=dict)

    def get(self, topic: str) -> DefaultPolicy | None:
        return self.policies.get(topic)

    def value(self, topic: str) -> str | None:
        """The value of a topic; None where no policy sets it."""
        found = self.policies.get(topic)
        return None if found is None else found.value

    def by_path(self) -> Iterator[tuple[str, DefaultPolicy]]:
        """Each default of a field, with the path that it fills."""
        yield from (
            (row.path, found) for topic, row in _FIELDS.items() if (found := self.policies.get(topic))
        )

    def unset(self) -> Iterator[tuple[str, str, str]]:
        """Each field that a policy could fill and none does: its topic, its words, its path."""
        yield from (
            (topic, _WORDS[topic], row.path) for topic, row in _FIELDS.items() if topic not in self.policies
        )

    def filled(self, data: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """A transaction in the wire format with what it leaves out, and for each default used what to say of it."""
        whole = dict(data)
        used = []
        for topic, row in _FIELDS.items():
            policy = self.policies.get(topic)
            if policy is not None and _put(whole, row.path.split("."), _wire_value(policy)):
                used.append(str(policy))
        owners = self.policies.get("owners")
        parties = whole.get("parties")
        if owners is not None and isinstance(parties, list):
            filled = [
                {**party, "owners": []}
                if isinstance(party, Mapping) and party.get("owners") is None
                else party
                for party in parties
            ]
            if filled != parties:
                whole["parties"] = filled
                used.append(str(owners))
        return whole, tuple(used)


NO_DEFAULTS = Defaults()


def read_with_defaults(
    data: Any, vocabulary: Mapping[str, FactSpec], defaults: Defaults, *, default_as_of: date | None = None
) -> Transaction:
    """Read a transaction, what it leaves out filled by policy; its notes say which policies were used.

    Raises WireError as :func:`~licet.model.wire.read_transaction`.
    """
    filled, said = defaults.filled(data) if isinstance(data, Mapping) else (data, ())
    read = read_transaction(filled, vocabulary, default_as_of=default_as_of)
    return replace(read, notes=(*read.notes, *said))


def _wire_value(policy: DefaultPolicy) -> Any:
    row = _FIELDS.get(policy.topic)
    return policy.value == "yes" if row is not None and row.type is FieldType.YES_NO else policy.value


def _put(data: dict[str, Any], path: Sequence[str], value: Any) -> bool:
    """Put a value where none stands; whether it was put."""
    for key in path[:-1]:
        inner = data.get(key)
        if inner is not None and not isinstance(inner, Mapping):
            return False
        data[key] = dict(inner or {})
        data = data[key]
    if data.get(path[-1]) is not None:
        return False
    data[path[-1]] = value
    return True


def load_defaults(home: Path) -> Defaults:
    """The defaults of a home folder; none where it has no such file. Raises DefaultsError with all that is wrong."""
    path = home / DEFAULTS_FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return NO_DEFAULTS
    except OSError as error:
        raise DefaultsError(f"{path}: {error.strerror}") from error
    return _read_defaults(content, str(path))


def _read_defaults(content: bytes, path: str) -> Defaults:
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is one
        raise DefaultsError(f"{path}: not TOML: {error}") from error
    problems: list[str] = []
    policies = {topic: policy for topic, table in data.items() if (policy := _policy(topic, table, problems))}
    if problems:
        raise DefaultsError(f"{path}: {'; '.join(problems)}")
    return Defaults(policies)


def save_defaults(home: Path, policies: Sequence[DefaultPolicy], gone: Sequence[str] = ()) -> Defaults:
    """Set policies of a home folder, and take others away. Raises DefaultsError; then nothing has changed."""
    load_defaults(home)  # a file that cannot be read is never written over
    path = home / DEFAULTS_FILE
    before = path.read_text("utf-8") if path.exists() else ""
    text = _changed(before, policies, gone)
    found = _read_defaults(text.encode(), str(path))
    home.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(text, "utf-8")
    beside.replace(path)
    return found


def accepted_values() -> Mapping[str, tuple[str, ...]]:
    """What a policy may be about, with the values that it may have; none: any text."""
    return _TOPICS


def _changed(text: str, policies: Sequence[DefaultPolicy], gone: Sequence[str] = ()) -> str:
    """A file of defaults with policies set anew and others gone; every other line of it stays as it was."""
    names = {policy.topic for policy in policies} | set(gone)
    kept = []
    inside = False
    for line in text.splitlines():
        head = _TABLE.match(line)
        inside = head[1].strip("'\"") in names if head else inside
        if not inside:
            kept.append(line)
    blocks = ["\n".join(kept).strip(), *map(_block, policies)]
    return "\n\n".join(filter(None, blocks)) + "\n"


_TABLE = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")


def _block(policy: DefaultPolicy) -> str:
    since = [] if policy.since is None else [f"since = {policy.since.isoformat()}"]
    said = {"value": policy.value, "policy": policy.policy, "by": policy.by}
    return "\n".join(
        [f"[{policy.topic}]", *(f"{key} = {json.dumps(text)}" for key, text in said.items()), *since]
    )


def _policy(topic: str, table: Any, problems: list[str]) -> DefaultPolicy | None:
    before = len(problems)
    if topic not in _TOPICS:
        problems.append(f"{topic}: no default is set for this (known: {', '.join(_TOPICS)})")
        return None
    if not isinstance(table, Mapping):
        problems.append(f"{topic}: must be a table with value, policy and by")
        return None
    problems.extend(
        f"{topic}.{key}: is needed, as text"
        for key in ("value", "policy", "by")
        if not isinstance(table.get(key), str) or not table[key].strip()
    )
    problems.extend(
        f"{topic}.{key}: unknown key" for key in table if key not in {"value", "policy", "by", "since"}
    )
    since = table.get("since")
    if since is not None and not isinstance(since, date):
        problems.append(f"{topic}.since: must be a day, without quotes: 2026-01-15")
    accepted = _TOPICS[topic]
    if accepted and isinstance(table.get("value"), str) and table["value"] not in accepted:
        problems.append(f"{topic}.value: {table['value']!r} is not one of {', '.join(accepted)}")
    if len(problems) > before:
        return None
    return DefaultPolicy(topic, table["value"], table["by"], table["policy"], since)
