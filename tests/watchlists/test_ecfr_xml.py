"""The Entity List in XML of the eCFR. The excerpt is of the XML of 2026-09-01, whole rows with the traps found there:
countries printed once or not at all, aliases without "a.k.a.", names with commas, notes for addresses, superscripts,
line breaks inside addresses, an address on the last alias's line, and a second list after the first.
"""

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.model.listing import ListCode
from licet.watchlists.checks import check
from licet.watchlists.entity_cell import read_cell
from licet.watchlists.reading import read, read_ecfr_xml
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, ProblemKind, UnreadableSnapshotError

EXCERPT = Path(__file__).with_name("entity_list_excerpt.xml")
TEXT = EXCERPT.read_text(encoding="utf-8")


def rows() -> dict[str, RawRow]:
    return {row.name: row for row in read(EXCERPT).rows}


def test_every_row_of_the_list_is_read_and_nothing_of_the_list_after_it() -> None:
    found = read_ecfr_xml(EXCERPT)
    assert (found.format, found.counts) == (Format.ECFR_XML, {ListCode.EL: 23})
    assert (found.refused, found.problems) == ((), ())


def test_the_day_is_that_of_the_file_name(tmp_path: Path) -> None:
    path = tmp_path / "title-15-part-744-2026-09-01.xml"
    path.write_text(TEXT, encoding="utf-8")
    assert read(path).data_date == date(2026, 9, 1)


def test_a_supplement_alone_is_read_too() -> None:
    begin, end = TEXT.index("<DIV9"), TEXT.index("</DIV9>") + len("</DIV9>")
    assert len(read(TEXT[begin:end].encode()).rows) == 23


def test_a_country_holds_until_the_next_one() -> None:
    found = rows()
    assert found["Suntac Group"].countries == ("MM",)  # its cell is an empty element, others hold a blank
    assert found["54th Research Institute of China"].countries == ("CN",)
    assert found["Wave Tech Group"].countries == ("AE",)


def test_where_an_address_ends_is_a_country_too() -> None:
    """Hong Kong stands under China, the British Virgin Islands under the United Kingdom."""
    assert rows()["Address 01"].countries == ("CN", "HK")
    assert rows()["Evans Meridians Ltd."].countries == ("GB", "VG")


@pytest.mark.parametrize(
    ("name", "aliases", "first_address"),
    [
        ("Abdul Satar Ghoura", [],
         "501, 5th Floor, Amanullah Sancharaki Market Opp Chaman E Huzuri, Kabul, Afghanistan"),
        ("Triangle Technologies", [], "Afghanistan."),
        ("Academy of Military Medical Sciences, Institute of Basic Medicine", [],
         "27 Taiping Road, Haidian District, Beijing, 100850, China."),
        ("Markel Closed Joint Stock Company (Markel CJSC)", [],
         "17, Apt 31, Mashtoc Avenue, Yerevan, Armenia, 375002"),
        ("Tako LLC", ["Taco LLC"], "17 Garegin Nzhdehi Street, Shengavit, Yerevan, 0026, Armenia."),
        ("Qazi Abdallah", ["Khan Dilawar", "Ibrahim Valid Javaid", "Jawid, Sa'id Jan 'Abd-al-Salam", "Ibrahim Walid"],
         "Microrayan 3rd Apt. 45, Block No. 21, Kabul, Afghanistan."),
        ("Suntac Group", ["Suntac International Trading Co.", "Suntac Group of Companies"],
         "151 (B) Thiri Mingalar Lane, Mayangon Township, Yangon, Burma."),
        ("Farshid Gillardian", ["Isaac Gill", "Isaac Gillardian"], "London, United Kingdom."),
        ("Huawei Technologies (UK) Co., Ltd.", ["Huawei Software Technologies Co. Ltd"],
         "300 South Oak Way, Green Park, Reading, RG2 6UF"),
        ("Huawei Technologies R&D UK",
         ["Huawei Research & Development (UK) Ltd", "Huawei Technologies Research & Development (UK)"],
         "Former Spicers Site Sawston Bypass Sawston Cambridge Cambridgeshire CB22 3JG, England"),
    ],
)  # fmt: skip
def test_names_aliases_and_addresses_are_told_apart(
    name: str, aliases: list[str], first_address: str
) -> None:
    found = rows()[name]
    assert [alias.name for alias in found.aliases] == aliases
    assert found.addresses[0] == first_address


def test_addresses_are_joined_in_four_ways() -> None:
    found = rows()
    assert (
        found["Afghan-German Construction Company"].addresses[1]
        == "Dasht Qala, Takhar Province, Afghanistan."
    )
    assert (
        found["Abdul Satar Ghoura"].addresses[1] == "Flat No. 41 Block No. 24 Macroyan 3, Kabul, Afghanistan."
    )
    assert found["Wave Tech Group"].addresses[1] == "P.O. Box 30686, Dubai, U.A.E."
    assert len(found["Beijing Graphene Institute Co., Ltd"].addresses) == 3


def test_where_else_to_look_is_a_remark_and_no_address() -> None:
    found = rows()
    assert found["Brian Douglas Woodford"].addresses == ()
    assert found["Brian Douglas Woodford"].remarks == "See alternate address under Singapore"
    assert found["Veteran Avia LLC"].remarks == "See also addresses under Greece, Pakistan, and U.K"


def test_superscripts_are_footnotes() -> None:
    found = rows()
    assert found["Centre for Integrated Photonics Ltd."].footnotes == (1, 2)
    assert found["Advantage Trading Company Limited"].footnotes == (
        3,
    )  # in the midst: "734.9(g),3 746.8(a)(3)"
    assert found["54th Research Institute of China"].footnotes == ()


def test_requirement_and_policy_are_whole() -> None:
    """The eCFR's list in JSON has no policy and cuts requirements at 200 characters."""
    row = rows()["Beijing Geling Shentong Information Technology Co., Ltd."]
    assert row.policy is not None
    assert row.policy.endswith("presumption of denial for all other items subject to the EAR")
    assert rows()["54th Research Institute of China"].policy == "See § 744.3(d) of this part"


def test_every_citation_is_dated() -> None:
    days = [notice.day for notice in rows()["54th Research Institute of China"].notices]
    assert days == [date(2001, 5, 14), date(2010, 12, 17), date(2012, 9, 19), date(2016, 9, 20)]


def test_a_person_before_an_institution_is_found_by_his_name() -> None:
    """Whether the institution is his address or part of the name, the list does not say."""
    found = read_cell(
        "Hamid Sepehrian, Jaber Ibn Hayan Research Institute, AEOI, P.O. Box 11365-8486, Tehran, Iran."
    )
    assert "Hamid Sepehrian" in {found.name, *found.aliases}


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        (TEXT[:9_000], ProblemKind.TRUNCATED),
        (TEXT.replace("License requirement<", "Requirement<"), ProblemKind.MISSING_COLUMNS),
        (TEXT.replace("No. 4 to Part 744", "No. 7 to Part 744"), ProblemKind.MISSING_COLUMNS),
        (TEXT.replace("<DIV5", '<!DOCTYPE x [<!ENTITY a "b">]><DIV5', 1), ProblemKind.BROKEN_FILE),
        (TEXT.replace("<HEAD>", '<!ENTITY a "b"><HEAD>', 1), ProblemKind.BROKEN_FILE),
        (TEXT.replace("</TABLE>", "</TABEL>", 1), ProblemKind.BROKEN_FILE),
    ],
)
def test_what_is_not_the_list_is_refused(broken: str, kind: ProblemKind) -> None:
    with pytest.raises(UnreadableSnapshotError) as refused:
        read(broken.encode())
    assert refused.value.problem.kind is kind


def test_a_row_that_lost_a_cell_is_refused_alone() -> None:
    cut = TEXT.replace('<TD class="left border-right-single">Triangle Technologies, Afghanistan.</TD>\n', "")
    found = read(cut.encode())
    assert (len(found.rows), len(found.refused)) == (22, 1)
    assert (found.refused[0].line, found.refused[0].reason) == (4, "4 cells, not 5")


def test_an_excerpt_is_never_adopted() -> None:
    kinds = {problem.kind for problem in check(read(EXCERPT), date(2026, 9, 1), None)}
    assert kinds == {ProblemKind.TOO_FEW_ROWS}


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def printed(entity: Mapping[str, Any]) -> str:
    """An entry as the list prints it, put together again from its parts."""
    names, address = entity["aliases"], entity["address"]
    if not names:
        return ", ".join(filter(None, (entity["name"], address)))
    lines = [f"—{name}{'; and' if item == len(names) - 2 else ';'}" for item, name in enumerate(names)]
    head = f"{entity['name']}, a.k.a., the following {len(names)} aliases:"
    return "\n".join([head, *lines[:-1], lines[-1].rstrip(";") + ".", " ", f" {address or ''}"])


@pytest.fixture(scope="module")
def official_names(real_lists: Path) -> frozenset[str]:
    raw = gzip.decompress(
        (real_lists / "entity_list/el_flat_from_csl_2026-07-31.csv.gz").read_bytes()
    ).decode()
    return frozenset(plain(row["name"]) for row in csv.DictReader(io.StringIO(raw)))


@pytest.mark.real_data
def test_names_end_where_the_screening_list_ends_them(
    real_lists: Path, official_names: frozenset[str]
) -> None:
    """Of 1,501 real entries without aliases, put together and taken apart, 99 percent are named as the
    Consolidated Screening List names them, and more than in the JSON that was made from the same list.
    """
    raw = gzip.decompress((real_lists / "entity_list/bis_entity_list_ecfr_2026-07-09.json.gz").read_bytes())
    bare = [entity for entity in json.loads(raw)["entities"] if not entity["aliases"]]
    ours = sum(not official_names.isdisjoint(_names(printed(entity))) for entity in bare)
    theirs = sum(plain(entity["name"]) in official_names for entity in bare)
    assert (len(bare), theirs) == (1_501, 1_468)
    assert ours >= 1_480


def _names(text: str) -> Iterator[str]:
    cell = read_cell(text)
    yield from map(plain, (cell.name, *cell.aliases))
