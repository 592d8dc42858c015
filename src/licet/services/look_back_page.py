"""A look-back as one page for counsel: the heaps, the shipments to look at, and the exhibits by their hashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

import polars as pl

__all__ = ["look_back_page"]

_LISTED = 500
_COLUMNS = (
    "row", "id", "day", "customer", "destination", "eccn", "value_usd", "answer_then", "answer_now", "rules_then",
    "rules_now", "penalty_barred_from",
)  # fmt: skip
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
table { border-collapse: collapse; font-size: .9rem; } td, th { text-align: left; padding: .2rem .8rem .2rem 0; }
td { vertical-align: top; border-top: 1px solid #ccc; } code { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { background: #16181b; color: #e6e6e6; } td { border-color: #444; } }
"""


def look_back_page(document: Mapping[str, Any], table: pl.DataFrame) -> str:
    """The page. ``document``: the summary; ``table``: every line with its heap."""
    body = "".join(
        (*_summary(document), *_heap("wrong", table), *_heap("worth_knowing", table), *_exhibits(document))
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Look-back</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )


def _summary(document: Mapping[str, Any]) -> Iterator[str]:
    yield f"<h1>Look-back at {document['lines']:,} shipments</h1>"
    yield _rows(
        ("Heap", "Shipments", "Share", "Value (USD)"),
        (
            (item["words"], f"{item['lines']:,}", f"{item['share']:.1%}", f"{item['value_usd']:,.2f}")
            for item in document["heaps"]
        ),
    )
    yield (
        f"<p>{document['unread']:,} rows could not be read and are in no heap. Of the wrong shipments a civil penalty"
        f" is not yet barred for {document['wrong_and_not_barred']:,}: five years from the act (28 USC 2462, from"
        " general knowledge; a tolling agreement or another statute may give other days).</p>"
    )
    lacking = document["rest_on_lists_without_removed_parties"]
    if lacking:
        yield (
            f"<p>{lacking:,} shipments that may go rest on lists that lack the parties removed before those lists"
            " begin: check them against the lists of their day.</p>"
        )


def _heap(name: str, table: pl.DataFrame) -> Iterator[str]:
    some = table.filter(pl.col("heap") == name).sort("value_usd", descending=True, nulls_last=True)
    yield f"<h2>{'Wrong' if name == 'wrong' else 'Worth knowing'}: {some.height:,}</h2>"
    if some.height > _LISTED:
        yield f"<p>The {_LISTED} of the highest value; lines.csv has all.</p>"
    columns = [column for column in _COLUMNS if column in some.columns]
    shown = some.select(columns).head(_LISTED)
    yield _rows(columns, (["" if cell is None else str(cell) for cell in row] for row in shown.iter_rows()))


def _exhibits(document: Mapping[str, Any]) -> Iterator[str]:
    receipt = document["receipt"]
    yield "<h2>Exhibits</h2>"
    yield _rows(
        ("What", "Hash"),
        (
            ("Receipt (receipt.json)", receipt["receipt_id"]),
            ("The file of shipments", receipt["input_sha256"]),
            ("All answers as known now (now.parquet), root", receipt["root"]),
            ("All answers as known then (then.parquet), root", receipt["root_then"]),
            ("Rulebook", receipt["rulebook"]),
            *(
                (f"{item['name']}, dated {item['data_date']}", item["fingerprint"])
                for item in receipt["lists"]
            ),
        ),
    )


def _rows(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(text.replace('_', ' '))}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
