"""Make the table of fields in docs/guide/sale.md from the table that the program itself reads.

Usage: python tools/build_fields_docs.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from licet.model.field import FieldType, StatedBy, TransactionField
from licet.model.fields import FIELDS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "guide" / "sale.md"
START = "<!-- fields: made by `tools/build_fields_docs.py` from `licet.model.fields`; do not edit -->"
END = "<!-- end of fields -->"


def table_of(rows: Iterable[TransactionField]) -> Iterator[str]:
    """The lines of the table."""
    yield "| key | meaning | value | law | on whose word |"
    yield "|---|---|---|---|---|"
    for row in rows:
        if row.type is not FieldType.GROUP:
            yield f"| `{row.path}` | {row.meaning} | {_value(row)} | {row.law} | {_word(row)} |"


def _value(row: TransactionField) -> str:
    value = ", ".join(f"`{choice}`" for choice in row.choices)
    value = value or f"{row.type.value}{f' ({row.unit})' if row.unit else ''}"
    example = f", such as `{row.example}`" if row.example and not row.choices else ""
    return f"{value}{example}{'; needed' if row.needed else ''}"


def _word(row: TransactionField) -> str:
    return "" if row.stated_by is StatedBy.ORDER else row.stated_by.value.partition(":")[0]


def page() -> str:
    """The guide with the table in its place."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n" + "\n".join(table_of(FIELDS)) + f"\n{END}{after}"


def main() -> int:
    """Write the page; with ``--check`` only say whether it is current."""
    wanted = page()
    if "--check" in sys.argv[1:]:
        if PAGE.read_text("utf-8") != wanted:
            print(f"{PAGE}: not current; run tools/build_fields_docs.py")
            return 1
        return 0
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
