"""What an assistant may ask: check, screen, law, what-if, explain.

An assistant states facts, and judges nothing: it clears no match and confirms nothing. What it stated beyond the
plain data of a transaction is listed for a person to confirm, and until then no answer says that it may go.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from licet.engine.determination import Determination
from licet.engine.lawtext import rules_citing
from licet.engine.report import need_to_wire, to_wire
from licet.model.field import Scope, StatedBy
from licet.model.fields import FIELDS
from licet.model.order import line_documents, path_in_order
from licet.model.wire import WireError
from licet.name_screening import UnknownCountryError
from licet.presentation.order import order_document, order_summary
from licet.presentation.summary import summary
from licet.regimes.registry import regimes
from licet.rules.citation import Citation
from licet.services.determination import today
from licet.workspace import Workspace, open_workspace

__all__ = ["INSTRUCTIONS", "AssistantTools"]

INSTRUCTIONS = (
    "Licet answers whether an export may go ahead under the EAR and the other laws that its workspace has adopted; "
    "name those under not_examined to the user. State only what the user told you; leave out what "
    "you do not know, and ask the user the questions in ask_next. Never guess a fact to change an answer. Say that a "
    "transaction may go only where go is true; where confirm is not empty, a person must confirm those facts in "
    "Licet first. You cannot clear matches, release orders or file anything: a person does that in Licet."
)
_JUDGED = frozenset(row.name for row in FIELDS if row.rows is Scope.DISPOSITION)
"""Keys that hold a person's judgment; no assistant states them."""
_LOG = "assistants.jsonl"


@dataclass(frozen=True)
class AssistantTools:
    """The tools over one workspace. ``assistant`` of each: as its client calls itself, for the log."""

    workspace: Workspace
    home: Path

    @staticmethod
    def of(home: Path) -> AssistantTools:
        return AssistantTools(open_workspace(home), home)

    def check(self, transaction: Mapping[str, Any], assistant: str = "unknown") -> dict[str, Any]:
        """May this transaction go ahead? Gives verdict, receipt, what to ask next, and what a person must confirm."""
        judged = sorted(set(_judged(transaction, "")))
        if judged:
            return self._refused(
                "check", assistant, judged[0], "an assistant clears no match; a person does, in Licet"
            )
        try:
            if "items" in transaction:
                return self._check_order(transaction, assistant)
            answer = self.workspace.check(transaction)
        except WireError as error:
            return self._refused("check", assistant, error.key, error.all_messages)
        self.workspace.keep_receipt(answer)
        found = self._verdict(answer, transaction)
        self._log("check", assistant, found)
        return found

    def _check_order(self, order: Mapping[str, Any], assistant: str) -> dict[str, Any]:
        """The answer to an order of several lines: it may go only where every line may."""
        whole = self.workspace.check_order(order)
        lines = []
        documents = (document for _, document in line_documents(order))
        for document, (line, answer) in zip(documents, whole.pairs, strict=True):
            self.workspace.keep_receipt(answer)
            found = self._verdict(answer, document)
            lines.append({"line": line.number, "id": line.ident, **found})
        confirm = sorted({path_in_order(n, path) for n, line in enumerate(lines) for path in line["confirm"]})
        found = {
            "verdict": whole.answer.value,
            "light": whole.light.value,
            "go": all(line["go"] for line in lines),
            "confirm": confirm,
            "summary": order_summary(whole),
            "holds_until": None if whole.holds_until is None else whole.holds_until.isoformat(),
            "ask_next": [need_to_wire(need) for need in whole.needs],
            "lines": lines,
            "receipt": [line["receipt"] for line in lines],
        }
        self._log("check", assistant, found)
        return found

    def explain(self, transaction: Mapping[str, Any], assistant: str = "unknown") -> dict[str, Any]:
        """The same in full: every rule, condition, citation and date that the answer rests on."""
        found = self.check(transaction, assistant)
        if "error" in found:
            return found
        if "items" in transaction:
            return found | {"answer_in_full": order_document(self.workspace.check_order(transaction))}
        return found | {"answer_in_full": to_wire(self.workspace.check(transaction))}

    def what_if(
        self, transaction: Mapping[str, Any], changes: Mapping[str, Any], assistant: str = "unknown"
    ) -> dict[str, Any]:
        """The answer now, and the answer if ``changes`` (keys of a sale) were so; a supposition is never a go."""
        now = self.check(transaction, assistant)
        then = self.check(_merged(transaction, changes), assistant)
        return {"now": now, "supposed": then | {"go": False, "supposition": True}}

    def screen(self, name: str, country: str | None = None, assistant: str = "unknown") -> dict[str, Any]:
        """Is this name on a list? A person decides whether a match is the party."""
        try:
            found = self.workspace.screen(name, country)
        except UnknownCountryError as error:
            return self._refused("screen", assistant, "country", str(error))
        shown = {
            "verdict": found.verdict,
            "matches": [
                {"list": match.list, "listed_name": match.listed_name, "score": match.score, "entry": match.entry_id,
                 "stands": match.stands, "reasons": list(match.reasons), "cites": list(match.cites)}
                for match in found.matches
            ],
            "caveats": list(found.caveats),
        }  # fmt: skip
        self._log("screen", assistant, {"verdict": found.verdict, "receipt": None})
        return shown

    def law(self, cite: str, assistant: str = "unknown") -> dict[str, Any]:
        """The rules that rest on a citation such as 15 CFR 744.11, in English."""
        try:
            place = Citation.parse(cite)
        except ValueError as error:
            return self._refused("law", assistant, "cite", str(error))
        books = [regime.rulebook for regime in regimes().values()]
        found = [shown for book in books for shown in rules_citing(book, place, today(), None)]
        self._log("law", assistant, {"verdict": str(place), "receipt": None})
        return {"cite": str(place), "rules": [shown.to_wire() for shown in found]}

    def _verdict(self, answer: Determination, transaction: Mapping[str, Any]) -> dict[str, Any]:
        wire = to_wire(answer)
        stated = sorted(_stated(transaction))
        light = str(wire["light"])
        return {
            "verdict": wire["answer"],
            "light": light,
            "go": light == "green" and not stated,
            "confirm": stated,
            "summary": summary(answer),
            "by_law": {
                determination.law: determination.answer.value for determination in answer.determinations
            },
            "not_examined": [name.title for name in answer.not_examined],
            "authority": wire.get("authority"),
            "holds_until": wire.get("holds_until"),
            "ask_next": wire.get("needs", []),
            "caveats": wire.get("caveats", []),
            "receipt": wire.get("receipt"),
        }

    def _refused(self, tool: str, assistant: str, key: str, why: str) -> dict[str, Any]:
        self._log(tool, assistant, {"verdict": f"refused: {key}", "receipt": None})
        return {"error": why, "key": key, "go": False}

    def _log(self, tool: str, assistant: str, found: Mapping[str, Any]) -> None:
        line = {"at": datetime.now(UTC).isoformat(), "assistant": assistant[:200], "tool": tool,
                "verdict": found.get("verdict"), "receipt": found.get("receipt")}  # fmt: skip
        self.home.mkdir(parents=True, exist_ok=True)
        file = os.open(self.home / _LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(file, "a", encoding="utf-8") as stream:
            stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def _judged(data: Any, path: str) -> Iterator[str]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            place = f"{path}.{key}" if path else str(key)
            if key in _JUDGED and value:
                yield place
            else:
                yield from _judged(value, place)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _judged(value, f"{path}[{number}]")


def _stated(transaction: Mapping[str, Any]) -> set[str]:
    """What a transaction states that is more than data of an order: end use, named facts, that there is no owner."""
    found: set[str] = set()
    for row in FIELDS:
        if row.stated_by is StatedBy.PERSON:
            for path, value in _at(transaction, row.path.split(".")):
                inner = value.items() if isinstance(value, Mapping) else [("", value)]
                found |= {f"{path}.{name}".rstrip(".") for name, fact in inner if fact is not None}
    return found


def _at(data: Any, steps: Sequence[str], path: str = "") -> Iterator[tuple[str, Any]]:
    """What stands at a path of the table in a document, in every row of its lists."""
    if not steps:
        yield path, data
    elif isinstance(data, Mapping):
        name = steps[0].removesuffix("[]")
        inner, place = data.get(name), f"{path}.{name}".lstrip(".")
        if name == steps[0]:
            yield from _at(inner, steps[1:], place)
        elif isinstance(inner, list):
            for number, row in enumerate(inner):
                yield from _at(row, steps[1:], f"{place}[{number}]")


def _merged(data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A transaction with changes, key by key below its objects."""
    whole = dict(data)
    for key, value in changes.items():
        old = whole.get(key)
        whole[key] = _merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return whole
