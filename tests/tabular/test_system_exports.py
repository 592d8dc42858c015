"""Exports as business systems write them: headings, empty days, sheets in markup, totals, classes in comments."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from licet.tabular.business import BusinessFile, FileKind, read_business_file


def read(folder: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> BusinessFile:
    path = folder / name
    path.write_text(text, encoding, newline="")
    return read_business_file(path)


def test_days_of_databases_that_mean_none_let_the_requested_day_stand_in(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "SALESORDERNUMBER,LINENUMBER,DELIVERYADDRESSNAME,DELIVERYADDRESSCOUNTRYREGIONID,ITEMNUMBER,"
        "ORDEREDSALESQUANTITY,LINEAMOUNT,CURRENCYCODE,REQUESTEDSHIPPINGDATE,CONFIRMEDSHIPPINGDATE\n"
        "SO-1,1.0000000,Rheinwerk Optik GmbH,DEU,10-4711,2.00,8500.00,USD,2026-12-15 00:00:00,1900-01-01 00:00:00\n"
        "SO-1,2.0000000,Rheinwerk Optik GmbH,DEU,IMU-440,1.00,990.50,USD,2026-12-16 00:00:00,2026-12-20 00:00:00\n",
    )
    assert [(record.key, record.country, record.day) for record in found.records] == [
        ("SO-1/1", "DE", date(2026, 12, 15)),
        ("SO-1/2", "DE", date(2026, 12, 20)),
    ]
    assert [remark.row for remark in found.remarks] == ["2"]


def test_a_scheduled_day_goes_before_a_requested_one_and_a_wrong_one_is_a_fault(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "ORDER_NUMBER|LINE_NUMBER|ORDERED_ITEM|ORDERED_QUANTITY|SCHEDULE_SHIP_DATE|REQUEST_DATE|SHIP_TO_CUSTOMER|"
        "SHIP_TO_COUNTRY\n"
        "69321|1|AS54888|2|15-DEC-26|10-DEC-2026|Business World|AU\n"
        "69322|1|CM-13139|5|31-NOV-26|10-DEC-2026|Komatsu KK|JP\n"
        "69323|1|CM-13139|5|(null)|10-DEC-2026|Komatsu KK|JP\n",
    )
    assert [record.day for record in found.records] == [date(2026, 12, 15), date(2026, 12, 10)]
    assert [(fault.row, fault.column) for fault in found.faults] == [("3", "SCHEDULE_SHIP_DATE")]


def test_titles_tell_the_order_of_days_and_headings_the_currency(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '"ACE Export Report"\n"Report Period: 11/01/2026 - 11/29/2026"\n\n'
        "ITN,USPPI Name,Ultimate Consignee Name,Country of Ultimate Consignee,Date of Export,Line Number,"
        "Schedule B/HTS Number,Quantity 1,Value (US Dollars),License Number/License Exemption,ECCN\n"
        "X1,ROSSFURT INC,KONGSBERG MARITIME AS,NO,11/04/2026,1,8525.89.0000,2,8500,NLR,6A993\n"
        'X2,ROSSFURT INC,SKYWORTH DIGITAL,CN,11/05/2026,1,8542.31.0001,1,"$5,890",D1234567,3A001\n'
        "X3,ROSSFURT INC,TEVA PHARM,IL,13/06/2026,1,8542.31.0001,1,5890,NLR,3A991\n",
    )
    assert [(record.day, record.value, record.currency, record.license) for record in found.records] == [
        (date(2026, 11, 4), Decimal(8500), "USD", "NLR"),
        (date(2026, 11, 5), Decimal(5890), "USD", "D1234567"),
    ]
    assert [(fault.row, fault.value) for fault in found.faults] == [("7", "13/06/2026")]


def test_names_under_ids_and_groups_of_fields(tmp_path: Path) -> None:
    odoo = read(
        tmp_path,
        '"id","name","partner_id","partner_shipping_id","partner_shipping_id/country_id","order_line/product_uom_qty",'
        '"order_line/product_id/default_code"\n'
        '"__export__.sale_order_42","S00042","Azure Interior","Azure Interior","United States","3.0","DESK4"\n'
        '"","","","","","10.0","CAB5"\n',
    )
    assert [(record.name, record.country, record.item) for record in odoo.records] == [
        ("Azure Interior", "US", "DESK4"),
        ("Azure Interior", "US", "CAB5"),
    ]
    ups = read(
        tmp_path,
        '"ShipTo_CompanyOrName","ShipTo_CountryTerritory","ShipTo_CityOrTown","Goods_DescriptionOfGood",'
        '"Goods_InvoiceUnits","Goods_TariffCode","Goods_ECCNNumber","ShipmentInformation_CollectionDate"\n'
        '"Sberbank","Russian Federation","Moscow","Cable","1","8544421000","EAR99","20261130"\n',
    )
    (record,) = ups.records
    assert (record.name, record.country, record.quantity, record.day) == (
        "Sberbank",
        "RU",
        Decimal(1),
        date(2026, 11, 30),
    )
    assert ups.mapping.columns["hs"] == "Goods_TariffCode"


def test_sheets_that_are_written_as_markup(tmp_path: Path) -> None:
    rows = [
        ("Document Number", "Shipping Addressee", "Shipping Country", "Item", "Quantity", "Ship Date"),
        ("SO10231", "Baltic Radar AS", "Estonia", "TC-640", "2", "12/14/2026"),
        ("Total", "", "", "", "2", ""),
    ]
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    found = read(
        tmp_path,
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="Results">'
        f"<Table>{cells}</Table></Worksheet></Workbook>",
        "results.xls",
    )
    assert [(record.key, record.name, record.country) for record in found.records] == [
        ("SO10231/1", "Baltic Radar AS", "EE")
    ]
    page = read(
        tmp_path,
        "<html><body><table><tr><th>Account Name</th><th>Shipping Country</th><th>Product Code</th>"
        "<th>Quantity</th><th>Total Price</th></tr><tr><td>M&uuml;ller &amp; S&ouml;hne</td><td>Germany</td>"
        "<td>GC1040</td><td>2.00</td><td>USD 50,000.00</td></tr></table></body></html>",
        "report.xls",
    )
    (record,) = page.records
    assert (record.name, record.country, record.value, record.currency) == (
        "Müller & Söhne",
        "DE",
        Decimal(50_000),
        "USD",
    )


def test_parts_lists_with_footers_and_classes_in_comments(tmp_path: Path) -> None:
    altium = read(
        tmp_path,
        "Bill of Materials,,,,,\n\n"
        "Comment,Description,Designator,Quantity,Manufacturer 1,Manufacturer Part Number 1\n"
        'XC7K,FPGA,"U1, U2",2,AMD,XC7K480T\n,,,2,,\nApproved,Notes,,,,\n',
    )
    assert [record.item for record in altium.records] == ["XC7K480T"]
    packages = [
        {
            "SPDXID": "SPDXRef-a",
            "name": "openssl",
            "supplier": "Organization: OpenSSL (x@y.org)",
            "annotations": [{"comment": "ECCN: 5D002.c.1", "annotator": "Tool: x"}],
        },
        {"SPDXID": "SPDXRef-b", "name": "", "supplier": "NOASSERTION"},
    ]
    spdx = read(tmp_path, json.dumps({"spdxVersion": "SPDX-2.3", "packages": packages}), "x.spdx.json")
    assert [(record.item, record.name, record.eccn) for record in spdx.records] == [
        ("openssl", "OpenSSL", "5D002.c.1")
    ]
    assert [fault.row for fault in spdx.faults] == ["/packages/1"]
    graph = [
        {"type": "Organization", "spdxId": "urn:o", "name": "OpenSSL"},
        {"type": "software_Package", "spdxId": "urn:p", "name": "openssl", "suppliedBy": "urn:o"},
        {"type": "Annotation", "subject": "urn:p", "statement": "ECCN: 5D002.c.1"},
    ]
    third = read(
        tmp_path, json.dumps({"@context": "https://spdx.org/rdf/3.0.1/c.jsonld", "@graph": graph}), "y.json"
    )
    assert [(record.item, record.name, record.eccn) for record in third.records] == [
        ("openssl", "OpenSSL", "5D002.c.1")
    ]
    tags = read(
        tmp_path,
        "SPDXVersion: SPDX-2.3\nPackageName: openssl\nSPDXID: SPDXRef-a\nPackageSupplier: Organization: OpenSSL\n"
        "PackageComment: <text>ECCN: 5D002.c.1\nsee memo</text>\n\nFileName: ./a.c\nSPDXID: SPDXRef-f\n",
        "z.spdx",
    )
    assert [(record.key, record.eccn) for record in tags.records] == [("SPDXRef-a", "5D002.c.1")]


def test_results_of_a_screening_and_registers_of_other_agencies(tmp_path: Path) -> None:
    result = read(
        tmp_path, "Name,Address,Type,Program(s),List,Score\nHIKVISION,Hangzhou,Entity,CMIC,Non-SDN,95\n"
    )
    assert result.kind is FileKind.LISTED_PARTIES
    register = read(
        tmp_path,
        "License/Agreement Number,License Type,Applicant,Foreign End User,Foreign End User Country,Issued Date,"
        "Expiration Date,Licensed Quantity,Licensed Value (USD)\n"
        "050987654,DSP-5,Rossfurt Inc,Bharat Electronics,India,2025-03-04,2029-03-31,20,196000.00\n",
    )
    assert register.kind is FileKind.LICENSES
    (record,) = register.records
    assert (record.name, record.country, record.day, record.currency) == (
        "Bharat Electronics",
        "IN",
        date(2029, 3, 31),
        "USD",
    )
