"""A need names a fact that the wire accepts, that is not stated yet, and of which some answer changes the result."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from itertools import cycle
from typing import Any

import pytest

from licet.engine.determination import Determination, Need
from licet.engine.determine import determine
from licet.model.eccn_paragraphs import Paragraphs
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.rules.vocabulary import FactKind

TABLES = files("licet.regimes.us_ear") / "tables"


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((TABLES / name).read_text("utf-8").splitlines()))


KNOWN = Paragraphs(rows("paragraphs.csv"))
ENTRIES = [row["eccn"] for row in rows("eccn.csv") if row["lines"] != "0"]
TESTS = {row["eccn"]: row["test"] for row in rows("eccn_controls.csv") if row["test"].startswith("for:")}
DESTINATIONS = ("CN", "DE", "IL")
DAYS = ("2021-06-01", "2024-06-01", "2026-09-24")


def sale(eccn: str, destination: str, day: str = "2026-09-01") -> dict[str, Any]:
    kind = {"D": "software", "E": "technology"}.get(eccn[1], "commodity")
    return {
        "action": "export",
        "as_of": day,
        "destination": destination,
        "end_use": "none_named_in_part_744",
        "item": {"kind": kind, "eccn": eccn, "us_origin": True},
        "parties": [
            {"role": "ultimate_consignee", "name": "Muster GmbH", "country": destination, "owners": []}
        ],
        "facts": {},
    }


def found(wire: dict[str, Any]) -> Determination:
    return determine(read_transaction(wire, ear().vocabulary), ear(), ())


def answers(need: Need, eccn: str) -> Iterator[object]:
    """Some answers to a need, as people give them."""
    name = need.path.removeprefix("facts.")
    if need.path == "item.eccn":
        yield from (f"{eccn.partition('.')[0]}.{below}" for below in KNOWN.below(eccn))
        return
    kind = ear().vocabulary[name].kind
    if kind is FactKind.ECCN:
        yield TESTS[eccn.partition(".")[0]].removeprefix("for:").split(";")[0][:5]
        return
    yield from {FactKind.YES_NO: (True, False), FactKind.NUMBER: (1, 100_000)}[kind]


def with_answer(wire: dict[str, Any], need: Need, answer: object) -> dict[str, Any]:
    if need.path == "item.eccn":
        return wire | {"item": wire["item"] | {"eccn": answer}}
    return wire | {"facts": wire["facts"] | {need.path.removeprefix("facts."): answer}}


def said(answer: Determination) -> tuple[object, ...]:
    return (
        answer.answer,
        tuple(need.path for need in answer.needs),
        tuple(reason.rule for reason in answer.because),
    )


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_every_need_can_be_met(destination: str) -> None:
    """Whatever is asked, the wire takes an answer, it was not given, and one of the answers changes what is said."""
    dead = []
    first = DESTINATIONS.index(destination)  # the three destinations together meet every entry
    for eccn, day in zip(ENTRIES[first::3], cycle(DAYS), strict=False):
        wire = sale(eccn, destination, day)
        before = found(wire)
        for need in before.needs:
            assert need.path.removeprefix("facts.") not in wire["facts"]
            tried = [said(found(with_answer(wire, need, answer))) for answer in answers(need, eccn)]
            if not any(after != said(before) for after in tried):
                dead.append((eccn, day, need.path))
    assert dead == []


@pytest.mark.parametrize("destination", ["CN", "DE"])
def test_meeting_every_need_leaves_no_question(destination: str) -> None:
    """Whoever answers no to what is asked, and the first thing that comes to mind elsewhere, gets an answer."""
    open_still = {}
    for eccn in ENTRIES[::4]:
        wire = sale(eccn, destination)
        for _ in range(12):
            answer = found(wire)
            for need in answer.needs:
                wire = with_answer(wire, need, list(answers(need, wire["item"]["eccn"]))[-1])
            if not answer.needs:
                break
        if answer.answer == "undetermined" and not answer.law_not_held:
            open_still[eccn] = [need.path for need in answer.needs]
    assert open_still == {}
