"""A need names a fact that the wire accepts and that is not stated yet, or an ECCN that has finer paragraphs."""

import csv
from importlib.resources import files
from typing import Any

import pytest

from licet.engine.determination import Need
from licet.engine.determine import determine
from licet.facts.wire import read_transaction
from licet.rulebook.us.ear import ear
from licet.rulebook.us.ear.paragraphs import Paragraphs

TABLES = files("licet.rulebook.us.ear") / "tables"


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((TABLES / name).read_text("utf-8").splitlines()))


KNOWN = Paragraphs(rows("paragraphs.csv"))
ENTRIES = [row["eccn"] for row in rows("eccn.csv") if row["lines"] != "0"]


def sale(eccn: str, destination: str) -> dict[str, Any]:
    kind = {"D": "software", "E": "technology"}.get(eccn[1], "commodity")
    return {
        "action": "export",
        "as_of": "2026-09-01",
        "destination": destination,
        "end_use": "none_named_in_part_744",
        "item": {"kind": kind, "eccn": eccn, "us_origin": True},
        "parties": [
            {"role": "ultimate_consignee", "name": "Muster GmbH", "country": destination, "owners": []}
        ],
        "facts": {},
    }


def can_be_met(need: Need, eccn: str) -> bool:
    if need.path.startswith("facts."):
        return need.path.removeprefix("facts.") in ear().vocabulary
    return need.path == "item.eccn" and bool(KNOWN.below(eccn))


@pytest.mark.parametrize("destination", ["CN", "DE", "IL"])
def test_every_need_can_be_met(destination: str) -> None:
    dead = {
        (eccn, need.path)
        for eccn in ENTRIES
        for need in determine(read_transaction(sale(eccn, destination), ear().vocabulary), ear(), ()).needs
        if not can_be_met(need, eccn)
    }
    assert dead == set()


@pytest.mark.parametrize("destination", ["CN", "DE"])
def test_meeting_every_need_leaves_no_question(destination: str) -> None:
    """Whoever answers no to what is asked, and names the first paragraph where one is asked for, gets an answer."""
    open_still = {}
    for eccn in ENTRIES[::4]:
        wire = sale(eccn, destination)
        for _ in range(12):
            found = determine(read_transaction(wire, ear().vocabulary), ear(), ())
            if not found.needs:
                break
            for need in found.needs:
                if need.path == "item.eccn":
                    wire["item"]["eccn"] = _finer(wire["item"]["eccn"])
                else:
                    wire["facts"][need.path.removeprefix("facts.")] = False
        if found.answer == "undetermined" and not found.law_not_held:
            open_still[eccn] = [need.path for need in found.needs]
    assert open_still == {}


def _finer(eccn: str) -> str:
    return f"{eccn.partition('.')[0]}.{KNOWN.below(eccn)[0]}"
