"""OFAC's rules: every tag of the real list, who is bound, and that learning a fact undoes no stop."""

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determine import determine
from licet.model.wire import read_transaction
from licet.regimes.golden import cases
from licet.regimes.registry import regimes
from licet.regimes.stand_ins import with_stand_ins
from licet.regimes.us_ofac.blocking import programs
from licet.rules.answer import Answer

BOOK = regimes()["us_ofac"].rulebook
VOCABULARY = regimes()["us_ofac"].vocabulary
GOES = {Answer.NOT_SUBJECT, Answer.NO_LICENSE_REQUIRED, Answer.AUTHORIZED}


def answer(listed: dict[str, tuple[str, ...]], **changes: object) -> Answer:
    sale = {
        "action": "export", "as_of": "2025-01-27", "destination": "DE",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
        "parties": [{"role": "ultimate_consignee", "name": "Party", "country": "DE"}],
        "facts": {"us_person": True},
    }  # fmt: skip
    read = read_transaction({**sale, **changes}, VOCABULARY)
    return determine(with_stand_ins(read, listed), BOOK, (), AnswerPolicy()).answer


def test_every_tag_of_the_real_list_has_a_rule_or_a_named_gap(real_lists: Path) -> None:
    held = {row["tag"]: row for row in programs()[0]}
    data = json.loads(gzip.decompress((real_lists / "csl" / "csl_2026-07-31_compact.json.gz").read_bytes()))
    names = data["tables"]["sources"]
    tags = {
        tag.strip()
        for entry in data["entries"]
        if "(SDN)" in names[entry["s"]] and "pg" in entry
        for tag in re.split(
            r"[;,]", str(data["tables"]["programmes"][entry["pg"]]).strip("[]").replace("'", "")
        )
    }
    assert len(tags) > 60
    assert sorted(tags - set(held)) == []
    for tag in sorted(tags):
        gap = held[tag]["status"] == "gap"
        assert not gap or held[tag]["note"]
        assert answer({"Party": ("SDN", tag)}) is (Answer.UNDETERMINED if gap else Answer.PROHIBITED), tag


def test_an_entry_whose_list_gives_no_tags_stays_open() -> None:
    assert answer({"Party": ("SDN",)}) is Answer.UNDETERMINED


def test_a_list_that_blocks_nobody_stops_what_it_is_made_for_alone() -> None:
    assert answer({"Party": ("CMIC",)}) is Answer.NO_LICENSE_REQUIRED
    assert answer({"Party": ("CMIC",)}, facts={"us_person": True, "securities_transaction": True}) is (
        Answer.PROHIBITED
    )
    assert answer({"Party": ("NS-MBS",)}) is Answer.UNDETERMINED
    assert answer({"Party": ("1260H",)}) is Answer.NO_LICENSE_REQUIRED


@pytest.mark.parametrize("place", ["CU", "IR", "KP"])
def test_nothing_goes_to_an_embargoed_country_unclaimed(place: str) -> None:
    for action in ("export", "reexport", "transfer_in_country", "payment"):
        party = [{"role": "purchaser", "name": "Party", "country": place}]
        found = answer({}, action=action, destination=place, parties=party)
        assert found is Answer.PROHIBITED, action


def test_no_fact_left_out_makes_a_stop_a_go() -> None:
    """Taking one stated fact away may open an answer; it never turns a stop into a go, but for a claim undone."""
    checked = 0
    for case in cases("licet.regimes.us_ofac"):
        if case.file != "borders.toml" or case.expect["answer"] not in {"prohibited", "license_required"}:
            continue
        sale = with_stand_ins(read_transaction(case.sale, VOCABULARY), case.listed)
        for name in sale.facts:
            if VOCABULARY[name].is_claim:
                continue
            facts = {key: value for key, value in sale.facts.items() if key != name}
            found = determine(replace(sale, facts=facts), BOOK, (), AnswerPolicy())
            assert found.answer not in GOES, (case.name, name)
            checked += 1
    assert checked > 50


def test_an_entry_of_a_program_that_ended_stays_open() -> None:
    """An entry that still stands on the list is no go because the part behind its tag was removed."""
    for tags in (("SYRIA",), ("SYRIA", "NEW-TAG")):
        assert answer({"Party": ("SDN", *tags)}, as_of="2025-08-25") is Answer.PROHIBITED
        assert answer({"Party": ("SDN", *tags)}, as_of="2026-09-02") is Answer.UNDETERMINED


def test_owners_on_the_menu_based_list_leave_it_open() -> None:
    owned = {"role": "ultimate_consignee", "name": "Party", "country": "DE"}
    for percent, expected in ((60, Answer.UNDETERMINED), (49, Answer.NO_LICENSE_REQUIRED)):
        party = {**owned, "owners": [{"name": "Owner", "percent": percent}]}
        assert answer({"Owner": ("NS-MBS",)}, parties=[party]) is expected


def test_that_individuals_live_elsewhere_takes_out_no_destination() -> None:
    facts = {"us_person": True, "ordinarily_resident_elsewhere": True}
    assert answer({}, destination="IR", facts=facts) is Answer.PROHIBITED


def test_who_is_not_named_was_not_held_against_the_lists() -> None:
    sale = {
        "action": "payment", "as_of": "2025-01-27", "destination": "DE", "item": {"kind": "service"},
        "facts": {"us_person": True},
    }  # fmt: skip
    for parties, open_ in (([], True), ([{"role": "bank", "country": "DE"}], True),
                           ([{"role": "bank", "country": "DE", "name": "Party"}], False)):  # fmt: skip
        found = determine(
            read_transaction({**sale, "parties": parties}, VOCABULARY), BOOK, (), AnswerPolicy()
        )
        assert ("name_every_party" in {condition.code for condition in found.conditions}) is open_
