"""A claim that nobody makes counts as "no": never where something that is stated puts that in doubt."""

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.engine.joint import GOES
from licet.model.wire import read_transaction
from licet.regimes.registry import PRIMARY, regimes
from licet.regimes.stand_ins import with_stand_ins
from licet.rules.checks import claims_taken_as_no

TABLE: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("unstated_no.toml").read_text("utf-8")
)
CODES = [code for code in regimes() if code != PRIMARY]
DOUBTED = [(code, name) for code, rows in TABLE.items() for name, row in rows.items() if "doubts" in row]
ORDINARY = """hydraulic pumps|office chairs|laptop computers|ball bearings|printed books|garden furniture|LED lamps
machine tools|paint|ceramic tiles|bicycles|running shoes|medical gloves|espresso machines and coffee machines
laboratory glassware|hearing aids|car tires|truck mud flaps|wooden toys|surge suppressors|power supplies|gaskets
cash registers|wine glasses|sensors|valves|drill bits|elevator doors|kitchen knives|violins|plastic film""".replace(
    "\n", "|"
)


@pytest.mark.parametrize("code", CODES)
def test_every_claim_whose_silence_frees_is_in_the_table(code: str) -> None:
    assert sorted(claims_taken_as_no(regimes()[code].rulebook)) == sorted(TABLE[code])


@pytest.mark.parametrize(("code", "name"), DOUBTED)
def test_no_go_rests_on_a_no_that_is_in_doubt(code: str, name: str) -> None:
    row = TABLE[code][name]
    assert answered(code, row["sale"], row).answer in GOES
    for doubt in row["doubts"]:
        sale = with_doubt(row["sale"], doubt)
        found = answered(code, sale, row)
        assert found.answer not in GOES, doubt
        if found.needs:
            assert f"facts.{name}" in {need.path for need in found.needs}, doubt
            stated = with_doubt(sale, {name: row["no"]})
            assert f"facts.{name}" not in {need.path for need in answered(code, stated, row).needs}, doubt


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("action", ["export", "import"])
def test_ordinary_goods_put_nothing_in_doubt(code: str, action: str) -> None:
    home = action == "import"
    sale: dict[str, Any] = {
        "action": action,
        "destination": "US" if home else "JP",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": not home, "schedule_b_value_usd": 400},
        "parties": [
            {"role": "manufacturer" if home else "ultimate_consignee", "name": "Example", "country": "DE"}
        ],
        "facts": {},
    }
    known = regimes()[code].vocabulary
    stated = (
        {"us_person": True, "origin_country": "DE", "country_of_origin": "DE"}
        if home
        else {"us_person": True}
    )
    sale["facts"] = {name: value for name, value in stated.items() if name in known}
    for description in ORDINARY.split("|"):
        sale["item"]["description"] = description
        assert answered(code, sale, {}).answer in GOES, description


def test_what_stands_in_a_description_decides_nothing_by_itself() -> None:
    """A word makes a question: every doubt of the table leaves the answer open, and stops nothing."""
    for code, name in DOUBTED:
        row = TABLE[code][name]
        for doubt in row["doubts"]:
            if set(doubt) <= {"description", "party", "address"} and not row.get("listed"):
                found = answered(code, with_doubt(row["sale"], doubt), row)
                assert found.answer == "undetermined", (code, name, doubt)


def answered(code: str, sale: dict[str, Any], row: dict[str, Any]) -> Determination:
    book = regimes()[code].rulebook
    read = read_transaction({"as_of": "2026-09-01", **sale}, book.vocabulary)
    return determine(
        with_stand_ins(read, {name: tuple(tags) for name, tags in row.get("listed", {}).items()}), book, ()
    )


def with_doubt(sale: dict[str, Any], doubt: dict[str, Any]) -> dict[str, Any]:
    """A transaction that states more: of the item, of its first party, or as a fact."""
    fuller = deepcopy(sale)
    for place, name, value in _placed(doubt):
        target = {"": fuller, "item": fuller["item"], "facts": fuller.setdefault("facts", {}),
                  "party": fuller["parties"][0]}[place]  # fmt: skip
        target[name] = value
    return fuller


def _placed(doubt: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for name, value in doubt.items():
        if name == "description":
            yield "item", name, value
        elif name in {"party", "address", "country"}:
            yield "party", "name" if name == "party" else name, value
        elif name in {"action", "end_use", "destination"}:
            yield "", name, value
        else:
            yield "facts", name, value
