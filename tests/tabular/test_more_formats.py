"""Workbooks of Excel 97, parts lists as YAML and product data packages; and exports of more systems."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from licet.tabular.business import BusinessFile, FileKind, read_business_file
from licet.tabular.load import NotABusinessFileError

OLD = Path(__file__).parent / "files" / "odoo.xls"
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE ProductDataeXchangePackage [<!ELEMENT Item ANY><!ATTLIST Item isTopLevel CDATA "Yes">]>
<ProductDataeXchangePackage><Items>
<Item itemIdentifier="800-001" itemUniqueIdentifier="I1" description="GATEWAY" isTopLevel="Yes"><BillOfMaterial>
<BillOfMaterialItem billOfMaterialItemIdentifier="200-010" billOfMaterialItemUniqueIdentifier="I2" itemQuantity="2"/>
<BillOfMaterialItem billOfMaterialItemIdentifier="300-001" billOfMaterialItemUniqueIdentifier="I3" itemQuantity="1"/>
</BillOfMaterial></Item>
<Item itemIdentifier="200-010" itemUniqueIdentifier="I2" description="FPGA"><AdditionalAttributes>
<AdditionalAttribute name="ECCN" value="3A001.a.7.a"/></AdditionalAttributes><ApprovedManufacturerList>
<ApprovedManufacturerListItem manufacturerPartIdentifier="XC7K480T" manufacturedBy="AMD"/>
<ApprovedManufacturerListItem manufacturerPartIdentifier="JFM7K325T" manufacturerContactUniqueIdentifier="C2"/>
</ApprovedManufacturerList></Item>
<Item itemIdentifier="300-001" itemUniqueIdentifier="I3" description="Label"/>
</Items><Contacts><Contact contactUniqueIdentifier="C2" businessName="Shanghai Fudan Microelectronics"
countryCode="CN"/></Contacts></ProductDataeXchangePackage>
"""
YAML = """SPDXID: "SPDXRef-DOCUMENT"
spdxVersion: "SPDX-2.3"
documentDescribes:
- "SPDXRef-root"
packages:
- SPDXID: "SPDXRef-root"
  name: "gateway"
- SPDXID: "SPDXRef-1"
  name: "openssl"
  supplier: "Organization: OpenSSL Software Foundation (info@openssl.org)"
  comment: |-
    Crypto library.
    ECCN: 5D002.c.1
- SPDXID: "SPDXRef-2"
  name: "kav-engine"
  supplier: "Organization: AO Kaspersky Lab"
"""


def read(folder: Path, content: str | bytes, name: str) -> BusinessFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_business_file(path)


def test_a_workbook_of_excel_97_is_read_as_one_of_today() -> None:
    found = read_business_file(OLD)
    assert [(r.row, r.key, r.name, r.country, r.item, r.quantity, r.value, r.day) for r in found.records] == [
        ("2", "S00042/1", "Azure Interior", "US", "FURN_7777", Decimal(3), Decimal(210), date(2026, 12, 14)),
        ("3", "S00042/2", "Azure Interior", "US", "E-COM07", Decimal("1.5"), Decimal(320), date(2026, 12, 14)),
        ("4", "S00043/1", "Müller & Söhne", "DE", "FURN_7777", Decimal(1), Decimal("70.25"), date(2026, 12, 21)),
    ]  # fmt: skip
    assert ("sheet Hidden", "hidden sheet") in found.skipped


def test_a_damaged_workbook_of_excel_97_is_refused_or_read(tmp_path: Path) -> None:
    whole, chance = OLD.read_bytes(), random.Random(7)
    for number in range(150):
        content = bytearray(whole[: chance.randrange(5, len(whole))] if number % 3 == 0 else whole)
        for _ in range(chance.randrange(40)):
            content[chance.randrange(4, len(content))] = chance.randrange(256)
        try:
            found = read(tmp_path, bytes(content), "a.xls")
        except NotABusinessFileError:
            continue
        assert found.loaded.format == "workbook (Excel 97)"


@pytest.mark.parametrize("packed", [True, False])
def test_every_manufacturer_of_a_package_of_product_data_is_a_party(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("gateway.pdx" if packed else "pdx.xml")
    if packed:
        with ZipFile(path, "w") as parts:
            parts.writestr("pdx.xml", PACKAGE)
    else:
        path.write_text(PACKAGE)
    found = read_business_file(path)
    assert found.kind is FileKind.PARTS
    assert [(r.item, r.eccn, r.name, r.country, r.quantity) for r in found.records] == [
        ("XC7K480T", "3A001.a.7.a", "AMD", None, Decimal(2)),
        ("JFM7K325T", "3A001.a.7.a", "Shanghai Fudan Microelectronics", "CN", Decimal(2)),
        ("300-001", None, None, None, Decimal(1)),
    ]
    assert [item.why for item in found.skipped] == ["the product itself, no part"]


def test_a_parts_list_in_yaml_is_one_in_json(tmp_path: Path) -> None:
    for name in ("sbom.spdx.yaml", "sbom.txt"):
        found = read(tmp_path, YAML, name)
        assert [(r.item, r.eccn, r.name) for r in found.records] == [
            ("openssl", "5D002.c.1", "OpenSSL Software Foundation"),
            ("kav-engine", None, "AO Kaspersky Lab"),
        ]
    orders = read(
        tmp_path, "- {order: 1, customer: A Ltd, country: NO, item: X, quantity: 2}\n", "orders.yml"
    )
    assert [(r.name, r.country) for r in orders.records] == [("A Ltd", "NO")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "expand"),
        ("a.yaml", "a: [\n", "not YAML"),
        ("a.yaml", "[" * 100_000, "not YAML"),
        ("a.yaml", "a: b\n", "no list of records"),
        ("a.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY % b "c">]><a/>', "entities"),
        (
            "a.xml",
            '<?xml version="1.0"?><!DOCTYPE a><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            "not XML|types",
        ),
        ("a.xml", '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a>&b;</a>', "not XML"),
    ],
)
def test_what_could_expand_is_refused(tmp_path: Path, name: str, content: str, words: str) -> None:
    with pytest.raises(NotABusinessFileError, match=words):
        read(tmp_path, content, name)


def test_the_amount_is_that_of_the_currency_beside_it(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Date,Document Number,Name,Account,Shipping Addressee,Shipping Country Code,Item,Quantity,Units,Amount,"
        "Amount (Foreign Currency),Currency,Ship Date\n"
        '11/20/2026,SO1,Baltic Radar AS,4000 Sales,Baltic Radar AS,EE,TC-640,2,Each,"9,800.00","9,200.00",EUR,'
        "12/14/2026\n"
        '11/20/2026,SO2,SMIC,4000 Sales,SMIC,CN,CAB-5,10,Each,"45.00","6,720.00",JPY,12/21/2026\n',
        "netsuite.csv",
    )
    assert [(r.value, r.currency, r.unit) for r in found.records] == [
        (Decimal(9200), "EUR", "Each"),
        (Decimal(6720), "JPY", "Each"),
    ]
    assert not any("Sales" in party.name for record in found.records for party in record.parties)


def test_lines_of_nothing_beside_lines_of_goods_are_text(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Document No.;Ship-to Name;Ship-to Country/Region Code;Line No.;Type;No.;Description;Quantity;Line Amount\n"
        "S1;Trey Research;GB;10000;Item;1936-S;Chair;6;1156,80\nS1;Trey Research;GB;20000;;;To the back door;0;0,00\n"
        "S2;Sberbank;RU;10000;;;Note;0;0,00\n",
        "lines.csv",
    )
    assert [(r.key, r.name) for r in found.records] == [
        ("S1/10000", "Trey Research"),
        ("S2/10000", "Sberbank"),
    ]
    assert ("3", "a line of text, no goods") in found.skipped


def test_numbers_of_references_are_no_addresses(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Package Tracking Number,Shipment Date,Ship To Company or Name,Ship To Country/Territory,"
        "Package Reference No. 1,Description of Goods,Declared Value Amount,Currency\n"
        "1Z9,11/27/2026,Milandr,Russia,SO10231,Radar,4900.00,USD\n1Z8,11/28/2026,Milandr,Russia,SO10232,Radar,1.00,USD\n",
        "ups.csv",
    )
    assert found.mapping.columns["order"] == "Package Tracking Number"
    assert "party.address" not in found.mapping.columns
    assert found.records[0].value == Decimal(4900)


def test_german_compounds_are_what_their_last_word_is(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Beleg;Auftraggeber;Warenempfänger;Empfangsland;Teilenummer;Exportbestellmenge;Positionswert netto;"
        "Mehrwertsteuerbetrag;Währung;Kundenwunschliefertermin\n"
        "1;Müller GmbH;Optik AG;AT;TC-640;1.000,500;19.600,00;3.724,00;EUR;24.12.2026\n",
        "export.csv",
    )
    columns = found.mapping.columns
    assert {name: columns.get(name) for name in ("order", "quantity", "value", "ship_date", "consignee.country")} == {
        "order": "Beleg", "quantity": "Exportbestellmenge", "value": "Positionswert netto",
        "ship_date": "Kundenwunschliefertermin", "consignee.country": "Empfangsland",
    }  # fmt: skip
    without = read(
        tmp_path, "Beleg;Kunde;Teilenummer;Mehrwertsteuerbetrag\n1;Müller GmbH;X;3.724,00\n", "vat.csv"
    )
    assert "value" not in without.mapping.columns, "a tax is no value: limits rest on it"
