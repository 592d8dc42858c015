"""What is known of lists, as JSON documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from licet.model.listing import ListCode, ListEntry
from licet.regimes.shipped_entries import shipped_entries
from licet.services.limits import answer_policy
from licet.storage.state import ListState, SourceState
from licet.watchlists.identity import fold
from licet.watchlists.snapshot import Snapshot, SnapshotProblem

if TYPE_CHECKING:
    from licet.storage.adopt import Adoption
    from licet.watchlists.diff import ListDiff

__all__ = [
    "adoption_document",
    "diff_document",
    "entries_named",
    "entry_document",
    "problem_document",
    "refusal_document",
    "standing",
    "status_document",
]


def standing(state: ListState | None) -> dict[str, Any]:
    """Which lists go on answering."""
    if state is None:
        return {"standing": None}
    oldest, newest = state.oldest_date.isoformat(), state.snapshot_date.isoformat()
    return {
        "standing": {
            "entries": len(state),
            "oldest": oldest,
            "newest": newest,
            "fingerprint": state.fingerprint,
        }
    }


def adoption_document(adoption: Adoption, snapshot: Snapshot) -> dict[str, Any]:
    record = adoption.snapshot
    return {
        "adopted": True,
        "already": adoption.already,
        "snapshot": record.number,
        "format": record.format.value,
        "sha256": record.sha256,
        "data_date": record.data_date.isoformat(),
        "data_date_basis": record.data_date_basis,
        "counts": {code.value: count for code, count in record.counts.items()},
        "added": adoption.added,
        "changed": adoption.changed,
        "gone": adoption.gone,
        "accepted_reason": record.accepted_reason,
        "problems": [problem_document(problem) for problem in adoption.problems],
        "repeated_headers": snapshot.repeated_headers,
        "rows_refused": [
            {"line": row.line, "reason": row.reason, "text": row.text} for row in snapshot.refused
        ],
    }


def refusal_document(
    name: str, problems: Sequence[SnapshotProblem], state: ListState | None, code: str = ""
) -> dict[str, Any]:
    return {
        "adopted": False,
        "file": name,
        "code": code or None,
        "problems": [problem_document(problem) for problem in problems],
        **standing(state),
    }


def problem_document(problem: SnapshotProblem) -> dict[str, Any]:
    source = None if problem.source is None else problem.source.value
    return {
        "kind": problem.kind.value, "source": source, "line": problem.line, "words": problem.words,
        "names": list(problem.names),
    }  # fmt: skip


def status_document(state: ListState | None, day: date) -> dict[str, Any]:
    sources = [] if state is None else [_source(source, day) for source in state.sources.values()]
    missing = [] if state is None else [code.value for code in ListCode if code not in state.sources]
    return {
        "adopted": state is not None,
        "whole": state is not None and state.whole,
        "entries": 0 if state is None else len(state),
        "fingerprint": None if state is None else state.fingerprint,
        "age_days": None if state is None else state.age_days(day),
        "stale": state is not None and state.age_days(day) > answer_policy().list_days,
        "unread_rows": 0 if state is None else state.unread,
        "lists": sources,
        "not_adopted": missing,
    }


def _source(source: SourceState, day: date) -> dict[str, Any]:
    return {
        "code": source.code.value,
        "count": source.count,
        "data_date": source.data_date.isoformat(),
        "age_days": source.age_days(day),
        "format": source.format,
        "snapshot": source.snapshot,
        "sha256": source.sha256,
        "adopted_at": source.adopted_at.isoformat(),
        "accepted_reason": source.accepted_reason,
        "unread_rows": source.unread,
        "closed": source.closed,
    }


def diff_document(a: str, b: str, found: ListDiff) -> dict[str, Any]:
    def party(entry_id: str, row: Any) -> dict[str, Any]:
        return {
            "entry_id": entry_id,
            "list": row.list_code.value,
            "name": row.name,
            "countries": list(row.countries),
        }

    return {
        "from": a,
        "to": b,
        "counts": {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed)},
        "added": [party(*item) for item in found.added.items()],
        "removed": [party(*item) for item in found.removed.items()],
        "changed": [
            {
                "entry_id": item.entry_id, "name": item.name,
                "fields": [asdict(field) for field in item.fields],
            }
            for item in found.changed
        ],
    }  # fmt: skip


def entries_named(state: ListState | None, wanted: str) -> list[ListEntry]:
    """The entries with an id, or with a name or alias, case and punctuation apart; by name, adopted ones first.

    Every id that screening names is found: a shipped entry speaks for an adopted one under its own.
    """
    shipped = shipped_entries()
    number = None if state is None else state.find(wanted)
    if number is not None and state is not None:
        return [state.entry(number)]
    by_id = [entry for entry in shipped if entry.entry_id == wanted]
    if by_id:
        return by_id
    folded = fold(wanted)
    found: list[ListEntry] = []
    if state is not None:
        names = state.names()
        numbers = (names.entry[index] for index, name in enumerate(names.text) if fold(name) == folded)
        found = [state.entry(number) for number in dict.fromkeys(numbers)]
    return found or [
        entry
        for entry in shipped
        if folded in {fold(entry.name), *(fold(alias.name) for alias in entry.aliases)}
    ]


def entry_document(entry: ListEntry) -> dict[str, Any]:
    return {
        "entry_id": entry.entry_id,
        "list": entry.list_code.value,
        "name": entry.name,
        "aliases": [{"name": alias.name, "weak": alias.weak} for alias in entry.aliases],
        "countries": list(entry.countries),
        "addresses": list(entry.addresses),
        "kind": entry.kind,
        "listed_since_known": entry.listed_since_known,
        "not_before": None if entry.not_before is None else entry.not_before.isoformat(),
        "cites": [cite.text for cite in entry.cites],
        "source": entry.source,
        "terms": [
            {
                "from": row.in_force.start.isoformat(),
                "to": None if row.in_force.end is None else row.in_force.end.isoformat(),
                "published_on": row.published_on.isoformat(),
                "listed": row.value.listed,
                "requirement": row.value.requirement,
                "policy": row.value.policy,
                "footnotes": list(row.value.footnotes),
                "programs": list(row.value.programs),
                "standard_order": row.value.standard_order,
                "cite": row.cite.text,
                "source": row.source,
            }
            for row in entry.terms.rows
        ],
    }
