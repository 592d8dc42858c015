"""Fingerprints of the lines of an order book and of their answers, by which a standing is seen to have lapsed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from licet.orders.nested import sale_texts
from licet.orders.receipt import leaves
from licet.orders.whole import WHOLE_COLUMNS

__all__ = ["answer_prints", "law_print", "line_prints", "lists_print", "text_prints"]


def line_prints(table: pl.DataFrame) -> pl.DataFrame:
    """By ``row``, from 1, the hash of a line's cells under ``line``, whatever the order of the columns.

    A cell that is empty counts for nothing, so that a column which other lines get changes no hash of this one.
    """
    cells = [pl.format("{}={}", pl.lit(name), pl.col(name).cast(pl.String)) for name in sorted(table.columns)]
    if not cells:
        return pl.DataFrame(schema={"row": pl.Int64, "line": pl.String})
    texts = table.select(pl.concat_str(cells, separator="\x1f", ignore_nulls=True)).to_series()
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    return pl.DataFrame(
        {"row": range(1, len(hashes) + 1), "line": hashes}, {"row": pl.Int64, "line": pl.String}
    )


def text_prints(path: Path) -> pl.DataFrame:
    """The same of a file of JSON lines, each by the hash of its text and of the other lines of its order."""
    texts = list(sale_texts(path))
    of_order: dict[str, list[bytes]] = {}
    for sale in texts:
        of_order.setdefault(sale.order, []).append(sale.text)
    whole = {order: b"".join(sorted(set(some))) if order else b"" for order, some in of_order.items()}
    hashes = {
        sale.row: hashlib.sha256(
            sale.text if len(of_order[sale.order]) == 1 else sale.text + whole[sale.order]
        ).hexdigest()
        for sale in texts
    }
    return pl.DataFrame(
        {"row": list(hashes), "line": list(hashes.values())}, {"row": pl.Int64, "line": pl.String}
    )


def answer_prints(table: pl.DataFrame) -> pl.DataFrame:
    """By ``row`` of a table of answers, the hash of all that is said of the line under ``answer_print``."""
    hashes = [leaf.hex() for leaf in leaves(table.drop(WHOLE_COLUMNS, strict=False))]
    return table.select(pl.col("row").cast(pl.Int64)).with_columns(
        answer_print=pl.Series(hashes, dtype=pl.String)
    )


def lists_print(receipt: Mapping[str, Any]) -> str:
    """The lists that a run consulted."""
    return _hash([item["fingerprint"] for item in receipt["lists"]])


def law_print(receipt: Mapping[str, Any]) -> str:
    """The law that a run applied, the limits within which it was green, and the program that did it.

    Not which rules were under review: that concerns those lines alone that rest on them.
    """
    limits = {name: limit for name, limit in receipt["limits"].items() if name != "under_review"}
    return _hash([receipt["rulebook"], limits, receipt["engine"]])


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
