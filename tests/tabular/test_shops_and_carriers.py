"""Files of shops, carriers, customs and product systems: parties, totals, cancelled lines."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from licet.model.defaults import load_defaults
from licet.orders.business import convert_orders
from licet.services.file_kinds import commands_for
from licet.tabular.business import BusinessFile, FileKind, Record, read_business_file
from licet.tabular.parties import party_rows
from licet.tabular.rows import BadRow


def read(folder: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> BusinessFile:
    path = folder / name
    path.write_text(text, encoding, newline="")
    return read_business_file(path)


def line_of(record: Record) -> tuple[object, ...]:
    return (
        record.name,
        record.country,
        record.item,
        record.quantity,
        record.value,
        record.currency,
        record.day,
    )


def parties_of(record: Record) -> list[tuple[str, str, str | None]]:
    return [(party.role, party.name, party.country) for party in record.parties]


def test_who_stands_beside_the_ultimate_consignee_is_a_party_too(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '"ShipmentInformation_VoidIndicator","ShipTo_CompanyOrName","ShipTo_Country/Territory",'
        '"UltimateConsignee_CompanyOrName","UltimateConsignee_Country/Territory","Goods_PartNumber",'
        '"Goods_Inv-NAFTA-COTariffCode","Goods_Inv-NAFTA-CO-CountryTerritoryOfOrigin","Goods_InvoiceUnits",'
        '"Goods_Invoice-SED-UnitPrice","Goods_InvoiceCurrencyCode"\n'
        '"N","Kowalski Freight","Poland","Instytut Optyki","Germany","TC-640","8525890000","US","2","4900.00","USD"\n'
        '"Y","Sinopec","China","","","CAB-5","8544421000","US","10","4.50","USD"\n',
    )
    assert [parties_of(record) for record in found.records] == [
        [("consignee", "Instytut Optyki", "DE"), ("party", "Kowalski Freight", "PL")],
        [("party", "Sinopec", "CN")],
    ]
    assert [record.name for record in found.records] == ["Instytut Optyki", "Sinopec"]
    assert {"hs", "origin"} <= set(found.mapping.columns)
    assert "the order is cancelled (Y)" in [remark.text for remark in found.remarks]
    orders = convert_orders(found, load_defaults(tmp_path), date(2026, 11, 29)).orders
    assert orders.select("ultimate_consignee.name", "purchaser.name").rows() == [
        ("Instytut Optyki", "Kowalski Freight"),
        ("Sinopec", None),
    ]
    assert orders["destination"].to_list() == ["DE", "CN"]


def test_country_and_address_stay_with_their_party(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Order,Ship To Name,Ship To Address,Ship To City,Ship To Country,Ultimate Consignee Name,Item,Qty\n"
        "1,Kowalski Freight,ul. Prosta 1,Warszawa,Poland,Instytut Optyki,TC-640,2\n",
    )
    (record,) = found.records
    assert parties_of(record) == [("consignee", "Instytut Optyki", None), ("party", "Kowalski Freight", "PL")]
    assert [party.address for party in record.parties] == ["", "ul. Prosta 1, Warszawa"]


def test_a_name_without_a_role_is_the_purchaser_of_an_order_with_a_consignee(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Document Number,Name,Shipping Addressee,Shipping Country,Item,Quantity\n"
        "SO1,Listed Buyer Ltd,Forwarding AS,NO,TC-640,2\n",
    )
    orders = convert_orders(found, load_defaults(tmp_path), date(2026, 11, 29)).orders
    assert isinstance(orders, pl.DataFrame)
    assert orders.select("ultimate_consignee.name", "purchaser.name").rows() == [
        ("Forwarding AS", "Listed Buyer Ltd")
    ]


def test_a_row_of_sums_and_a_line_of_text_order_nothing(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Belegnr.;Verk. an Name;Lief. an Name;Lief. an Länder-/Regionscode;Nr.;Beschreibung;Menge;"
        "VK-Preis ohne MwSt.;Zeilenbetrag ohne MwSt.;Währungscode;Warenausgangsdatum\n"
        "101005;Möbel-Meller KG;Möbel-Meller KG;DE;1896-S;ATHEN;2;1.000,80;2.001,60;EUR;14.12.2026\n"
        "101005;Möbel-Meller KG;Möbel-Meller KG;DE;;Bitte vor 12 Uhr;;;;;\n"
        "101006;Möbel-Meller KG;Möbel-Meller KG;DE;;ohne Menge;;;;;\n"
        "101005;Möbel-Meller KG;Somebody Else;CN;;Bitte vor 12 Uhr;;;;;\n"
        ";;;;;;2;;2.001,60;;\n",
        encoding="cp1252",
    )
    assert [line_of(record) for record in found.records] == [
        ("Möbel-Meller KG", "DE", "1896-S", Decimal(2), Decimal("2001.60"), "EUR", date(2026, 12, 14))
    ]
    assert [(item.where, item.why) for item in found.skipped[1:]] == [
        ("3", "a line of text, no goods"),
        ("6", "a total without a label"),
    ]
    assert found.bad_rows == ["4", "5"], "an order without goods, and text that names another party"
    screened = party_rows(found).rows
    assert not any(isinstance(row, BadRow) for row in screened), "what is no data is not screened"


def test_the_country_of_a_delivery_without_a_name_is_that_of_the_customer(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Order,Potential Customer (Order) (Order),Ship To Name,Ship To Country/Region,Product ID (Existing Product) "
        "(Product),Existing Product,Quantity,Due Date\n"
        "O1,Huawei,Freight AS,Norway,TC-640,Thermal core,2,2026-12-01\n"
        "O2,Rheinwerk,,Deutschland,TC-641,Thermal core,1,2026-12-01\n",
    )
    assert [line_of(record)[:3] for record in found.records] == [
        ("Freight AS", "NO", "TC-640"),
        ("Rheinwerk", "DE", "TC-641"),
    ]
    assert parties_of(found.records[0])[1] == ("customer", "Huawei", None)


def test_shops_and_ledgers(tmp_path: Path) -> None:
    sage = read(
        tmp_path,
        "ORDER_NUMBER,ORDER_DATE,DESPATCH_DATE,ACCOUNT_REF,NAME,DEL_NAME,COUNTRY_CODE,ITEM_NUMBER,STOCK_CODE,"
        "QTY_ORDER,NET_AMOUNT,CURRENCY\n"
        "74,03/11/2026,14/12/2026,A1,A1 Design,A1 Design,GB,1,PC001,2.00,1798.00,GBP\n",
    )
    assert [(record.key, *line_of(record)) for record in sage.records] == [
        ("74/1", "A1 Design", "GB", "PC001", Decimal(2), Decimal(1798), "GBP", date(2026, 12, 14))
    ]
    amazon = read(
        tmp_path,
        "order-id\torder-item-id\tpurchase-date\tpromise-date\tbuyer-name\tsku\tquantity-purchased\t"
        "recipient-name\tship-country\n"
        "302-1\t12345678901231\t2026-11-03T08:14:02+00:00\t2026-12-14T22:59:59+00:00\tA Buyer\tTC-640\t2\t"
        "J. Groß\tDE\n",
        "orders.txt",
        "cp1252",
    )
    assert line_of(amazon.records[0])[:4] == ("J. Groß", "DE", "TC-640", Decimal(2))
    xero = read(
        tmp_path,
        "ContactName,POCountry,InvoiceNumber,Reference,InvoiceDate,DueDate,InventoryItemCode,Quantity,UnitAmount,"
        "LineAmount,Currency\n"
        "Ridgeway,United Kingdom,INV-41,PO 7,3/11/2026,23/11/2026,TC-640,2.0000,4900.00,9800.00,GBP\n",
    )
    assert [(record.key, record.ship_date, *line_of(record)[:3]) for record in xero.records] == [
        ("INV-41/1", None, "Ridgeway", "GB", "TC-640")
    ]
    order = {
        "number": "727", "status": "cancelled", "currency": "USD", "total": "16.00",
        "shipping": {"first_name": "Ivan", "last_name": "Petrov", "company": "Rosneft", "country": "RU"},
        "line_items": [
            {"name": "Huawei phone case", "product_id": 93, "sku": "SNG", "quantity": 2, "total": "6.00",
             "meta_data": [{"id": 1, "key": "eccn", "value": "EAR99"}]}
        ],
    }  # fmt: skip
    woo = read(tmp_path, json.dumps([order]), "orders.json")
    (record,) = woo.records
    assert (*line_of(record)[:5], record.eccn, record.description) == (
        "Rosneft", "RU", "SNG", Decimal(2), Decimal(6), "EAR99", "Huawei phone case",
    )  # fmt: skip
    assert parties_of(record) == [("consignee", "Rosneft", "RU")], "what is sold is nobody's name"
    assert [remark.text for remark in woo.remarks] == [
        "status 'cancelled': the line may not be shipped any more"
    ]


def test_the_currency_of_an_amount_stands_under_its_words(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Order Number,Account Name,Shipping Country,Product: Product Code,Quantity,Unit Price Currency,Unit Price,"
        "Total Price Currency,Total Price\n"
        "101,SMIC,China,GC1060,1.00,EUR,1.25,USD,1.37\n",
    )
    assert found.records[0].currency == "USD"
    assert read(tmp_path, 'Order,Customer,Item,Qty,Value\nA,B Ltd,X-1,"1,000","$12,500"\n').records[
        0
    ].quantity == Decimal(1_000)


def test_parts_lists_with_levels_and_products_with_their_command(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Structure Level,Find Number,Number,Name,State,Quantity,Reference Designator,Manufacturer Name,"
        "Manufacturer Part Number,Export Control Classification\n"
        "0,,0000000123,GATEWAY,RELEASED,,,,,5A992.c\n"
        '1,10,0000000201,FPGA,RELEASED,2,"U1, U2",AMD,XC7K480T,3A001.a.7.a\n'
        "1,20,0000000202,SHIELD,RELEASED,1,,,,\n",
    )
    assert found.kind is FileKind.PARTS
    assert [(record.item, record.name, record.description) for record in found.records] == [
        ("0000000123", None, "GATEWAY"),
        ("XC7K480T", "AMD", "FPGA"),
        ("0000000202", None, "SHIELD"),
    ]
    products = read(tmp_path, "ITEMNUMBER,PRODUCTNAME,ORIGINCOUNTRYREGIONID,ECCN\nD1,Speaker,CHN,EAR99\n")
    assert commands_for(products, "m") == [f"licet products import {products.path} --mapping m"]


def test_spdx_in_rdf(tmp_path: Path) -> None:
    package = (
        '<spdx:relationship><spdx:Relationship><spdx:relationshipType rdf:resource="{kind}"/>'
        '<spdx:relatedSpdxElement><spdx:Package rdf:about="http://e.org/g#{ident}"><spdx:name>{ident}</spdx:name>'
        "<spdx:supplier>Organization: {maker} (x@y.org)</spdx:supplier><rdfs:comment>{note}</rdfs:comment>{inner}"
        "</spdx:Package></spdx:relatedSpdxElement></spdx:Relationship></spdx:relationship>"
    )
    terms = "http://spdx.org/rdf/terms#"
    part = package.format(
        kind=f"{terms}relationshipType_contains",
        ident="openssl",
        maker="OpenSSL",
        note="ECCN: 5D002.c.1",
        inner="",
    )
    whole = package.format(
        kind=f"{terms}relationshipType_describes", ident="gateway", maker="Rossfurt", note="", inner=part
    )
    found = read(
        tmp_path,
        f'<rdf:RDF xmlns:spdx="{terms}" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"><spdx:SpdxDocument rdf:about="http://e.org/g#DOC">'
        f"{whole}</spdx:SpdxDocument></rdf:RDF>",
        "g.rdf.xml",
    )
    assert [(record.key, record.item, record.name, record.eccn) for record in found.records] == [
        ("openssl", "openssl", "OpenSSL", "5D002.c.1")
    ]


def test_headings_under_words_for_groups_of_columns(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Order;;Sold To;;Ship To;;Line;;\n"
        "No.;Date;Name;Country;Name;Country;Item;Qty;Amount USD\n"
        "A1;2026-11-03;Huawei;China;Forwarding AS;Norway;TC-640;2;9800.00\n"
        "A2;2026-11-04;Rheinwerk;Germany;SMIC;China;CAB-5;1;4.50\n",
    )
    assert [(record.key, *parties_of(record)) for record in found.records] == [
        ("A1/1", ("consignee", "Forwarding AS", "NO"), ("customer", "Huawei", "CN")),
        ("A2/1", ("consignee", "SMIC", "CN"), ("customer", "Rheinwerk", "DE")),
    ]
    assert found.records[0].item == "TC-640"


def test_nobody_is_lost_where_a_heading_stands_twice(tmp_path: Path) -> None:
    twice = read(
        tmp_path,
        "Order No,Customer,Country,Item,Qty,Customer,Country\n1,Rheinwerk GmbH,Germany,X-1,2,SMIC,China\n",
        encoding="utf-16",
    )
    assert parties_of(twice.records[0]) == [
        ("customer", "Rheinwerk GmbH", "DE"),
        ("intermediate", "SMIC", "CN"),
    ]
    numbered = read(
        tmp_path,
        "Customer Number,Customer Name,Country,Ship-To 1 Name,Ship-To 1 Country,Ship-To 2 Name,Ship-To 2 Country\n"
        "1,Nordlys AS,Norway,Nordlys Lager,Norway,YMTC,China\n",
    )
    assert ("intermediate", "YMTC", "CN") in parties_of(numbered.records[0])
    makers = read(
        tmp_path,
        "Designator,Quantity,Manufacturer 1,Manufacturer Part Number 1,Manufacturer 2,Manufacturer Part Number 2\n"
        "U1,1,AMD,XC7K,Fudan Microelectronics,JFM7K\n",
    )
    assert [name for _, name, _ in parties_of(makers.records[0])] == ["AMD", "Fudan Microelectronics"]


def test_the_head_of_an_order_and_an_address_in_one_cell(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '"Document Number";"Date";"Customer : Company Name";"Shipping Address";"Ship To Country";"Item : Name";'
        '"Qty";"Amount";"Currency: Name"\n'
        '"SO1";"24.11.2026";"Nordlys AS";"Nordlys Lager\nGata 1\n0150 Oslo\nNorway";"Norway";"";"";"9.845,00";'
        '"US Dollar"\n'
        '"SO1";"24.11.2026";"Nordlys AS";"Nordlys Lager\nGata 1\n0150 Oslo\nNorway";"Norway";"TC-640";"2";"9.845,00";'
        '"US Dollar"\n',
    )
    assert [(record.key, *line_of(record)[:6]) for record in found.records] == [
        ("SO1/1", "Nordlys Lager", "NO", "TC-640", Decimal(2), Decimal(9845), "USD")
    ]
    assert found.records[0].parties[0].address == "Gata 1, 0150 Oslo, Norway"
    assert found.skipped[-1].why == "the head of an order, its lines have rows of their own"


def test_documents_with_lists_beside_the_lines(tmp_path: Path) -> None:
    line = {
        "ProductNumber": "AS54888",
        "OrderedQuantity": 2,
        "ExtendedAmount": 2471,
        "charges": [{"ChargeId": 1}],
    }
    links = [{"rel": rel} for rel in ("self", "canonical", "child")]
    order = {
        "OrderNumber": "404087", "TransactionalCurrencyCode": "USD", "lines": [line], "links": links,
        "shipToCustomer": [{"PartyName": "Tinkoff Bank", "City": "Moscow", "Country": "RU"}],
    }  # fmt: skip
    oracle = read(tmp_path, json.dumps({"items": [order], "links": links}), "orders.json")
    assert [line_of(record)[:6] for record in oracle.records] == [
        ("Tinkoff Bank", "RU", "AS54888", Decimal(2), Decimal(2471), "USD")
    ]
    shipment = (
        "<OpenShipment><ShipTo><CompanyOrName>{}</CompanyOrName><CountryTerritory>{}</CountryTerritory></ShipTo>"
        "<Goods><PartNumber>TC-640</PartNumber><InvoiceUnits>2</InvoiceUnits><SED-ECCN>6A003</SED-ECCN></Goods>"
        "</OpenShipment>"
    )
    parcels = read(
        tmp_path,
        f"<OpenShipments>{shipment.format('Roskosmos', 'RU')}{shipment.format('Nordlys', 'NO')}</OpenShipments>",
        "parcels.xml",
    )
    assert [(record.name, record.country, record.eccn) for record in parcels.records] == [
        ("Roskosmos", "RU", "6A003"),
        ("Nordlys", "NO", "6A003"),
    ]
    deep = read(
        tmp_path,
        "<Order><ID>34</ID><BuyerCustomerParty><Party><PartyName><Name>Huawei</Name></PartyName><PostalAddress>"
        "<Country><IdentificationCode>CN</IdentificationCode></Country></PostalAddress></Party></BuyerCustomerParty>"
        "<OrderLine><LineItem><Quantity>2</Quantity><Item><Name>Core</Name></Item></LineItem></OrderLine>"
        "<OrderLine><LineItem><Quantity>3</Quantity><Item><Name>Cable</Name></Item></LineItem></OrderLine></Order>",
        "order.xml",
    )
    assert [(record.name, record.country, record.quantity) for record in deep.records] == [
        ("Huawei", "CN", Decimal(2)),
        ("Huawei", "CN", Decimal(3)),
    ]


def test_shops_and_customs_in_other_words(tmp_path: Path) -> None:
    shop = read(
        tmp_path,
        "Verkaufsprotokollnummer;Name des Käufers;Name des Empfängers;Land des Empfängers;Artikelnummer;"
        "Bestandseinheit;Anzahl;Verkauft für;Versenden bis\n"
        "1041;Chen;Dahua Technology;Österreich;1102223334;TC-640;2;EUR 4.900,50;14-Dez-26\n",
    )
    assert line_of(shop.records[0])[:4] == ("Dahua Technology", "AT", "TC-640", Decimal(2))
    assert shop.records[0].day == date(2026, 12, 14)
    customs = read(
        tmp_path,
        "ITN|Ultimate Consignee|UC Country|Export Date|1st Qty|Value|Lic Code|ECCN\n"
        "X1|PHAZOTRON NIIR|RU|11/15/2026|1,000|12,500|C33|EAR99\n",
    )
    assert line_of(customs.records[0])[3:5] == (Decimal(1_000), Decimal(12_500)), (
        "month first: a comma for thousands"
    )


def test_a_name_inside_a_name_is_screened_too(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Document Number,Name,Shipping Addressee,Shipping Country,Item,Quantity\n"
        "SO1,2001 Hikvision,Forwarding AS,NO,TC-640,2\nSO2,Rossfurt : Rosneft,Forwarding AS,NO,TC-640,2\n",
    )
    names = [row.name for row in party_rows(found).rows if not isinstance(row, BadRow)]
    assert names == [
        "Forwarding AS", "2001 Hikvision", "Hikvision", "Forwarding AS", "Rossfurt : Rosneft", "Rosneft",
    ]  # fmt: skip
    orders = convert_orders(found, load_defaults(tmp_path), date(2026, 11, 29)).orders
    assert orders["other.name"].to_list() == ["Hikvision", "Rosneft"]
