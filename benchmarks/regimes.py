"""How the regimes beside the EAR answer the sourced cases of ../shared/cases/regimes.jsonl.

Usage: python -m benchmarks.regimes CASES [--regime OFAC] [--list]. A case is *right* where the answer is one that its
``accept`` names, *open* where it is undetermined, with the facts or the law that are missing, and *wrong* else; a
*wrong go* is a go that is neither accepted nor amber for want of law. Parties that a case says are listed are tied to
stand-in entries with the tags that it names. What the sentences of a case say stands as facts in regime_facts.toml.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.transaction import Transaction
from licet.model.wire import read_transaction
from licet.regimes.registry import regimes
from licet.regimes.stand_ins import with_stand_ins
from licet.rules.answer import Answer

HALF = 50
FACTS = Path(__file__).with_name("regime_facts.toml")
REGIMES = {"OFAC": "us_ofac"}
"""Which regime answers the cases of each name; add one with its package."""

_ROLES = {
    "ultimate_consignee": "ultimate_consignee", "end_user": "end_user", "users": "end_user", "customer": "purchaser",
    "buyer": "purchaser", "bank": "bank", "issuing_bank": "bank", "third_country_bank": "bank",
}  # fmt: skip
_ACTIONS = {
    "export": "export", "reexport": "reexport", "import": "import", "service": "export", "travel": "export",
    "sale_abroad": "reexport", "port_call": "import",
}  # fmt: skip
_LISTS = ((r"\bSSI\b", "SSI"), (r"\bCMIC\b", "CMIC"), (r"\bCAPTA\b", "CAP"))
_NO_LIST = re.compile(r"government|Cuba Restricted List")
_GOES = {Answer.NOT_SUBJECT, Answer.NO_LICENSE_REQUIRED, Answer.AUTHORIZED}


@dataclass(frozen=True)
class Verdict:
    """What became of one case: ``right``, ``open`` or ``wrong``."""

    case: Mapping[str, Any]
    found: Determination
    outcome: str

    @property
    def missing(self) -> str:
        laws = [held.what for held in self.found.law_not_held]
        return "; ".join([*laws, *(need.path for need in self.found.needs)])


def listed_in(case: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """By name the list and the program tags of every party and owner that a case says is on a list of OFAC."""
    found: dict[str, tuple[str, ...]] = {}
    todo = list(case["facts"]["parties"])
    for item in todo:
        todo.extend(item.get("owners") or ())
        listed = item.get("listed")
        if listed and not _NO_LIST.search(listed):
            code = next((code for word, code in _LISTS if re.search(word, listed)), "SDN")
            words = re.sub(r"\(.*?\)|^SDN", "", listed).split(";")
            tags = tuple(tag.strip() for tag in words if tag.strip()) if code == "SDN" else ()
            found[item["name"]] = (code, *tags)
    return found


def sale_of(case: Mapping[str, Any], facts: Mapping[str, Any], regime: str) -> Transaction:
    """A case in the wire format, read, with its listed parties tied to stand-ins."""
    loose, exporter = case["facts"], case["facts"]["exporter"]
    item = {
        key: value
        for key, value in loose["item"].items()
        if value is not None and key in {"description", "kind", "eccn", "us_origin", "value_usd"}
    }
    item["kind"] = "commodity" if item.get("kind") == "vessel" else item.get("kind")
    if "controlled_us_content_pct" in loose["item"]:
        item["controlled_us_content_pct"] = loose["item"]["controlled_us_content_pct"]
    us_person = exporter["us_person"]
    if not us_person:
        item["located_in_us"] = False
    owned = any(
        element["percent"] >= HALF and "US" in element["name"] for element in exporter.get("owners", ())
    )
    nexus = {"us_person": us_person, "owned_by_us_person": owned and not us_person,
             "owned_by_us_bank": owned and bool(exporter.get("financial_institution"))}  # fmt: skip
    if not us_person:
        nexus["through_united_states"] = False
    wire = {
        "action": _ACTIONS.get(loose["action"], "payment"),
        "as_of": case["as_of"],
        "destination": loose["destination"],
        "item": item,
        "parties": [_party(element, loose["item"].get("address_region")) for element in loose["parties"]],
        "facts": nexus | dict(facts),
    }
    return with_stand_ins(read_transaction(wire, regimes()[regime].vocabulary), listed_in(case))


def _party(item: Mapping[str, Any], region: str | None) -> dict[str, Any]:
    country = item.get("country")
    return {
        "role": _ROLES.get(item["role"], "other"),
        "name": item["name"],
        "country": None if country == "XX" else country,
        "address": region,
        "owners": [_owner(above) for above in item.get("owners") or ()],
    }


def _owner(item: Mapping[str, Any]) -> dict[str, Any]:
    above = [_owner(owner) for owner in item.get("owners") or ()]
    return {"name": item["name"], "percent": item.get("percent"), "owners": above}


def says(found: Determination) -> frozenset[str]:
    """The words of the cases that an answer stands for."""
    if found.answer in _GOES:
        return frozenset({"go"})
    if found.answer is Answer.UNDETERMINED:
        return frozenset({"open"})
    return frozenset({"stop", "license_or_gl"})


def verdicts(cases: Path, wanted: str | None = None) -> Iterator[Verdict]:
    """Answer every case of the regimes that have a package."""
    stated = tomllib.loads(FACTS.read_text("utf-8"))
    for line in cases.read_text("utf-8").splitlines():
        case = json.loads(line)
        regime = REGIMES.get(case["regime"])
        if regime is None or (wanted is not None and case["regime"] != wanted):
            continue
        sale = sale_of(case, stated.get(case["id"], {}), regime)
        found = determine(sale, regimes()[regime].rulebook, (), AnswerPolicy())
        said = says(found)
        right = bool(said & set(case["accept"]))
        yield Verdict(case, found, "right" if right else "open" if said == {"open"} else "wrong")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--regime")
    parser.add_argument("--list", action="store_true", help="name every case that is not right")
    options = parser.parse_args()
    found = list(verdicts(options.cases, options.regime))
    counts = Counter((verdict.case["regime"], verdict.outcome) for verdict in found)
    for (regime, outcome), number in sorted(counts.items()):
        print(f"{regime:10} {outcome:6} {number}")
    wrong_go = [
        verdict.case["id"]
        for verdict in found
        if verdict.outcome == "wrong" and verdict.found.answer in _GOES
    ]
    print(f"wrong go: {len(wrong_go)} {' '.join(wrong_go)}")
    for verdict in found if options.list else ():
        if verdict.outcome != "right":
            print(
                f"{verdict.case['id']} {verdict.outcome}: expected {verdict.case['expected']}, "
                f"{verdict.found.answer}: {verdict.missing}"
            )


if __name__ == "__main__":
    main()
