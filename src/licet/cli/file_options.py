"""Options of commands that read business files, and the mapping that they read them by: shown, confirmed, saved."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from licet.cli.files import fail

if TYPE_CHECKING:
    from licet.tabular.business import BusinessFile
    from licet.tabular.mapping import ColumnMapping

__all__ = [
    "Columns",
    "Confirm",
    "DateOrderOption",
    "Decimal",
    "Delimiter",
    "Encoding",
    "MappingName",
    "Overwrite",
    "keep_output",
    "mapped_file",
    "show_file",
]  # fmt: skip

MappingName = Annotated[
    Optional[str],  # noqa: UP045  # typer reads it
    typer.Option("--mapping", help="Read the columns by the mapping saved under this name; new: save it so."),
]
Columns = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(
        "--column",
        metavar="FIELD=COLUMN",
        help="Which column holds a field; FIELD= leaves it out. Repeatable.",
    ),
]
Confirm = Annotated[
    bool, typer.Option("--confirm", help="The mapping shown is right; with --mapping it is saved.")
]
Encoding = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--encoding", help="Of a text file; found by its content unless said."),
]
Delimiter = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--delimiter", help="What parts columns; found by the content unless said."),
]
Decimal = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--decimal", help="What stands before decimals, . or , as the file's numbers tell unless said."
    ),
]
DateOrderOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--date-order", help="dmy or mdy; as the file's days tell unless said."),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace an output that is there.")]
_SHOWN = 12
_KINDS = {
    "orders": "an order list", "customers": "a customer or vendor list", "products": "a product list",
    "parts": "a parts list", "licenses": "a register of licenses", "listed parties": "entries of official lists",
    "unknown": "a table that Licet does not know",
}  # fmt: skip
_MARKS = {",": "a comma", ".": "a point", None: "nothing that tells"}
_ORDERS = {
    "dmy": "day, month, year", "mdy": "month, day, year", "unknown": "no order that the file tells",
}  # fmt: skip
_WHY = {
    "heading": "by heading and values", "values": "by its values", "format": "by the format", "you": "as you said",
}  # fmt: skip


def keep_output(path: Path, *, overwrite: bool) -> None:
    """End the command where an output is there already, unless a person says that it may be replaced."""
    if overwrite or not path.exists():
        return
    if sys.stdin.isatty() and typer.confirm(f"{path} is there already. Replace it?"):
        return
    fail(f"{path}: is there already; name another output, or give --overwrite")


def mapped_file(
    path: Path,
    home: Path,
    name: str | None,
    columns: Sequence[str] | None,
    *,
    confirm: bool,
    options: tuple[str | None, str | None, str | None, str | None] = (None, None, None, None),
    quiet: bool = False,
    command: str = "",
) -> BusinessFile:
    """Read a file by a saved mapping, or by a guess that a person confirms; ends the command where none does.

    ``options``: encoding, delimiter, decimal mark, order of days. A mapping that was given in full by options counts
    as confirmed.
    """
    from licet.orders.business import unused_countries
    from licet.tabular.business import read_business_file
    from licet.tabular.load import NotABusinessFileError
    from licet.tabular.mapping import (
        MappingError,
        load_mapping,
        mappings_folder,
        save_mapping,
        saved_mappings,
    )

    folder = mappings_folder(home)
    try:
        saved = load_mapping(folder, name) if name is not None and name in saved_mappings(folder) else None
        file = read_business_file(path, _with_options(saved, path, columns, options))
        if saved is None:
            if not quiet:
                show_file(file)
            _confirmed(file, confirm=confirm, command=command, name=name)
            if name is not None:
                save_mapping(folder, name, file.mapping)
                if not quiet:
                    print(f"Saved as mapping {name}.")
        else:
            _refuse_missing(file, saved, path)
            if not quiet and (note := unused_countries(file)):
                print(note)
    except (MappingError, NotABusinessFileError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{path}: {error.strerror}")
    return file


def _with_options(
    saved: ColumnMapping | None,
    path: Path,
    columns: Sequence[str] | None,
    options: tuple[str | None, str | None, str | None, str | None],
) -> ColumnMapping | None:
    """The mapping to read by, with what options say; None: to be guessed."""
    from licet.tabular.business import read_business_file
    from licet.tabular.mapping import FIELDS, ColumnMapping

    encoding, delimiter, decimal, dates = options
    if decimal not in {None, ".", ","}:
        fail("--decimal: must be . or ,")
    if dates not in {None, "dmy", "mdy"}:
        fail("--date-order: must be dmy or mdy")
    given = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal, "dates": dates}
    said = {key: value for key, value in given.items() if value is not None}
    if saved is None and not said and not columns:
        return None
    base = saved
    if base is None:
        start = ColumnMapping({}, encoding=encoding, delimiter=delimiter) if encoding or delimiter else None
        guessed = _guess(path, start) if start is not None else read_business_file(path).mapping
        base = guessed
    changes: dict[str, str | None] = {}
    for text in columns or ():
        field, mark, column = text.partition("=")
        if not mark or field.strip() not in FIELDS:
            fail(f"--column {text}: write FIELD=COLUMN; fields are {', '.join(sorted(FIELDS))}")
        changes[field.strip()] = column.strip() or None
    return replace(base.with_columns(changes), **said)  # type: ignore[arg-type]


def _guess(path: Path, start: ColumnMapping) -> ColumnMapping:
    """The guess for a file that is opened as options say."""
    from licet.tabular.load import load_tables
    from licet.tabular.mapping import guess_mapping

    tables = load_tables(path, start.encoding, start.delimiter).tables
    guesses = [guess_mapping(table) for table in tables]
    return replace(
        max(guesses, key=lambda mapping: len(mapping.columns)),
        encoding=start.encoding,
        delimiter=start.delimiter,
    )


def _refuse_missing(file: BusinessFile, saved: ColumnMapping, path: Path) -> None:
    missing = sorted(set(saved.columns.values()) - set(file.table.headings))
    if missing:
        there = ", ".join(file.table.headings)[:300]
        fail(
            f"{path}: the mapping {saved.name} needs {', '.join(map(repr, missing))}, and the file has: {there}"
        )


def _confirmed(file: BusinessFile, *, confirm: bool, command: str, name: str | None) -> None:
    if confirm or (sys.stdin.isatty() and typer.confirm("Is this mapping right?")):
        return
    again = f"{command} --mapping {name or 'NAME'} --confirm".strip()
    fail(
        f"{file.path}: nobody confirmed which column holds what. If the mapping above is right, add --confirm "
        f"({again}); else correct it with --column FIELD=COLUMN"
    )


def show_file(file: BusinessFile) -> None:
    """Say what a file is, how it was read, and which column holds what."""
    from licet.orders.business import customer_receives, unused_countries

    how = ", ".join(filter(None, (file.loaded.format, file.loaded.encoding)))
    print(f"{file.path.name}: {_KINDS[file.kind.value]}. Read as {how}; headings in {_place(file)}.")
    mark = _MARKS[file.decimal]
    print(f"Numbers have {mark} before decimals. Days are written in {_ORDERS[file.dates.value]}.")
    if file.ambiguous_dates:
        print(
            f"  {file.ambiguous_dates} days could be read the other way; other days of the file tell the order."
        )
    print("Columns:")
    for field, column in sorted(file.mapping.columns.items()):
        why = _WHY[file.mapping.sure.get(field, "heading")]
        print(f"  {field:<22} {column!r} ({why}), e.g. {_example(file, column)}")
    rest = [name for name in file.table.headings if name not in file.mapping.columns.values()]
    if rest:
        print(f"Carried along as they are: {', '.join(rest)}")
    for note in filter(None, (customer_receives(file), unused_countries(file))):
        print(note)
    remarked = len({remark.row for remark in file.remarks})
    print(
        f"{len(file.records):,} rows read, {len(file.bad_rows):,} not; {len(file.duplicates):,} the same as an "
        f"earlier one; {remarked:,} with a remark; {len(file.skipped):,} lines without data."
    )
    for fault in file.faults[:_SHOWN]:
        where = f", column {fault.column}" if fault.column else ""
        print(f"  row {fault.row}{where}: {fault.problem}. Accepted: {fault.accepted}.")
    if len(file.faults) > _SHOWN:
        print(f"  and {len(file.faults) - _SHOWN:,} more problems")


def _place(file: BusinessFile) -> str:
    where = file.table.where
    return f"line {where}" if where.isdecimal() else where


def _example(file: BusinessFile, column: str) -> str:
    from licet.tabular.grid import cell_text

    place = file.table.headings.index(column)
    texts = (
        cell_text(row.cells[place]) for row in file.table.rows if place < len(row.cells) and not row.fault
    )
    return repr(next((text for text in texts if text), "")[:40])
