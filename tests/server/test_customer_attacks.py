"""What customers are called, and which file they come in, stops nothing and nobody."""

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from licet.events.roles import UserRole
from licet.tabular.documents import DocumentError, xml_root
from licet.web.mounting import mount

CUSTOMERS, SALES = "/api/v1/customers", "/api/v1/determinations"
SALE = {
    "action": "export",
    "destination": "DE",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Muster Werke GmbH", "country": "DE"}],
}
DECLARED = '<?xml version="1.0" encoding="{}"?>'
ENTITIES = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.fixture
def client(desk: Any) -> TestClient:
    mount(desk.app, desk.services)
    desk.person("cora", UserRole.COMPLIANCE_OFFICER)
    found: TestClient = desk.browser()
    desk.sign_in(found, "cora")
    return found


def test_ends_of_lines_in_a_name_poison_nothing(client: TestClient) -> None:
    names = ["a\u0085b", "c\u2028d", "e\x1cf", "g\fh\r\n\vi"]
    asked = {"customers": [{"id": str(number), "name": name} for number, name in enumerate(names)]}
    assert client.post(CUSTOMERS, json=asked).status_code == 200
    assert [item["name"] for item in client.get(CUSTOMERS).json()["items"]] == names
    assert client.post(SALES, json=SALE).status_code == 200


def test_a_file_beyond_its_bounds_is_refused_before_it_is_read(client: TestClient) -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 900_000, pa.int32()), pa.array(["x" * 3500]))
    out = pa.BufferOutputStream()
    pq.write_table(pa.table({"customer": column}), out, compression="zstd")
    answer = client.post(
        "/customers",
        data={"csrf": client.headers["X-CSRF-Token"]},
        files={"file": ("c.parquet", bytes(out.getvalue()))},
    )
    assert answer.status_code == 422
    assert "more than" in answer.text


def test_what_customers_take_counts(desk: Any, client: TestClient) -> None:
    asked = {"customers": [{"id": "1", "name": "Muster Werke"}]}
    desk.services.quota.most = 10
    assert client.post(CUSTOMERS, json=asked).status_code == 507


def test_entities_of_a_document_are_refused_in_every_encoding() -> None:
    for encoding in ("utf-8", "utf-16", "iso-8859-15"):
        with pytest.raises(DocumentError, match="entities of its own"):
            xml_root((DECLARED.format(encoding) + ENTITIES).encode(encoding))
    for encoding in ("cp037", "utf-7", "none_such"):
        with pytest.raises(DocumentError, match="not XML"):
            xml_root(DECLARED.format(encoding).encode() + ENTITIES.encode("cp037"))
