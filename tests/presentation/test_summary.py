"""The first lines of an answer name the telling reason, and a go gives none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from licet.engine.determination import Determination
from licet.model.wire import read_transaction
from licet.presentation.summary import answered_for, holds_words, law_words, summary
from licet.services.determination import Decider, open_decider

SALE: dict[str, Any] = {
    "action": "export",
    "as_of": "2019-10-10",
    "known_as_of": "2019-10-10",
    "destination": "CN",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True, "value_usd": "38000"},
    "parties": [{"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
    "end_use": "civil",
}


@pytest.fixture(scope="module")
def decider(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    return open_decider(tmp_path_factory.mktemp("home"))


def answer(decider: Decider, **changes: Any) -> Determination:
    return decider.determine(read_transaction(SALE | changes, decider.rulebook.vocabulary))


def test_a_listed_party_is_named_with_its_list_in_the_first_sentence(decider: Decider) -> None:
    assert summary(answer(decider)) == (
        "On October 10, 2019, as known on October 10, 2019, a license is required: "
        "Huawei Technologies Co., Ltd. is on the Entity List (15 CFR 744.11(a))."
    )


def test_a_party_that_may_be_listed_is_named_as_such(decider: Decider) -> None:
    party = {"role": "ultimate_consignee", "name": "Huawei Technologies Dusseldorf Handels", "country": "DE"}
    said = summary(answer(decider, destination="DE", parties=[party]))
    assert "it cannot be said yet whether this may go" in said
    assert "may be Huawei" in said
    assert "which is on the Entity List" in said


def test_a_rule_about_the_destination_is_told_where_no_list_is(decider: Decider) -> None:
    party = {"role": "ultimate_consignee", "name": "Example Works", "country": "CU"}
    said = summary(answer(decider, destination="CU", parties=[party]))
    assert "Cuba" in said
    assert "15 CFR 746.2(a)" in said


def test_a_go_that_waits_for_something_says_what_comes_first(decider: Decider) -> None:
    party = {"role": "ultimate_consignee", "name": "Hundertmark Werkzeugbau", "country": "DE"}
    found = answer(decider, destination="DE", parties=[party])
    assert found.light.value == "amber"
    assert "no license is required (NLR). Before it moves: " in summary(found)
    assert "Entity List" not in summary(found).partition("Before it moves")[0]


def test_facts_and_days_are_told_as_people_write_them(decider: Decider) -> None:
    facts = dict(answered_for(answer(decider)))
    assert facts["Item"] == "ECCN EAR99, of US origin, $38,000"
    assert facts["Parties"] == "Huawei Technologies Co., Ltd. (ultimate consignee, CN)"
    assert facts["Transaction date"] == "October 10, 2019"
    assert holds_words(answer(decider, as_of=date(2019, 5, 1).isoformat(), known_as_of=None)).startswith(
        "This holds through May 15, 2019. From May 16, 2019: license required"
    )


def test_sections_stand_with_the_day_to_which_they_were_verified(decider: Decider) -> None:
    found = answer(decider)
    first = found.verified[0]
    grounds = (
        replace(first, what="744.1", last=date(2026, 9, 24)),
        *(replace(first, what=f"734.{number}", last=date(2026, 9, 1)) for number in range(1, 9)),
        replace(first, what="746.5", first=date.max),
    )
    assert law_words(replace(found, verified=grounds)) == (
        "Law that was never verified: 746.5. "
        "Law verified to September 1, 2026: 734.1, 734.2, 734.3, 734.4, 734.5, 734.6 and 2 more sections. "
        "Law verified to September 24, 2026: 744.1."
    )
