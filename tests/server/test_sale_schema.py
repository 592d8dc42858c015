"""The OpenAPI document has every field of a transaction that is read and written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from licet.model.transaction import (
    Action,
    Disposition,
    Item,
    ItemKind,
    JudgmentStatus,
    Owner,
    Party,
    Role,
    Transaction,
)
from licet.model.wire import write_transaction
from licet.server.v1.sale_schema import sale_schemas

DAY = date(2026, 9, 1)
JUDGED = Disposition(
    "EL-1", same=False, by="cora", on=DAY, why="another firm", evidence=("a register",), expires=date(2027, 9, 1),
    party_version="p", entry_version="e", matched_name="n", status=JudgmentStatus.RECORDED, approved_by="ada",
)  # fmt: skip
OWNER = Owner("Holding", Decimal(60), "CN", (Owner("Fund", Decimal(1)),), dispositions=(JUDGED,))
PARTY = Party(
    Role.END_USER, "Works", "CN", "1 Main Road", (OWNER,), takes_possession_as_agent=False, dispositions=(JUDGED,),
    ident="7", date_of_birth=DAY, identifiers=("IMO 1234567",),
)  # fmt: skip
SALE = Transaction(
    Action.EXPORT, DAY, "CN",
    Item(
        description="x", kind=ItemKind.COMMODITY, eccn="EAR99", us_origin=True, located_in_us=True,
        controlled_us_content_pct=Decimal(1), quantity=Decimal(1), unit="each", value_usd=Decimal(1),
    ),
    (PARTY,), "civil", DAY, DAY, DAY, DAY, {"eei_exemption": "x"},
)  # fmt: skip


def _unknown(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    """The paths of a document for which a schema has no place."""
    if "$ref" in schema:
        yield from _unknown(value, sale_schemas()[schema["$ref"].rpartition("/")[2]], where)
    elif "anyOf" in schema:
        tried = [list(_unknown(value, item, where)) for item in schema["anyOf"]]
        yield from min(tried, key=len)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in schema.get("properties", {}):
                yield from _unknown(inner, schema["properties"][key], f"{where}.{key}")
            else:
                yield f"{where}.{key}"
    elif isinstance(value, list):
        if schema.get("type") != "array":
            yield where
        for inner in value:
            yield from _unknown(inner, schema.get("items", {}), where)
    elif ("enum" in schema and value not in schema["enum"]) or (
        schema.get("type") in {"array", "object", "null"} and value is not None
    ):
        yield where


def test_every_field_that_is_written_is_in_the_document() -> None:
    written = write_transaction(SALE)
    judged = written["parties"][0]["dispositions"][0]
    assert {"evidence", "status", "approved_by"} <= judged.keys(), "the transaction states every field"
    assert list(_unknown(written, sale_schemas()["Sale"], "sale")) == []


def test_the_test_sees_a_field_that_is_missing() -> None:
    assert list(_unknown({"colour": 1}, sale_schemas()["Sale"], "sale")) == ["sale.colour"]
