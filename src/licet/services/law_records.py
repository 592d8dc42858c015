"""What is on record in a workspace and rests on changed law: order lines, licenses, applications, classifications."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from licet.classification.product_master import ProductMaster
from licet.engine.grounds import rules_of_place
from licet.services.current_answers import orders_rows
from licet.services.determination import Decider
from licet.services.law_texts import LawDiff
from licet.storage.server import rows_of

__all__ = ["records_on"]

_LICENSES = "SELECT number, organisation, destination, expires_on, ended FROM license_list ORDER BY number"
_CASES = "SELECT case_id, organisation, destination, state FROM case_list WHERE decided_on IS NULL ORDER BY case_id"
_LIST = "774 Supp. 1"


def records_on(diff: LawDiff, decider: Decider, day: date) -> dict[str, list[dict[str, Any]]]:
    """By kind, what rests on the rules that the changes touch, as of a day; whoever's it is."""
    rules = frozenset(diff.rules)
    return {
        "order_lines": list(_order_lines(rules, decider, day)) if rules else [],
        "licenses": list(_licenses(rules, decider, day)) if rules else [],
        "applications": list(_applications(rules, decider, day)) if rules else [],
        "classification_records": list(_classifications(diff, decider.home)),
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


def _classifications(diff: LawDiff, home: Path) -> Iterator[dict[str, Any]]:
    """Parts whose record is of an entry of the Commerce Control List that changed."""
    entries = {
        change.place.removeprefix(f"{_LIST} ") for change in diff.changed if change.place.startswith(_LIST)
    }
    if not entries:
        return
    for part, records in ProductMaster.open(home / "products.jsonl").records.items():
        eccn = records[-1].eccn if records else ""
        if eccn.partition(".")[0] in entries:
            yield {"part": part, "eccn": eccn}
