"""The Denied Persons List of BIS, tab-separated, twelve columns."""

from __future__ import annotations

import csv
import io

from licet.model.listing import ListCode
from licet.watchlists.countries import trailing_country
from licet.watchlists.row import RawRow
from licet.watchlists.rows import Collected, RowError, codes_of, keys_problems, maybe, us_day, yes_no
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem, UnreadableSnapshotError

__all__ = ["REQUIRED", "read_dpl_text"]

REQUIRED = (
    "Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date",
    "Standard_Order", "Last_Update", "Action", "FR_Citation",
)  # fmt: skip
_EXTRAS = ("Last_Update", "Action")
_ADDRESS = ("Street_Address", "City", "State", "Postal_Code", "Country")


def read_dpl_text(text: str, sha256: str) -> Snapshot:
    """Read the tab-separated Denied Persons List. The file carries no date of its own.

    Raises :class:`UnreadableSnapshotError` when a column is missing.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    header = [cell.strip() for cell in next(reader)]
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise UnreadableSnapshotError(
            SnapshotProblem(ProblemKind.MISSING_COLUMNS, f"the header has no {', '.join(missing)}", line=1)
        )
    collected, short, repeated, begins = Collected(), False, 0, reader.line_num + 1
    for record in reader:
        line, begins = begins, reader.line_num + 1
        if not record:
            continue
        short = len(record) != len(header)
        if [cell.strip() for cell in record] == header:
            repeated += 1
        elif short:
            collected.refuse(
                line, f"{len(record)} cells, the header has {len(header)}", "\t".join(record), ListCode.DPL
            )
        else:
            _take(collected, line, dict(zip(header, record, strict=True)))
    problems = keys_problems(header, REQUIRED) + _problems(
        short=short, unclosed=text.count('"') % 2 == 1, line=begins - 1
    )
    return Snapshot(
        Format.DPL_TEXT, sha256, None, "the Denied Persons List carries no date",
        tuple(collected.rows), tuple(collected.refused), problems, repeated,
    )  # fmt: skip


def _problems(*, short: bool, unclosed: bool, line: int) -> tuple[SnapshotProblem, ...]:
    if not short and not unclosed:
        return ()
    words = "a quotation mark is not closed" if unclosed else "the last row is short"
    return (SnapshotProblem(ProblemKind.TRUNCATED, words, ListCode.DPL, line),)


def _take(collected: Collected, line: int, cells: dict[str, str]) -> None:
    try:
        collected.rows.append(_row(line, cells))
    except RowError as error:
        collected.refuse(line, str(error), "\t".join(cells.values()), ListCode.DPL)


def _row(line: int, cells: dict[str, str]) -> RawRow:
    name = maybe(cells["Name"])
    if name is None:
        raise RowError("Name: empty")
    address = maybe(", ".join(cells[key] for key in _ADDRESS if cells[key].strip()))
    countries, unread = codes_of([cells["Country"]])
    if not countries and address is not None and (last := trailing_country(address)) == "US":
        countries = (last,)
    return RawRow(
        list_code=ListCode.DPL, name=name, line=line,
        countries=countries, unread_countries=unread,
        addresses=() if address is None else (address,),
        notices_text=maybe(cells["FR_Citation"]),
        start_date=us_day(cells["Effective_Date"], "Effective_Date"),
        end_date=us_day(cells["Expiration_Date"], "Expiration_Date"),
        standard_order=yes_no(cells["Standard_Order"]),
        extras=tuple((key, value) for key in _EXTRAS if (value := maybe(cells[key])) is not None),
    )  # fmt: skip
