"""What is on record in a workspace and rests on changed law: order lines, licenses, applications, classifications."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from licet.classification.control_list import ControlList
from licet.classification.control_list_xml import ListFileError, read_list
from licet.engine.grounds import rules_of_place
from licet.services.current_answers import orders_rows
from licet.services.determination import Decider
from licet.services.law_texts import LawDiff
from licet.services.list_records import classification_records
from licet.storage.server import rows_of

__all__ = ["control_list_in", "records_on"]

_LICENSES = "SELECT number, organization, destination, expires_on, ended FROM license_list ORDER BY number"
_CASES = "SELECT case_id, organization, destination, state FROM case_list WHERE decided_on IS NULL ORDER BY case_id"


def records_on(
    diff: LawDiff, decider: Decider, day: date, listed: ControlList | None = None
) -> dict[str, list[dict[str, Any]]]:
    """By kind, what rests on the rules that the changes touch, as of a day; whoever's it is.

    ``listed``: the control list as the new text has it, where that holds it.
    """
    rules = frozenset(diff.rules)
    return {
        "order_lines": list(_order_lines(rules, decider, day)) if rules else [],
        "licenses": list(_licenses(rules, decider, day)) if rules else [],
        "applications": list(_applications(rules, decider, day)) if rules else [],
        **classification_records(decider.home, listed, day),
    }


def _reaches(rules: frozenset[str], decider: Decider, day: date, destination: object) -> bool:
    """Whether a touched requirement may apply to a transaction with a destination."""
    return bool(rules & rules_of_place(decider.rulebook, day, None, None, destination))


def _order_lines(rules: frozenset[str], decider: Decider, day: date) -> Iterator[dict[str, Any]]:
    for folder in sorted((decider.home / "books").glob("*/*/answers.parquet.receipt.json")):
        for row in orders_rows(folder.parent, rules, decider, day):
            organization = bytes.fromhex(folder.parent.parent.name).decode()
            yield {"organization": organization, "book": folder.parent.name, **row}


def _licenses(rules: frozenset[str], decider: Decider, day: date) -> Iterator[dict[str, Any]]:
    for number, organization, destination, expires_on, ended in rows_of(decider.home, _LICENSES):
        if (
            ended is None
            and str(expires_on) >= day.isoformat()
            and _reaches(rules, decider, day, destination)
        ):
            yield {"number": number, "organization": organization, "destination": destination}


def _applications(rules: frozenset[str], decider: Decider, day: date) -> Iterator[dict[str, Any]]:
    for case_id, organization, destination, state in rows_of(decider.home, _CASES):
        if _reaches(rules, decider, day, destination):
            yield {
                "case": case_id, "organization": organization, "destination": destination, "state": state
            }  # fmt: skip


def control_list_in(path: Path) -> ControlList | None:
    """The Commerce Control List that a file, or a file of a folder, of the eCFR holds; None where none does."""
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.name.lower().removesuffix(".gz").endswith(".xml"):
            try:
                return read_list(file)
            except ListFileError:
                continue
    return None
