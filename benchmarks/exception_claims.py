"""Sixty claims of license exceptions: how many are decided as the text says, after how many further facts.

Usage: python -m benchmarks.exception_claims [--as-of DAY] [--all]. Each claim of exception_claims.toml is asked about
with what a person states at first; what the answer asks for is given, as far as the person knows it, one fact after
the other. On an earlier day only claims whose section's source note reaches so far are counted. Exits with 1 where a
decided claim is not what the text says.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.wire import read_transaction
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.part_740.source_notes import LAST_AMENDMENTS
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder
from licet.screening.screener import ListScreener

CLAIMS = Path(__file__).with_name("exception_claims.toml")
DAY = date(2026, 9, 24)
FURTHER = 3
KINDS = {"D": "software", "E": "technology"}
LISTED = "Huawei Technologies Co., Ltd."


@dataclass(frozen=True)
class Outcome:
    """What became of a claim: the answer, and the facts that were given when asked."""

    claim: Mapping[str, Any]
    found: Determination
    given: tuple[str, ...]

    @property
    def decided(self) -> bool:
        return self.found.answer != "undetermined" and len(self.given) <= FURTHER

    @property
    def right(self) -> bool:
        return bool(self.found.answer == self.claim["verdict"])


def claims() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(CLAIMS.read_text("utf-8"))["claim"]
    return found


def reached(claim: Mapping[str, Any], day: date) -> bool:
    """Whether the source note of the section shows its text for the day."""
    section = claim["paragraph"].partition("(")[0].partition(",")[0]
    last = LAST_AMENDMENTS.get(section)
    first = "2026-08-15" if last is None else last.first_day
    return date.fromisoformat(first) <= day


def transaction(claim: Mapping[str, Any], day: date, facts: Mapping[str, Any]) -> dict[str, Any]:
    item, destination = dict(claim["item"]), claim["to"]
    kind = KINDS.get(item["eccn"][1], "commodity") if item["eccn"] != "EAR99" else "commodity"
    paragraph = claim.get("paragraph_claimed")
    claimed = claim["symbol"] if paragraph is None else f"{claim['symbol']} {paragraph}"
    name = LISTED if claim.get("listed") else "Muster Works"
    return {
        "action": claim.get("action", "export"),
        "as_of": day.isoformat(),
        "destination": destination,
        "end_use": "none_named_in_part_744",
        "item": {"kind": kind, "us_origin": True, **item},
        "parties": [{"role": "ultimate_consignee", "name": name, "country": destination, "owners": []}],
        "facts": {"license_exception_claimed": claimed, **facts},
    }


def follow(claim: Mapping[str, Any], day: date, finder: ListScreener) -> Outcome:
    """Ask, and give what is asked for as far as the person knows it."""
    facts = dict(claim.get("facts", {}))
    given: list[str] = []
    knows = dict(claim.get("knows", {}))
    while True:
        wire = transaction(claim, day, facts)
        sale = attach(read_transaction(wire, ear().vocabulary), finder)
        found = determine(sale, ear(), finder.lists)
        wanted = [need.path.removeprefix("facts.") for need in found.needs]
        known = [name for name in wanted if name in knows and name not in facts]
        if found.answer != "undetermined" or not known:
            return Outcome(claim, found, tuple(given))
        facts[known[0]] = knows[known[0]]
        given.append(known[0])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as-of", type=date.fromisoformat, default=DAY)
    parser.add_argument(
        "--all", action="store_true", help="print every claim, not only what is open or wrong"
    )
    chosen = parser.parse_args()
    day, finder = chosen.as_of, shipped_finder()
    asked = [claim for claim in claims() if reached(claim, day)]
    outcomes = [follow(claim, day, finder) for claim in asked]
    for outcome in outcomes:
        if chosen.all or not outcome.decided or not outcome.right:
            print(line(outcome))
    decided = [outcome for outcome in outcomes if outcome.decided]
    wrong = [outcome for outcome in decided if not outcome.right]
    print(f"{day}: {len(asked)} claims whose source notes reach so far, of {len(claims())}")
    print(
        f"decided after at most {FURTHER} further facts: {len(decided)}, of these not as the text says: {len(wrong)}"
    )
    return 1 if wrong else 0


def line(outcome: Outcome) -> str:
    claim, found = outcome.claim, outcome.found
    mark = "" if outcome.right else f" (expected {claim['verdict']})"
    needs = [need.path for need in found.needs]
    gaps = [gap.code for gap in found.law_not_held]
    why = f" needs {needs}" if needs else f" law not held: {gaps}" if gaps else ""
    return f"{claim['symbol']:4} {claim['name']}: {found.answer}{mark}, {len(outcome.given)} facts given{why}"


if __name__ == "__main__":
    sys.exit(main())
