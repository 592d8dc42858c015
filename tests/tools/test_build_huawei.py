"""The Huawei entries: joined from two real sources, counted against the Federal Register, traps included."""

from collections import Counter
from pathlib import Path

import pytest
from tools.build_huawei import CSL, ECFR, Entry, build, csl_rows, documents, entries_of
from tools.common import TABLES, read_json

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def entries(real_lists: Path) -> dict[str, Entry]:
    found = entries_of(read_json(real_lists / CSL), read_json(real_lists / ECFR)["entities"])
    return {entry.entry_id: entry for entry in found}


def test_the_tables_in_the_package_are_what_the_sources_say(real_lists: Path) -> None:
    for name, text in build(real_lists).items():
        assert (TABLES / name).read_text(encoding="utf-8") == text


def test_the_csl_has_156_rows_and_no_other_entry_named_huawei(real_lists: Path) -> None:
    csl = read_json(real_lists / CSL)
    rows = csl_rows(csl)
    assert len(rows) == 156
    names = {row["n"] for row in rows}
    listed = (e for e in csl["entries"] if csl["tables"]["sources"][e["s"]].startswith("Entity List"))
    assert [e["n"] for e in listed if "huawei" in e["n"].lower() and e["n"] not in names] == []


def test_153_entities_as_the_federal_register_counts_them(entries: dict[str, Entry]) -> None:
    own_rows = Counter(e.first_cite for e in entries.values() if not e.under_parent)
    assert sum(e.under_parent for e in entries.values()) == 22  # 19 of August 2019, 3 moved there
    # 66 rows of the CFR and the parent's entry under Hong Kong, which only the CSL still has.
    assert own_rows == {"84 FR 22963": 67, "84 FR 43495": 26, "85 FR 51603": 38}
    assert len(entries) == 1 + 68 + 46 + 38


def test_names_without_huawei_belong_to_the_matter(entries: dict[str, Entry]) -> None:
    strangers = {e.name for e in entries.values() if "huawei" not in e.name.lower()}
    assert {
        "HiSilicon Technologies Co., Ltd", "Toga Networks", "Proven Honour", "Xunwei Technologies Co., Ltd.",
        "Centre for Integrated Photonics Ltd.", "Shanghai Mossel Trade Co., Ltd.",
    } <= strangers  # fmt: skip
    assert len(strangers) == 22


@pytest.mark.parametrize(
    ("entry_id", "listed_on"),
    [
        ("EL:huawei-technologies-co-ltd:CN", "2019-05-16"),
        ("EL:huawei-tech-investment-co-ltd:AR", "2019-08-19"),
        ("EL:huawei-sweden:SE", "2019-08-19"),  # the CSL says May 2019; Sweden was not among the 26
        ("EL:proven-honour:GB", "2019-05-16"),  # the CSL says August 2020
        ("EL:huawei-technical-service-co-ltd:CN", "2019-05-16"),  # the CSL says August 2020
        ("EL:toga-networks:IL", "2020-08-17"),
        ("EL:huawei-technologies-dusseldorf-gmbh:DE", "2020-08-17"),  # one of its CSL rows says May 2019
    ],
)
def test_first_day(entries: dict[str, Entry], entry_id: str, listed_on: str) -> None:
    assert documents(entries[entry_id])[0].effective_from == listed_on


def test_dusseldorf_is_one_entry_and_says_why(entries: dict[str, Entry]) -> None:
    assert "data error" in " ".join(entries["EL:huawei-technologies-dusseldorf-gmbh:DE"].notes)


def test_each_entry_has_its_address(entries: dict[str, Entry]) -> None:
    assert [e.entry_id for e in entries.values() if not e.address] == []
    parent = entries["EL:huawei-technologies-co-ltd:CN"].address
    assert parent.startswith("Bantian Huawei Base")
    assert "Longshine" not in parent


def test_a_cfr_entry_that_the_csl_lost_is_an_error(real_lists: Path) -> None:
    csl = read_json(real_lists / CSL)
    kept = [e for e in csl["entries"] if e["n"] != "Toga Networks"]
    with pytest.raises(ValueError, match="toga-networks"):
        entries_of({**csl, "entries": kept}, read_json(real_lists / ECFR)["entities"])
