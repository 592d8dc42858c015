"""How the gates answer the sourced cases of ../shared/cases/regimes.jsonl: munitions, nuclear, imports, filing.

Usage: python -m benchmarks.regimes_gates CASES [--list]. A case is *right* where the answer is one that its
``accept`` names; what the sentences of a case say stands as facts in regimes_gates.toml. A case of several lines is
right where the strictest of them is.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.engine.joint import GOES, strictest_answer
from licet.model.wire import read_transaction
from licet.regimes.registry import regimes
from licet.rules.answer import Answer
from licet.screening.attach import attach
from licet.screening.screener import ListScreener

FACTS = Path(__file__).with_name("regimes_gates.toml")
_REGIMES = {
    "ITAR": ("us_itar",),
    "NRC_DOE": ("us_nrc", "us_doe"),
    "IMPORT": ("us_import",),
    "FTR": ("us_ftr",),
}
_MAKERS = {
    "manufacturer": "manufacturer", "grower": "manufacturer", "canner": "manufacturer",
    "input_supplier": "input_supplier", "vessel_owner": "input_supplier",
}  # fmt: skip
_RECEIVERS = {"consignee": "ultimate_consignee", "recipient": "end_user", "employee": "end_user",
              "end_user": "end_user", "customer": "purchaser", "buyer": "purchaser"}  # fmt: skip
_ACTIONS = {"store": "export", "publish": "export", "technology": "export", "broker": None}
_ITEM = ("description", "kind", "eccn", "us_origin", "value_usd", "quantity", "unit")


@dataclass(frozen=True)
class GateVerdict:
    """What became of one case."""

    case: Mapping[str, Any]
    found: tuple[Determination, ...]
    said: frozenset[str]

    @property
    def right(self) -> bool:
        return bool(self.said & set(self.case["accept"]))


def verdicts(cases: Path) -> Iterator[GateVerdict]:
    """Answer every case of these kinds."""
    stated = tomllib.loads(FACTS.read_text("utf-8"))
    screener = ListScreener.of(regimes()["us_import"].entries())
    for line in cases.read_text("utf-8").splitlines():
        case = json.loads(line)
        found = []
        for code in _REGIMES.get(case["regime"], ()):
            book = regimes()[code].rulebook
            for wire in _wires(case, stated.get(case["id"], {}), book.vocabulary):
                sale = read_transaction(wire, book.vocabulary)
                found.append(determine(attach(sale, screener) if code == "us_import" else sale, book, ()))
        if found:
            yield GateVerdict(case, tuple(found), _says([determination.answer for determination in found]))


def _says(answers: list[Answer]) -> frozenset[str]:
    """The words of the cases that the strictest answer stands for."""
    answer = strictest_answer(answers)
    if answer in GOES:
        return frozenset({"go"})
    if answer is Answer.UNDETERMINED:
        return frozenset({"open"})
    return frozenset({"stop"} if answer is Answer.PROHIBITED else {"stop", "license_or_gl"})


def _wires(
    case: Mapping[str, Any], stated: Mapping[str, Any], known: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """A case in the wire format, one transaction for each of its lines."""
    loose = case["facts"]
    for item in loose.get("items") or [loose["item"]]:
        code = item.get("hts") or ""
        facts: dict[str, Any] = {
            "hts_code": code if not code.startswith("98") else None,
            "usml_paragraph": _paragraph(item),
        } | dict(stated)
        eccn = item.get("eccn")
        yield {
            "action": _ACTIONS.get(loose["action"], loose["action"]),
            "as_of": case["as_of"],
            "destination": loose["destination"],
            "item": {key: item[key] for key in _ITEM if item.get(key) is not None and key != "eccn"}
            | ({} if eccn is None else {"eccn": eccn.split(" ")[0]})
            | ({"kind": "software"} if item.get("delivery") == "electronic" else {}),
            "parties": [_party(element) for element in loose["parties"]],
            "facts": {name: value for name, value in facts.items() if value not in (None, "") and name in known},
        }  # fmt: skip


def _paragraph(item: Mapping[str, Any]) -> str | None:
    stated = item.get("usml")
    return None if stated is None else str(stated).split(" ")[0]


def _party(item: Mapping[str, Any]) -> dict[str, Any]:
    country = item.get("country")
    return {
        "role": _MAKERS.get(item["role"]) or _RECEIVERS.get(item["role"], "other"),
        "name": item["name"],
        "country": None if country == "XX" else country,
        "owners": [{"name": it["name"], "percent": it.get("percent")} for it in item.get("owners") or ()],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--list", action="store_true", help="name every case that is not right")
    options = parser.parse_args()
    every = list(verdicts(options.cases))
    counts = Counter((verdict.case["regime"], "right" if verdict.right else "other") for verdict in every)
    for (regime, outcome), number in sorted(counts.items()):
        print(f"{regime:10} {outcome:6} {number}")
    for verdict in every if options.list else ():
        if not verdict.right:
            needs = [need.path for it in verdict.found for need in it.needs]
            print(
                f"{verdict.case['id']} expected {verdict.case['expected']}, said {sorted(verdict.said)} {needs}"
            )


if __name__ == "__main__":
    main()
