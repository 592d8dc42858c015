"""Exports in other languages and encodings, lists in groups, names that begin as totals do, OpenDocument."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from licet.tabular.business import BusinessFile, FileKind, read_business_file
from licet.tabular.encodings import guess_encoding
from licet.tabular.load import NotABusinessFileError
from licet.tabular.parties import party_rows
from licet.tabular.rows import TextRow


def read(folder: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> BusinessFile:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return read_business_file(path)


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1252", "Verk. an Name;Währungscode\nMüller & Söhne GmbH;EUR;Größe 5 µm; 20 °C"),
        ("cp1252", "N° pièce;Qté commandée;1 250,50 €;Société «Générale»"),
        ("cp1252", "Número;Descripción\n1;España, Ñandú S.A."),
        ("cp1252", "no letter beyond ASCII"),
        ("cp1250", "Nazwa;Łódź;Wrocław;żółć"),
        ("cp1251", "Номер заказа;Покупатель;Страна\n1;ООО Ромашка;Россия"),
        ("gb18030", "单据编号,客户名称,国家\n1,慕尼黑光学有限公司,德国"),
        ("big5", "訂單編號,客戶名稱,國家\n1,臺灣積體電路製造股份有限公司,臺灣"),
        ("cp932", "受注番号,得意先名,国\n1,東京精密株式会社,ドイツ"),
        ("cp949", "주문번호,고객명,국가\n1,삼성전자 주식회사,대한민국"),
    ],
)
def test_the_encoding_is_the_one_that_gives_letters_in_use(codec: str, text: str) -> None:
    assert guess_encoding(text.encode(codec))[0] == codec


_ROWS = {
    "gb18030": "销售订单列表\n单据编号,日期,客户编码,客户名称,国家,物料编码,销售数量,价税合计,币别,要货日期\n"
    'A1,2026-12-01,C1,华为技术有限公司,中国,ENC-1,2,"12,500.00",欧元,2026-12-20\n合计,,,,,,2,"12,500.00",,\n',
    "cp932": "受注番号,得意先コード,得意先名,納入先名,納入先国,品番,受注数,金額,通貨,納期\n"
    'A1,T01,東京精密,華為技術有限公司,中国,ENC-1,2,"￥12,500",ユーロ,2026年12月20日\n合計,,,,,,2,"￥12,500",,\n',
    "cp949": "주문번호,고객명,국가,품번,수량,금액,통화,납기일\n"
    'A1,화웨이,중국,ENC-1,2,"12,500.00",유로,2026년 12월 20일\n합계,,,,2,"12,500.00",,\n',
    "cp1251": "Номер заказа;Заказчик;Страна;Артикул;Количество;Сумма;Валюта;Дата отгрузки\n"
    "A1;ООО Хуавэй;Китай;ENC-1;2;12 500,00;Евро;20.12.2026\nИтого;;;;2;12 500,00;;\n",
    "cp1252": "Num. Pedido;Item;Cliente;Razão Social;País;Produto;Quantidade;Vlr. Total;Moeda;Dt. Entrega\n"
    "A1;1;000045;Huawei Ltda;China;ENC-1;2,00;12.500,00;EUR;20/12/2026\n",
    "utf-8": "Numero ordine;Ragione sociale;Nazione;Codice articolo;Q.tà;Importo;Valuta;Data consegna\n"
    "A1;Huawei Srl;Cina;ENC-1;2;12.500,00;EUR;20/12/2026\nTotale;;;;2;12.500,00;;\n",
    "utf-8-sig": "Ordernummer;Debiteurnummer;Debiteur;Land;Artikelcode;Aantal;Nettobedrag;Valuta;Leverdatum\n"
    "A1;1001;Huawei BV;China;ENC-1;2;12.500,00;EUR;20-12-2026\nTotaal;;;;;2;12.500,00;;\n",
    "utf-16": "N° pièce\tIntitulé client\tPays de livraison\tRéférence article\tQté commandée\tMontant HT\tDevise"
    "\tDate de livraison prévue\nA1\tHuawei SARL\tChine\tENC-1\t2\t12 500,00 €\tEUR\t20/12/2026\n"
    "Total général\t\t\t\t2\t12 500,00 €\t\t\n",
}


@pytest.mark.parametrize("encoding", sorted(_ROWS))
def test_headings_countries_days_and_totals_in_other_languages(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, _ROWS[encoding], encoding=encoding)
    assert not found.faults
    (record,) = found.records
    assert record.name
    assert (record.country, record.item, record.quantity) == ("CN", "ENC-1", Decimal(2))
    assert (record.value, record.currency, record.day) == (Decimal(12_500), "EUR", date(2026, 12, 20))


def test_a_comma_parts_thousands_in_east_asia(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "注文番号,注文日時,届け先氏名,届け先国,商品番号,個数,小計\n"
        '1001,2026/12/01 10:11:12,Kaspersky Lab,ロシア,S-1,2,"3,000"\n',
        encoding="cp932",
    )
    assert [(record.name, record.country, record.value, record.day) for record in found.records] == [
        ("Kaspersky Lab", "RU", Decimal(3000), date(2026, 12, 1))
    ]


def test_a_report_by_customer_names_him_in_a_row_of_his_own(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Rossfurt Inc,,,,,,\nSales by Customer Detail,,,,,,\n,,,,,,\n"
        ",Date,Transaction Type,Num,Product/Service,Qty,Amount\n"
        "Huawei Technologies Duesseldorf GmbH,,,,,,\n"
        ',11/24/2026,Invoice,1041,CAB-5,10.00,"1,045.00"\n,11/24/2026,Invoice,1042,CAB-6,1.00,45.00\n'
        'Total for Huawei Technologies Duesseldorf GmbH,,,,,11.00,"$1,090.00"\n'
        "Weiskopf,,,,,,\n,11/30/2026,Credit Memo,1050,CAB-5,(3.00),(13.50)\nTotal for Weiskopf,,,,,-3.00,-$13.50\n"
        'TOTAL,,,,,8.00,"$1,076.50"\n,,,,,,\n"Accrual Basis Tuesday, December 1, 2026",,,,,,\n',
    )
    assert found.mapping.columns["customer.name"] == "Customer"
    assert [(record.name, record.item, record.quantity) for record in found.records] == [
        ("Huawei Technologies Duesseldorf GmbH", "CAB-5", Decimal(10)),
        ("Huawei Technologies Duesseldorf GmbH", "CAB-6", Decimal(1)),
        ("Weiskopf", "CAB-5", Decimal(-3)),
    ]
    assert not found.faults


def test_sums_of_groups_are_no_lines(tmp_path: Path) -> None:
    odoo = read(
        tmp_path,
        "Referencia del pedido,Cliente,País,Referencia interna,Cantidad,Subtotal\n"
        "Azure Interior (2),,,,13,1045.5\nS42,Azure Interior,Estados Unidos,DESK,3,210\n"
        "S42,Azure Interior,Estados Unidos,CAB,10,835.5\n",
    )
    assert [record.item for record in odoo.records] == ["DESK", "CAB"]
    assert not odoo.faults
    salesforce = read(
        tmp_path,
        "Account Name,Shipping Country,Opportunity Name,Product Code,Quantity,Total Price,Close Date\n"
        'Edge,United States,Edge deal,GC1040,2,50000,2026-12-15\nSubtotal,,Sum,,2,"USD 50,000.00",\n,,Count,,,1,\n',
    )
    assert [record.name for record in salesforce.records] == ["Edge"]
    assert not salesforce.faults


@pytest.mark.parametrize("rest", [",,", ",4711,", ",4711,FR", ",,FR"])
@pytest.mark.parametrize("name", ["Total Gabon SA", "Total Energies", "Summe Bau AG", "Sum Electronics"])
def test_a_customer_whose_name_begins_as_a_total_is_screened(tmp_path: Path, name: str, rest: str) -> None:
    found = read(tmp_path, f"Name,Number,Country\nMaier,4710,DE\n{name}{rest}\nYoung,4712,US\n")
    screened = [row.name for row in party_rows(found).rows if isinstance(row, TextRow)]
    assert screened == ["Maier", name, "Young"]


def test_a_list_of_names_alone_loses_none(tmp_path: Path) -> None:
    found = read(tmp_path, "Name\nMaier\nTotal Gabon\nCount Basie\nAzure Interior (2)\n")
    names = [row.name for row in party_rows(found).rows if isinstance(row, TextRow)]
    assert names == ["Maier", "Total Gabon", "Count Basie", "Azure Interior (2)"]


def test_an_amazon_price_is_that_of_all_pieces(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "order-id\torder-item-id\tpurchase-date\tsku\tquantity-purchased\tcurrency\titem-price\trecipient-name\t"
        "ship-country\n026-1\t0583\t2026-11-30T23:54:21+00:00\tS1\t2\tGBP\t1,349.99\tJoe Smith\tGB\n",
        "orders.txt",
    )
    assert [(record.value, record.currency) for record in found.records] == [(Decimal("1349.99"), "GBP")]


def test_a_sign_of_two_currencies_names_none(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        'Order,Customer,Country,Item,Quantity,Amount\n1,A Ltd,JP,X,1,"¥250,100"\n2,B Ltd,CN,Y,1,"￥8,000"\n',
    )
    assert [(record.value, record.currency) for record in found.records] == [
        (Decimal(250_100), None),
        (Decimal(8_000), None),
    ]


def test_names_with_their_number_and_in_another_script_are_screened_too(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "BP Code\tBP Name\tForeign Name\tShip-to Country\nC1\tParameter Ltd\tПараметр\tRU\n"
        "C2\tFjord AS (10100044)\t\tNO\n",
        "bp.txt",
    )
    names = [row.name for row in party_rows(found).rows if isinstance(row, TextRow)]
    assert names == ["Parameter Ltd", "Параметр", "Fjord AS (10100044)", "Fjord AS"]


def test_a_part_needed_as_much_as_it_takes_has_no_quantity(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Level,Item Number,Item Name,BOM: Quantity,Ref Des,ECCN,Mfr,Mfr Item Number\n"
        "1,100-1,FPGA,1,U1,3A001.a.7.a,AMD,XC7K480T\n1,200-1,Glue,AR,,EAR99,,\n1,200-2,Cable,x,,EAR99,,\n"
        "1,200-3,Lid,2,,EAR99,,\n1,200-4,Nut,4,,EAR99,,\n",
    )
    quantities = {record.item: record.quantity for record in found.records}
    assert quantities == {"XC7K480T": 1, "200-1": None, "200-3": 2, "200-4": 4}
    assert [fault.row for fault in found.faults] == ["4"]


def test_a_parts_list_in_xml_is_one_in_json(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"><metadata><component '
        'type="device"><name>gateway</name></component></metadata><components><component type="library" bom-ref="a">'
        "<supplier><name>OpenSSL</name></supplier><name>openssl</name><components><component><publisher>AO Kaspersky"
        " Lab</publisher><name>kav</name></component></components><properties><property name='export:eccn'>5D002.c.1"
        "</property></properties></component></components></bom>",
        "bom.xml",
    )
    assert found.kind is FileKind.PARTS
    assert [(record.row, record.item, record.name, record.eccn) for record in found.records] == [
        ("/components/0", "openssl", "OpenSSL", "5D002.c.1"),
        ("/components/0/components/0", "kav", "AO Kaspersky Lab", None),
    ]


_OPEN = """<?xml version="1.0"?><office:document-content {spaces}><office:automatic-styles><style:style style:name="h"
style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="Old" table:style-name="h"><table:table-row>
<table:table-cell><text:p>Name</text:p></table:table-cell></table:table-row></table:table>
<table:table table:name="Aufträge">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def _open_document(path: Path, rows: str) -> Path:
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    with ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", _OPEN.format(spaces=spaces, rows=rows))
    return path


def _cell(kind: str, value: str = "", more: str = "") -> str:
    attribute = {"float": "value", "date": "date-value"}.get(kind)
    said = f' office:{attribute}="{value}"' if attribute else ""
    return f'<table:table-cell office:value-type="{kind}"{said}{more}><text:p>{value}</text:p></table:table-cell>'


def test_a_workbook_of_libreoffice_is_read_as_one_of_excel(tmp_path: Path) -> None:
    words = ("Auftrag", "Kunde", "Land", "Artikel", "Menge", "Liefertermin")
    heads = "".join(_cell("string", word) for word in words)
    line = "".join(_cell("string", word) for word in ("A1", "Fjord Sonar", "Norwegen", "ENC-1"))
    amounts = _cell("float", "2") + _cell("date", "2026-12-15T00:00:00")
    end = '<table:table-cell table:number-columns-repeated="16378"/>'
    rows = (
        f"<table:table-row>{heads}{end}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f"<table:table-row>{line}{amounts}{end}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048500"><table:table-cell/></table:table-row>'
    )
    found = read_business_file(_open_document(tmp_path / "a.ods", rows))
    assert found.loaded.format == "workbook (OpenDocument)"
    assert [(r.row, r.name, r.country, r.quantity, r.day) for r in found.records] == [
        ("4", "Fjord Sonar", "NO", Decimal(2), date(2026, 12, 15))
    ]
    assert ("sheet Old", "hidden sheet") in found.skipped


def test_workbooks_that_expand_or_are_damaged_are_refused(tmp_path: Path) -> None:
    wide = _cell("string", "x", ' table:number-columns-repeated="16384"')
    row = f'<table:table-row table:number-rows-repeated="1048576">{wide}</table:table-row>'
    with pytest.raises(NotABusinessFileError, match="cells"):
        read_business_file(_open_document(tmp_path / "a.ods", row))
    whole = _open_document(tmp_path / "b.ods", "").read_bytes()
    for length in range(5, len(whole), 37):
        (tmp_path / "c.ods").write_bytes(whole[:length])
        with pytest.raises(NotABusinessFileError):
            read_business_file(tmp_path / "c.ods")
    with ZipFile(tmp_path / "d.xlsb", "w") as parts:
        parts.writestr("xl/workbook.bin", "")
    with pytest.raises(NotABusinessFileError, match="xlsx"):
        read_business_file(tmp_path / "d.xlsb")
