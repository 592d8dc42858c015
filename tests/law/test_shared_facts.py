"""No fact stands for paragraphs that differ by destination, unless somebody read the law and says why it may.

One fact was asked for all paragraphs of 740.19(b), of which some are open to fewer countries: whoever said truthfully
that the item is of one of them was let go to Russia. The check takes every rule for several destinations, drops what
does not hold there, and looks for facts that are left for two destinations beside different tests of the item.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from licet.regimes.us_ear import ear
from licet.regimes.us_ear.facts import words
from licet.rules.checks import conditions_of, nodes
from licet.rules.condition import All, Any, Condition, Constant, Defined, In, InTable, Is, Not, all_of, any_of
from licet.rules.rule import Question, Rule, RuleText
from licet.rules.table import look_up
from licet.rules.terms import f
from licet.rules.vocabulary import FactKind, fact, specs_by_name

DESTINATIONS = (
    "CU",
    "IR",
    "KP",
    "SY",
    "RU",
    "BY",
    "CN",
    "HK",
    "IQ",
    "UA",
    "IL",
    "IN",
    "JP",
    "DE",
    "CA",
    "VE",
)
_SUPPORT = (
    "744.6(b), (c): the fact is of the end use or the support; the items of (c)(2) are asked for beside it"
)
_ON_THE_WAY = (
    "740.9(b)(1): the fact is of the way through the United States; what is left out is asked by item"
)
_OF_THE_USE = (
    "740.11: the fact is of who uses it and by which paper; firearms and the 600 series are asked for by item"
)
_OF_THE_CRAFT = (
    "740.15(b)(4): the fact is of the craft; what is sent to Cuba and Syria is asked for by its reasons"
)
_OF_THE_FIRM = "740.27(a): the fact is of the firm or facility; model weights are told apart by their ECCN"
_OF_THE_TRIP = (
    "740.9(a)(2): the terms are the same for every destination; which firearms go where is asked for by item"
)
_OF_THE_CAMERA = (
    "744.9(a), (d): the facts are of end user, product and deployment; cameras differ by paragraph"
)
REVIEWED: dict[tuple[str, str], str] = {
    ("us.ear.744.17.f", "allied_military_or_nato_use"): _OF_THE_USE,
    ("us.ear.744.17.f", "consigned_to_nato_agency"): _OF_THE_USE,
    ("us.ear.744.17.f", "gov_excluded_item"): "740.11(c)(3): one list of exclusions for every destination",
    ("us.ear.740.11.a", "for_iaea_or_euratom"): _OF_THE_USE,
    (
        "us.ear.740.11.a",
        "on_sensitive_list",
    ): "740.11(a)(2)(i): one list, asked for outside Country Group A:5",
    ("us.ear.740.11.a", "on_very_sensitive_list"): "740.11(a)(2)(ii): one list for every destination",
    ("us.ear.740.11.b.2.i", "us_personnel_personal_use"): _OF_THE_USE,
    ("us.ear.740.11.b.2.iii", "directed_by_dod_or_doe"): _OF_THE_USE,
    ("us.ear.740.11.b.2.iii", "dod_sale_delivered_here"): _OF_THE_USE,
    ("us.ear.740.11.b.2.iii", "military_or_police_of_group_e"): _OF_THE_USE,
    ("us.ear.740.11.b.2.iii", "on_behalf_of_us_agency"): _OF_THE_USE,
    ("us.ear.740.11.b.2.iii", "us_agency_contract_provides_for_it"): _OF_THE_USE,
    ("us.ear.740.11.c.2.ii", "allied_military_or_nato_use"): _OF_THE_USE,
    (
        "us.ear.740.11.c.2.ii",
        "gov_excluded_item",
    ): "740.11(c)(3): one list of exclusions for every destination",
    ("us.ear.740.11.d", "for_opcw_inspections"): _OF_THE_USE,
    ("us.ear.740.15.b", "craft_of_d1_or_cuba"): _OF_THE_CRAFT,
    ("us.ear.740.15.b", "equipment_for_craft"): _OF_THE_CRAFT,
    ("us.ear.740.15.b", "ship_or_plane_stores"): _OF_THE_CRAFT,
    ("us.ear.740.27", "headquartered_in_supplement_5"): _OF_THE_FIRM,
    ("us.ear.740.27", "model_weights_in_secure_facility"): _OF_THE_FIRM,
    ("us.ear.740.7", "use_technology"): "740.7(c)(3), (d)(3): of the technology; the performance is a figure",
    ("us.ear.740.9.a.2", "firearms_as_tools_of_trade"): _OF_THE_TRIP,
    ("us.ear.740.9.a.2", "temporary_without_order"): _OF_THE_TRIP,
    (
        "us.ear.740.19",
        "consumer_device_paragraphs_1_to_8",
    ): "740.19(b)(1) to (8) are open to all four countries",
    (
        "us.ear.740.19",
        "eligible_individual_or_ngo",
    ): "740.19(c) asks the same of the end user for every paragraph",
    ("us.ear.740.22", "government_end_user"): "740.22(c)(2): the fact is of the end user, not of the item",
    ("us.ear.740.22", "known_unauthorized_use"): "740.22(c)(2)(iii): the fact is of the use, not of the item",
    ("us.ear.740.6", "written_assurance_received"): "740.6(a): one assurance, whatever the item",
    ("us.ear.740.9.b.1", "in_transit_from_canada"): _ON_THE_WAY,
    ("us.ear.740.9.b.1", "in_transit_through_us"): _ON_THE_WAY,
    ("us.ear.744.21.c", "us_government_official_use"): _OF_THE_USE,
    ("us.ear.744.21.c", "us_personnel_personal_use"): _OF_THE_USE,
    ("us.ear.744.6", "advanced_node_production"): _SUPPORT,
    ("us.ear.744.6", "chemical_or_biological_weapons"): _SUPPORT,
    ("us.ear.744.6", "ic_production_node_unknown"): _SUPPORT,
    ("us.ear.744.6", "nuclear_explosive_activity"): _SUPPORT,
    ("us.ear.744.6", "rocket_range_300_km"): _SUPPORT,
    ("us.ear.744.6", "us_person_support"): _SUPPORT,
    ("us.ear.744.6", "whole_plant_for_precursors"): _SUPPORT,
    ("us.ear.744.9", "deployed_by_unit_of_a1"): _OF_THE_CAMERA,
    ("us.ear.744.9", "goes_into_0a919_commodity"): _OF_THE_CAMERA,
    ("us.ear.744.9", "military_end_user"): _OF_THE_CAMERA,
}
"""By rule and fact, why the fact may stand beside different tests of the item."""
_HELD = (Question.AUTHORITY, Question.EXEMPTION, Question.REQUIREMENT)
_PATH = f.destination.path


def at(node: Condition, destination: str) -> Condition:
    """The condition as it reads for one destination: what it says of destinations becomes true or false."""
    match node:
        case All(parts) | Any(parts):
            return _joined(node, [at(part, destination) for part in parts])
        case Not(part):
            inner = at(part, destination)
            return Constant(not inner.value, "") if isinstance(inner, Constant) else Not(inner)
        case Is(field, value) if field.path == _PATH:
            return Constant(value == destination, "")
        case In(field, values) if field.path == _PATH:
            return Constant(destination in values, "")
        case InTable(table, (first, *rest)) if getattr(first, "path", "") == _PATH and _are_texts(rest):
            key = (destination, *map(str, rest))
            truth = look_up(ear().tables[table], key, ear().verified_to, None).truth
            return Constant(truth is True, "")
        case Defined(rule_id) if _shares_terms(rule_id):
            row = ear().by_id[rule_id].at(ear().verified_to, None)
            return Constant(False, "") if row is None else at(_text_of(row.value), destination)
        case _:
            return node


def _shares_terms(rule_id: str) -> bool:
    """Whether a definition holds terms that exceptions share; the restrictions of 740.2 are no terms of an item."""
    return rule_id.startswith("us.ear.740.") and not rule_id.startswith("us.ear.740.2.")


def _text_of(text: RuleText) -> Condition:
    assert text.condition is not None  # a text not in force is no row
    return text.condition


def _are_texts(rest: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in rest)


def _joined(node: Condition, parts: list[Condition]) -> Condition:
    decisive = isinstance(node, Any)
    left = [part for part in parts if not isinstance(part, Constant)]
    if any(isinstance(part, Constant) and part.value is decisive for part in parts) or not left:
        return Constant(decisive if len(left) < len(parts) and left else _of_constants(parts, decisive), "")
    return any_of(*left) if decisive else all_of(*left)


def _of_constants(parts: list[Condition], decisive: bool) -> bool:
    values = [part.value for part in parts if isinstance(part, Constant)]
    return decisive if decisive in values else not decisive


def _flags(node: Condition) -> frozenset[str]:
    """What is asked of the item by its ECCN."""
    return frozenset(
        condition.field.path
        for condition in nodes(node)
        if isinstance(condition, Is) and condition.field.path.startswith("item.is.")
    )


def _facts(node: Condition) -> Iterator[str]:
    for condition in nodes(node):
        if (
            isinstance(condition, Is)
            and condition.field.path.startswith("facts.")
            and isinstance(condition.value, bool)
        ):
            name = condition.field.path.removeprefix("facts.")
            if ear().vocabulary[name].kind is FactKind.YES_NO:
                yield name


def shared(tree: Condition) -> set[str]:
    """The facts that are left for destinations for which the item is asked different things."""
    beside: dict[str, set[frozenset[str]]] = defaultdict(set)
    for destination in DESTINATIONS:
        here = at(tree, destination)
        for name in set(_facts(here)):
            beside[name].add(_flags(here))
    return {name for name, flags in beside.items() if len({flag for flag in flags if flag}) > 1}


@cache
def found() -> frozenset[tuple[str, str]]:
    rules = [rule for rule in ear().rules if rule.question in _HELD]
    return frozenset((rule.rule_id, name) for rule in rules for name in _of(rule))


def _of(rule: Rule) -> set[str]:
    return {name for tree in conditions_of(rule) for name in shared(tree)}


def test_every_fact_that_stands_for_different_items_was_reviewed() -> None:
    assert found() == set(REVIEWED)


def test_the_fault_of_740_19_would_be_found() -> None:
    narrow, wide = f.item.flag("communications_device", ""), f.item.flag("communications_device_wider", "")
    eligible = (f.destination.in_("CU", "SY") & wide) | (f.destination.in_("RU", "BY") & narrow)
    assert shared(eligible & words["consumer_device"].is_(True)) == {"consumer_device"}


@pytest.mark.parametrize("code", ["RU", "DE"])
def test_a_condition_is_read_for_one_destination(code: str) -> None:
    said = words["consumer_device"].is_(True)
    tree = (f.destination.is_("RU") & said) | f.destination.is_("CU")
    assert at(tree, code) == (said if code == "RU" else Constant(value=False, why=""))


def test_two_facts_of_one_name_are_refused() -> None:
    first = fact("made_up", "Is it made up?", "15 CFR 740.1", label="that it is made up")
    second = fact("made_up", "Is it real?", "15 CFR 740.1", label="that it is real")
    with pytest.raises(ValueError, match="two facts are called made_up"):
        specs_by_name([first, second])
