"""Every number of the collection of sourced cases is accounted for, and what is counted is counted rightly."""

import json
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from math import prod
from pathlib import Path
from typing import Any

import pytest

from licet.engine.determine import determine
from licet.engine.reasons import open_sections
from licet.model.listing import EntryTerms, ListCode, ListEntry
from licet.model.lists import ListsUsed
from licet.model.wire import read_transaction
from licet.regimes.golden import EXPECTED, cases
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.case_index import Left, left_out, rests_on
from licet.rules.answer import Answer
from licet.rules.checks import conditions_of, nodes
from licet.rules.citation import Citation
from licet.rules.condition import Unmodeled
from licet.rules.dated import Row, Timeline
from licet.rules.interval import since
from licet.screening.attach import NameHit, attach
from licet.screening.finder import shipped_finder
from licet.services.law import cases_by_section, cases_document

REPO = Path(__file__).resolve().parents[2]


@pytest.mark.real_data
def test_every_number_of_the_collection_is_a_case_or_left_out_for_a_reason(real_lists: Path) -> None:
    text = (real_lists.parent / "cases" / "sourced.jsonl").read_text("utf-8")
    numbers = [json.loads(line)["id"] for line in text.splitlines()]
    taken = [case.sourced_id for case in cases() if case.sourced_id is not None]
    assert len(numbers) == len(set(numbers)) == 110
    assert len(taken) == len(set(taken))
    assert {*taken, *(left.sourced_id for left in left_out())} == set(numbers)
    assert [left for left in left_out() if not left.why] == []


@pytest.mark.parametrize(
    "left", [item for item in left_out() if item.shown_by], ids=lambda item: item.sourced_id
)
def test_the_test_that_shows_it_is_there(left: Left) -> None:
    path, _, name = (left.shown_by or "").partition("::")
    assert f"def {name}(" in (REPO / path).read_text("utf-8")


def size(item: Mapping[str, Any]) -> int:
    """How many cases a written one stands for: itself, and its variants."""

    def values(fields: Mapping[str, Any]) -> int:
        return sum(len(tried) for tried in fields.values())

    varied = sum(values(other["each"]) if "each" in other else 1 for other in item.get("but", ()))
    return 1 + varied + values(item.get("each", {})) + sum(map(size_of_terms, terms(item)))


def terms(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a case lists in short as terms of its paragraph."""
    return [*item.get("keeps", ()), *item.get("fails", ())]


def size_of_terms(entry: Mapping[str, Any]) -> int:
    """How many cases such an entry stands for: each value of a list with each of every other list."""
    differs = {key: value for key, value in entry.items() if key not in EXPECTED | {"unsaid"}}
    values = [*differs.pop("facts", {}).values(), *differs.pop("item", {}).values(), *differs.values()]
    lists = [value for value in values if isinstance(value, list)]
    return prod(len(value) for value in lists if not any(isinstance(each, dict | list) for each in value))


def test_the_counts_are_those_of_the_files() -> None:
    folder = files("licet.regimes.us_ear") / "cases"
    written = [
        load
        for file in folder.iterdir()
        if file.name.endswith(".toml")
        for load in tomllib.loads(file.read_text("utf-8"))["case"]
    ]
    found = cases_document()
    assert found["cases"] == sum(map(size, written)) >= 150
    variants = [other for item in written for other in item.get("but", ())]
    read = sum(bool(item.get("text_read")) for item in (*written, *variants))  # each for itself alone
    read += sum(size_of_terms(entry) for item in written if item.get("terms_read") for entry in terms(item))
    assert found["text_read"] == read >= 700
    assert found["general_knowledge"] == found["cases"] - read
    assert found["taken_over"] == sum("sourced_id" in item for item in written)
    assert found["tricky_free"] >= 40


BY_MADE_ENTRIES = {"736.2(b)(4)", "744.8", "744.15"}
"""Sections on lists of which no entry ships: tests/law/test_case_coverage.py holds them with made entries."""


def test_every_modeled_place_has_a_case() -> None:
    held = cases_by_section()
    places = [
        note.section
        for note in ear().coverage.values()
        if note.status != "not_modeled"
        and note.section[:3].isdigit()
        and rests_on([note.section], note.section)
    ]
    assert len(places) > 30
    assert {section for section in places if not held.get(section)} <= BY_MADE_ENTRIES


NEVER_OPEN_HERE = {
    "736.2(b)(4)": "no entry of the Denied Persons List ships: below",
    "740.20": "600 series items and unmanned aircraft: 740.2 or their requirements decide first in every case",
    "740.22": "police and response teams: no case has one",
    "744.11 before 2008": "no Huawei entry was listed then: tests/law/test_case_coverage.py",
    "744.8 before 2024": "no entry of the SDN List ships: tests/law/test_case_coverage.py",
    "746 Supp. 6 and 7": "the cases of Russia, Belarus and Iran are decided before the direct product is",
    "OFAC": "no entry of the SDN List ships: tests/law/test_case_coverage.py and test_part_744.py",
}


def test_what_rules_leave_open_is_left_open_by_some_case() -> None:
    """A section that is not modeled is never green, and all but these are shown to be so by a golden case."""
    named = {
        node.section
        for rule in ear().rules
        for tree in conditions_of(rule)
        for node in nodes(tree)
        if isinstance(node, Unmodeled)
    }
    words, shipped = ear().vocabulary, shipped_finder(compiled=True)
    sales = [case.sale for case in cases() if case.expect["answer"] == "undetermined"]
    opened = [open_sections(attach(read_transaction(sale, words), shipped), ear()) for sale in sales]
    left = named - frozenset().union(*opened)
    assert left <= set(NEVER_OPEN_HERE)
    assert len(named) > 20


@pytest.mark.parametrize(
    ("named", "section", "truth"),
    [
        (["744.11(a)(1)"], "744.11", True),
        (["744.11"], "744.11(a)", False),
        (["744.1"], "744.11", False),
        (["744.11"], "744.1", False),
        (["744.3(a)(2)"], "744.2-744.5", True),
        (["744.6"], "744.2-744.5", False),
        (["746.4(a)"], "746", True),
        (["744 Supp. 7"], "744 Supp. 7 (2019)", True),
        (["744.11"], "744 earlier", False),
        (["734.9(e)(1)"], "734.9 before 2025", False),
    ],
)
def test_a_place_lies_in_a_section(named: list[str], section: str, truth: bool) -> None:
    assert rests_on(named, section) is truth


class OneEntry:
    """A finder that knows one made entry, by its name."""

    def __init__(self, code: ListCode, terms: EntryTerms) -> None:
        day = ear().verified_to.replace(year=2010)
        cite = Citation.parse("75 FR 1")
        row = Row(since(day), day, terms, cite, "made for a test")
        self.lists: tuple[ListsUsed, ...] = shipped_finder(compiled=True).lists
        self._entry = ListEntry(
            f"{code}:made",
            code,
            "Made Works",
            aliases=(),
            countries=("CN",),
            addresses=(),
            kind=None,
            terms=Timeline(f"{code}:made", [row]),
            cites=(cite,),
            source="made for a test",
        )

    def find(self, name: str, country: str | None) -> list[NameHit]:  # noqa: ARG002
        return [NameHit(self._entry, True, 1.0, "the name is that of")] if name == "Made Works" else []


def answered(finder: OneEntry, **sale: object) -> Answer:
    party = {"role": "ultimate_consignee", "name": "Made Works", "country": "CN", "owners": []}
    plain = {"action": "export", "end_use": "none_named_in_part_744", "parties": [party]}
    read = read_transaction({**plain, **sale}, ear().vocabulary)
    return determine(attach(read, finder), ear(), finder.lists).answer


def test_a_denial_order_in_other_terms_is_read_by_a_person() -> None:
    """DP-002, 15 CFR 764.3(a)(2): the text of the order governs."""
    item = {"kind": "commodity", "eccn": "EAR99", "us_origin": True}
    sale = {"as_of": "2024-05-01", "destination": "AE", "item": item}
    other = OneEntry(ListCode.DPL, EntryTerms(standard_order=False))
    assert answered(other, **sale) is Answer.UNDETERMINED
    assert answered(OneEntry(ListCode.DPL, EntryTerms(standard_order=True)), **sale) is Answer.PROHIBITED


def test_the_release_for_standards_reaches_every_listed_party() -> None:
    """ST-005: since 9 September 2022 no longer Huawei alone."""
    listed = OneEntry(ListCode.EL, EntryTerms(requirement="For all items subject to the EAR"))
    item = {"kind": "technology", "eccn": "EAR99", "us_origin": True}
    facts = {"purpose": "standards_development", "recognized_standards_body": True}
    sale = {"destination": "CN", "item": item, "facts": facts}
    assert answered(listed, as_of="2022-10-01", **sale) is Answer.NO_LICENSE_REQUIRED
    assert answered(listed, as_of="2022-09-08", **sale) is Answer.LICENSE_REQUIRED
