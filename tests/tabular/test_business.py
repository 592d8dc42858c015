"""Business files as their systems write them, in small: each with the habits of its system."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from licet.model.countries import country_of, iso2
from licet.model.defaults import DefaultPolicy, Defaults
from licet.orders.business import convert_orders, unused_countries
from licet.orders.exchange_rates import ExchangeRates
from licet.tabular.business import BusinessFile, FileKind, read_business_file
from licet.tabular.load import NotABusinessFileError
from licet.tabular.mapping import ColumnMapping, MappingError, load_mapping, save_mapping
from licet.tabular.parties import party_rows
from licet.tabular.rows import BadRow, TextRow


def read(folder: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> BusinessFile:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return read_business_file(path)


def rows_of(found: BusinessFile) -> list[tuple[object, ...]]:
    return [
        (record.name, record.country, record.item, record.eccn, record.quantity, record.value, record.day)
        for record in found.records
    ]


def test_a_german_order_list_with_titles_totals_and_faults(tmp_path: Path) -> None:
    """Every fault of the file is told in one run, with row, column, value and what would be accepted."""
    text = (
        "Auftragsliste;;;;;;\r\n;;;;;;\r\n"
        "Auftrag;Kunde;Land;Artikelnummer;Menge;Nettowert;Lieferdatum;AL-Nummer\r\n"
        "1;Müller & Söhne GmbH;Österreich;0815;2,000;1.234,50;15.12.2026;3A001.a.7\r\n"
        "2;Gärtner AG;Deutschland;0816;k.A.;10,00;31.02.2027;EAR 99\r\n"
        "3;Grün KG;Nirgendwo;0817;12,500-;66.773,74-;16.12.2026;3,00E+01\r\n"
        "Summe;;;;;68.018,24;;\r\n"
    )
    found = read(tmp_path, text, encoding="cp1252")
    assert (found.kind, found.loaded.encoding, found.decimal) == (FileKind.ORDERS, "Windows-1252", ",")
    day = date(2026, 12, 15)
    assert rows_of(found) == [
        ("Müller & Söhne GmbH", "AT", "0815", "3A001.a.7", Decimal(2), Decimal("1234.50"), day)
    ]
    assert [(fault.row, fault.column, fault.value) for fault in found.faults] == [
        ("5", "Menge", "k.A."),
        ("5", "Lieferdatum", "31.02.2027"),
        ("6", "Land", "Nirgendwo"),
        ("6", "AL-Nummer", "3,00E+01"),
    ]
    assert all(fault.accepted for fault in found.faults)
    assert ("7", "total") in found.skipped


def test_a_stated_end_use_outranks_the_policy(tmp_path: Path) -> None:
    text = (
        "Order No,Customer,Country,Part No,Qty,End Use,item.us_origin\n"
        "1,Muster GmbH,DE,0815,1,military,no\n2,Muster GmbH,DE,0815,1,n/a,\n"
    )
    policies = {
        topic: DefaultPolicy(topic, value, "Maria Lopez", "Policy 4")
        for topic, value in (("end_use", "none_named_in_part_744"), ("us_origin", "yes"))
    }
    made = convert_orders(read(tmp_path, text), Defaults(policies), date(2026, 9, 1)).orders
    assert made["end_use"].to_list() == ["military", "none_named_in_part_744"]
    assert made["item.us_origin"].to_list() == ["no", "yes"]
    assert [len((said or "").splitlines()) for said in made["defaults"]] == [1, 3]


def test_numbers_that_nothing_tells_are_asked_about(tmp_path: Path) -> None:
    """2.000 alone can be two or two thousand; beside 6.35 it is two."""
    head = "Order No,Customer,Country,Item,Quantity,Unit Price\n"
    alone = read(tmp_path, f"{head}1,Smith Ltd,GB,A-1,2.000,5\n")
    assert [fault.problem for fault in alone.faults] == [
        "'2.000' can be 2.000 or 2000, and no number of the file tells which"
    ]
    assert read(tmp_path, f"{head}1,Smith Ltd,GB,A-1,2.000,6.35\n").records[0].value == Decimal("12.70")


def test_days_follow_the_order_of_their_own_file(tmp_path: Path) -> None:
    head = "Order No,Customer,Country,Item,Quantity,Ship Date\n"
    lines = "1,Smith Ltd,GB,A-1,2,{0}\n2,Jones Ltd,GB,A-1,3,{1}\n"
    us = read(tmp_path, head + lines.format("10/12/2026", "12/31/2026"))
    assert [record.day for record in us.records] == [date(2026, 10, 12), date(2026, 12, 31)]
    assert us.ambiguous_dates == 1
    uk = read(tmp_path, head + lines.format("10/12/2026", "31/12/2026"))
    assert uk.records[0].day == date(2026, 12, 10)
    open_ = read(tmp_path, head + lines.format("10/12/2026", "11/12/2026"))
    assert len(open_.bad_rows) == 2
    pandas = read(tmp_path, head + lines.format("2026-12-10 00:00:00", "46000"))
    assert [record.day for record in pandas.records] == [date(2026, 12, 10), date(2025, 12, 9)]


def test_a_printed_list_of_bars_and_dashes(tmp_path: Path) -> None:
    text = (
        "Sales orders per 29.11.2026\n\n"
        "-----------------------------------------------------------\n"
        "|Sales Doc.|Item |Sold-to party name  |Ctr|Material |Order Qty|\n"
        "-----------------------------------------------------------\n"
        "|4711      |10   |Alpenwacht GmbH     |AT |PMP-40   |   1.500,000 |\n"
        "|4711      |20   |Alpenwacht GmbH     |AT |CAB-5    |   2,500 |\n"
        "-----------------------------------------------------------\n"
        "|*         |     |                    |   |         |   1.502,500 |\n"
    )
    found = read(tmp_path, text, "list.txt")
    assert [(record.key, record.item, record.quantity, record.country) for record in found.records] == [
        ("4711/10", "PMP-40", Decimal(1500), "AT"),
        ("4711/20", "CAB-5", Decimal("2.5"), "AT"),
    ]
    assert not found.faults


def test_columns_at_fixed_places(tmp_path: Path) -> None:
    text = (
        "ORDER_NUMBER SHIP_TO_PARTY_NAME       SHIP_TO_COUNTRY ORDERED_ITEM ORDERED_QUANTITY SCHEDULE_SHIP_DATE\n"
        "------------ ------------------------ --------------- ------------ ---------------- ------------------\n"
        "       10001 Kestrelford Ltd          GB              FPGA-7                     12 31-DEC-26\n"
        "       10002 Milandr PKK AO           Russia          MCU-1                       3 04-JAN-27\n"
        "\n2 rows selected.\n"
    )
    found = read(tmp_path, text, "spool.lst")
    assert [
        (record.key, record.name, record.country, record.quantity, record.day) for record in found.records
    ] == [
        ("10001/1", "Kestrelford Ltd", "GB", Decimal(12), date(2026, 12, 31)),
        ("10002/1", "Milandr PKK AO", "RU", Decimal(3), date(2027, 1, 4)),
    ]
    assert found.skipped[-1].why == "note or title"


ORDERS = {
    "dynamics": (
        "SALESORDERNUMBER,LINENUMBER,ORDERINGCUSTOMERACCOUNTNUMBER,DELIVERYADDRESSNAME,DELIVERYADDRESSCOUNTRYREGIONID,"
        "ITEMNUMBER,ORDEREDSALESQUANTITY,LINEAMOUNT,CURRENCYCODE,REQUESTEDSHIPPINGDATE\n"
        "000123,1,US-001,Kestrelford Ltd,GBR,FPGA-7,12.00,70680.00,USD,2026-12-14T12:00:00Z\n"
    ),
    "netsuite": (
        "Document Number,Date,Name,Shipping Addressee,Shipping Country,Item,ECCN,Quantity,Amount,Currency\n"
        'SO123,12/14/2026,Kestrelford Ltd,Kestrelford Ltd,United Kingdom,FPGA-7,- None -,12,"70,680.00",USD\n'
        'Overall Total,,,,,,,12,"70,680.00",\n'
    ),
    "odoo": (
        "Order Reference,Customer,Delivery Address,Delivery Address/Country,Order Lines/Product,Order Lines/Quantity,"
        "Order Lines/Subtotal,Currency,Delivery Date\n"
        "S00012,Kestrelford Ltd,Kestrelford Ltd,United Kingdom,[FPGA-7] FPGA board,12.0,70680.0,USD,"
        "2026-12-14 09:00:00\n"
        ",,,,[CAB-5] Cable,1.0,6.35,,\n"
    ),
    "salesforce": (
        '"Order Number","Account Name","Shipping Country","Product: Product Code","Quantity","Total Price",'
        '"Order Start Date"\n'
        '"00000123","Kestrelford Ltd","United Kingdom","FPGA-7","12.00","USD 70,680.00","12/14/2026"\n'
        '\n"Orders with products"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n'
    ),
    "business central": (
        "Document No.;Line No.;Sell-to Customer No.;Ship-to Name;Ship-to Country/Region Code;Type;No.;"
        "Description;Quantity;Line Amount Excl. VAT;Currency Code;Shipment Date\n"
        "S-ORD101;10000;10000;Kestrelford Ltd;GB;Item;FPGA-7;FPGA board;12;70.680,00;USD;14-12-2026\n"
    ),
    "ups": (
        "Shipment Reference Number,Ship To Company or Name,Ship To Attention,Ship To Country/Territory,"
        "Product Number,Quantity,Declared Value,Currency Code,Shipment Date\n"
        "SHP-9,Kestrelford Ltd,J. Doe,GB,FPGA-7,12,70680.00,USD,20261214\n"
    ),
    "aes": (
        "Shipment Reference Number,USPPI Name,Ultimate Consignee Name,Ultimate Consignee Country,Line Number,"
        "Commodity Description,Schedule B Number,ECCN,Product Code,Quantity 1,Value (USD),Estimated Export Date\n"
        "SRN-1,Rossfurt Inc.,Kestrelford Ltd,GB,1,FPGA board,8543709990,3A001.a.7,FPGA-7,12,70680,12/14/2026\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("system", ORDERS)
def test_headings_of_systems_are_known(tmp_path: Path, system: str) -> None:
    found = read(tmp_path, ORDERS[system])
    assert found.kind is FileKind.ORDERS
    assert [fault.problem for fault in found.faults] == []
    first = found.records[0]
    value = (first.name, first.country, first.item, first.quantity, first.value)
    assert value == ("Kestrelford Ltd", "GB", "FPGA-7", Decimal(12), Decimal(70680))
    assert first.day == date(2026, 12, 14)
    assert all(record.name == "Kestrelford Ltd" for record in found.records)


def test_later_lines_of_an_order_and_only_they_have_its_party(tmp_path: Path) -> None:
    head = "Order No,Customer,Country,Item,Quantity,Unit Price\n"
    found = read(tmp_path, f"{head}7,Smith Ltd,GB,A,1,5.5\n7,,,B,2,5.5\n8,,,C,3,5.5\n9,Jones Ltd,,D,3,5.5\n")
    assert [(record.item, record.name, record.country) for record in found.records] == [
        ("A", "Smith Ltd", "GB"),
        ("B", "Smith Ltd", "GB"),
        ("D", "Jones Ltd", None),
    ]
    assert [(fault.row, fault.problem) for fault in found.faults] == [("4", "no name: the row has no party")]


def test_one_bad_row_costs_no_other(tmp_path: Path) -> None:
    text = (
        'Order No;Customer;Country;Item;Quantity\n1;A Ltd;GB;X;1\n2;B; Ltd;GB;X;1\n3;C Ltd;GB;Y\n4;"D Ltd;GB;X;1\n'
        "5;E Ltd;GB;X;2\n5;E Ltd;GB;X;2\n"
    )  # fmt: skip
    found = read(tmp_path, text)
    assert [record.name for record in found.records] == ["A Ltd", '"D Ltd', "E Ltd", "E Ltd"]
    assert found.bad_rows == ["3", "4"]
    assert found.duplicates == [("7", "6")]


def test_parts_lists_of_programs(tmp_path: Path) -> None:
    altium = (
        "Comment,Description,Designator,Footprint,LibRef,Quantity,Manufacturer 1,Manufacturer Part Number 1,"
        "Supplier 1,Supplier Unit Price 1\n"
        'MCU,Controller,"U1, U2",QFP,STM,2,Milandr PKK AO,K1986VE92QI,Mouser,$9.80\n'
    )
    found = read(tmp_path, altium)
    assert found.kind is FileKind.PARTS
    assert [
        (record.item, record.name, record.quantity, record.value, record.currency) for record in found.records
    ] == [("K1986VE92QI", "Milandr PKK AO", Decimal(2), Decimal("9.80"), "USD")]
    spdx = {
        "spdxVersion": "SPDX-2.3", "documentDescribes": ["SPDXRef-root"],
        "packages": [
            {"SPDXID": "SPDXRef-root", "name": "gateway"},
            {"SPDXID": "SPDXRef-1", "name": "kav-engine", "versionInfo": "11.2",
             "supplier": "Organization: AO Kaspersky Lab (info@example.com)"},
            {"SPDXID": "SPDXRef-2", "name": "zlib", "supplier": "NOASSERTION"},
        ],
    }  # fmt: skip
    parts = read(tmp_path, json.dumps(spdx), "sbom.spdx.json")
    assert [(record.row, record.item, record.name) for record in parts.records] == [
        ("/packages/1", "kav-engine", "AO Kaspersky Lab"),
        ("/packages/2", "zlib", None),
    ]
    rows = party_rows(parts).rows
    assert [row.name for row in rows if isinstance(row, TextRow)] == ["AO Kaspersky Lab"]


def test_records_of_json_with_lines(tmp_path: Path) -> None:
    order = {
        "value": [
            {"orderNumber": "1", "shipTo": {"name": "Kestrelford Ltd", "country": "GB"},
             "lines": [{"sku": "A", "quantity": 2}, {"sku": "B", "quantity": 3}]},
        ]
    }  # fmt: skip
    found = read(tmp_path, json.dumps(order), "orders.json")
    assert [(record.item, record.name, record.country, record.quantity) for record in found.records] == [
        ("A", "Kestrelford Ltd", "GB", Decimal(2)),
        ("B", "Kestrelford Ltd", "GB", Decimal(3)),
    ]


def test_parties_of_refused_rows_are_screened_all_the_same(tmp_path: Path) -> None:
    head = "Order No,Customer,Country,Item,Quantity\n"
    rows = party_rows(read(tmp_path, f"{head}1,Huawei Technologies,CN,A,two\n2,,CN,A,2\n")).rows
    assert [(row.number, type(row)) for row in rows] == [(2, TextRow), (3, BadRow)]


def test_what_is_no_business_file_is_said(tmp_path: Path) -> None:
    for name, content in (
        ("a.xls", b"\xd0\xcf\x11\xe0rest"),
        ("a.pdf", b"%PDF-1.7"),
        ("a.csv", b""),
        ("a.xlsx", b"PK\x03\x04no"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(NotABusinessFileError, match=name):
            read_business_file(tmp_path / name)
    (tmp_path / "x.xml").write_text('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(NotABusinessFileError, match="entities"):
        read_business_file(tmp_path / "x.xml")


def test_a_mapping_is_saved_once_by_name(tmp_path: Path) -> None:
    mapping = ColumnMapping({"item": "Material", "order": "Beleg"}, decimal=",")
    save_mapping(tmp_path, "sap", mapping)
    assert load_mapping(tmp_path, "sap").to_json() == mapping.to_json()
    with pytest.raises(MappingError, match="a different mapping"):
        save_mapping(tmp_path, "sap", mapping.with_columns({"item": None}))
    with pytest.raises(MappingError, match="not a name"):
        save_mapping(tmp_path, "../sap", mapping)
    with pytest.raises(MappingError, match="saved: sap"):
        load_mapping(tmp_path, "other")


def test_countries_under_their_common_names() -> None:
    names = {
        "UK": "GB", "Korea": "KR", "Republic of Korea": "KR", "The Bahamas": "BS", "UAE": "AE", "Cote d'Ivoire": "CI",
        "Palestine": "PS", "England": "GB", "Great Britain": "GB",
    }  # fmt: skip
    assert {name: iso2(name) for name in names} == names
    others = {
        "Russische Foed.": "RU", "Ver.Arab.Emirate": "AE", "Tschechische Rep.": "CZ", "Großbritannien": "GB",
        "Autriche": "AT", "韩国": "KR", "Hong Kong SAR": "HK", "DE - Germany": "DE", "Südkorea": "KR", "GBR": "GB",
    }  # fmt: skip
    assert {name: country_of(name) for name in others} == others
    assert [country_of(name) for name in ("D", "SU", "EU", "ZZ", "DE - France", "Nirgendwo")] == [None] * 6


def test_other_currencies_count_by_the_rates_of_a_policy(tmp_path: Path) -> None:
    day = date(2026, 9, 1)
    file = read(
        tmp_path,
        "Order;Customer;Country;ECCN;Amount;Currency\n"
        "SO1;Acme Ltd;Germany;3A001.a.1.a;4800;GBP\nSO2;Acme Ltd;Germany;3A001.a.1.a;4800;USD\n"
        "SO3;Acme Ltd;Germany;3A001.a.1.a;4800;XAU\n",
    )
    policies = {"exchange_rates": DefaultPolicy("exchange_rates", "ecb", "Maria Lopez", "Manual 4")}
    rates = ExchangeRates((day,), ({"USD": Decimal("1.2"), "GBP": Decimal("0.8")},))
    made = convert_orders(file, Defaults(policies), day, rates).orders
    assert made["item.value_usd"].to_list() == ["7200", "4800", None]
    note = "By policy, GBP 4,800 count as USD 7,200.00, by the rate of September 1, 2026 (Manual 4, Maria Lopez)."
    assert [note in cell for cell in made["defaults"].to_list()] == [True, False, False]
    assert convert_orders(file, Defaults({}), day, rates).orders["item.value_usd"].to_list() == [
        None,
        "4800",
        None,
    ]


def orders_of(folder: Path, text: str) -> pl.DataFrame:
    return convert_orders(read(folder, text), Defaults({}), date(2026, 9, 1)).orders


def test_a_destination_of_its_own_is_where_the_goods_go(tmp_path: Path) -> None:
    made = orders_of(
        tmp_path,
        "Order;Consignee name;Consignee country;Destination country;ECCN;Quantity\n"
        "S1;Muster GmbH;Germany;Russia;EAR99;1\nS2;Muster GmbH;Germany;;EAR99;1\nS3;Muster GmbH;;Japan;EAR99;1\n",
    )
    assert made["destination"].to_list() == ["RU", "DE", "JP"]
    assert made["ultimate_consignee.country"].to_list() == ["DE", "DE", None]


def test_a_destination_that_is_no_country_is_a_fault(tmp_path: Path) -> None:
    for name in ("Atlantis", "DD"):
        text = "Order;Consignee name;Consignee country;Destination;ECCN\n"
        text += (
            "".join(f"S{n};Muster GmbH;DE;Japan;EAR99\n" for n in range(9))
            + f"T;Muster GmbH;DE;{name};EAR99\n"
        )
        (fault,) = read(tmp_path, text).faults
        assert (fault.row, fault.column, fault.value) == ("11", "Destination", name)


def test_a_customer_who_receives_is_where_the_goods_go(tmp_path: Path) -> None:
    made = orders_of(tmp_path, "order_id,customer,destination,eccn,quantity\nS1,Muster GmbH,China,EAR99,1\n")
    assert (made["destination"][0], made["ultimate_consignee.country"][0]) == ("CN", "CN")
    both = orders_of(
        tmp_path,
        "order_id,customer,customer country,destination,eccn,quantity\nS1,Muster GmbH,DE,China,EAR99,1\n",
    )
    assert (both["destination"][0], both["ultimate_consignee.country"][0]) == ("CN", "DE")


def test_countries_of_parties_without_a_name_count(tmp_path: Path) -> None:
    made = orders_of(
        tmp_path,
        "order,customer,customer country,end user country,intermediate consignee country,eccn,quantity\n"
        "S1,Muster GmbH,Germany,Russia,Turkey,EAR99,1\nS2,Muster GmbH,Germany,Germany,,EAR99,1\n",
    )
    assert made["destination"].to_list() == ["DE", "DE"]
    assert made["end_user.country"].to_list() == ["RU", None]
    assert made["intermediate_consignee.country"].to_list() == ["TR", None]
    shipped = orders_of(
        tmp_path,
        "order,customer,customer country,ship to country,eccn,quantity\nS1,Muster GmbH,DE,RU,EAR99,1\n",
    )
    assert (shipped["destination"][0], shipped["ultimate_consignee.country"][0]) == ("RU", "DE")
    both = "order,customer,customer country,ship to country,destination,eccn\nS1,Muster GmbH,DE,RU,Germany,EAR99\n"
    (fault,) = read(tmp_path, both).faults
    assert (fault.column, fault.value) == ("ship to country", "RU")


def test_columns_of_countries_that_nothing_is_made_of_are_named(tmp_path: Path) -> None:
    text = "order,consignee,consignee country,Country 7,Landed cost,eccn\n"
    file = read(tmp_path, text + "S1,Muster GmbH,DE,Russia,12,EAR99\nS2,Muster GmbH,DE,China,13,EAR99\n")
    assert (
        unused_countries(file)
        == "These columns name countries and are not used: Country 7. Say what they hold."
    )
    assert (
        unused_countries(read(tmp_path, text.replace("Country 7", "Note") + "S1,M GmbH,DE,x,1,EAR99\n")) == ""
    )
