"""The Consolidated Screening List as CSV: 29 columns since 2020, 28 (no ``_id``) before.

Source: https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from licet.watchlists.countries import trailing_country
from licet.watchlists.row import RawRow
from licet.watchlists.rows import Collected, RowError, iso_day, keys_problems, maybe, names_of, parts, yes_no
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem, UnreadableSnapshotError
from licet.watchlists.sources import code_of_source

__all__ = ["REQUIRED", "read_csl_csv"]

REQUIRED = (
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "alt_names",
)
_URLS = ("source_list_url", "source_information_url")
_READ = frozenset(REQUIRED) | {"_id", "remarks", "ids", *_URLS}
_BESIDE = frozenset(
    [
        "title", "call_sign", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag",
        "vessel_owner", "citizenships", "dates_of_birth", "nationalities", "places_of_birth",
    ]
)  # fmt: skip
_OFFICIAL = _READ | _BESIDE
_FIELD_LIMIT = 1 << 20


def read_csl_csv(text: str, sha256: str) -> Snapshot:
    """Read the official CSV. Bad rows are refused by line; a cut end is a problem of the snapshot.

    Raises :class:`UnreadableSnapshotError` when a required column is missing. The file carries no date.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    records = _records(text)
    _, header = next(records)
    _require(header)
    reader = _CslReader(header)
    for line, record in records:
        reader.take(line, record)
    return reader.snapshot(sha256, unclosed=text.count('"') % 2 == 1)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line on which it begins."""
    rows = csv.reader(io.StringIO(text, newline=""))
    begins = 1
    while True:
        try:
            record = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableSnapshotError(
                SnapshotProblem(ProblemKind.BROKEN_FILE, str(error), line=begins)
            ) from error
        if record:
            yield begins, record
        begins = rows.line_num + 1


def _require(header: list[str]) -> None:
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise UnreadableSnapshotError(
            SnapshotProblem(ProblemKind.MISSING_COLUMNS, f"the header has no {', '.join(missing)}", line=1)
        )


class _CslReader:
    def __init__(self, header: list[str]) -> None:
        self._header = header
        self._extra_columns = [column for column in header if column not in _READ]
        self._collected = Collected()
        self._repeated_headers = 0
        self._short: tuple[int, int] | None = None

    def take(self, line: int, record: list[str]) -> None:
        self._short = None
        if record == self._header:
            self._repeated_headers += 1
        elif len(record) != len(self._header):
            self._short = line, len(record)
            self._collected.refuse(line, f"{len(record)} cells, not {len(self._header)}", ",".join(record))
        else:
            self._take_cells(line, dict(zip(self._header, record, strict=True)))

    def _take_cells(self, line: int, cells: dict[str, str]) -> None:
        try:
            self._collected.rows.append(self._row(line, cells))
        except RowError as error:
            self._collected.refuse(
                line, str(error), ",".join(cells.values()), code_of_source(cells["source"])
            )

    def _row(self, line: int, cells: dict[str, str]) -> RawRow:
        code, printed = code_of_source(cells["source"]), maybe(cells["name"])
        if code is None:
            raise RowError(f"source: {cells['source']!r} is no known list")
        if printed is None:
            raise RowError("name: empty")
        name, aliases = names_of(code, printed, cells["alt_names"].split(";"))
        addresses = parts(cells["addresses"])
        countries = dict.fromkeys(filter(None, map(trailing_country, addresses)))
        return RawRow(
            list_code=code, name=name, line=line,
            official_id=maybe(cells["entity_number"]),
            aliases=aliases,
            kind=maybe(cells["type"]),
            countries=tuple(countries), addresses=addresses,
            programs=parts(cells["programs"]),
            notices_text=maybe(cells["federal_register_notice"]),
            start_date=iso_day(cells["start_date"], "start_date"),
            end_date=iso_day(cells["end_date"], "end_date"),
            standard_order=yes_no(cells["standard_order"]),
            requirement=maybe(cells["license_requirement"]),
            policy=maybe(cells["license_policy"]),
            remarks=maybe(cells.get("remarks")),
            ids=parts(cells.get("ids")),
            urls=tuple(dict.fromkeys(filter(None, (maybe(cells.get(column)) for column in _URLS)))),
            extras=self._extras(cells),
        )  # fmt: skip

    def _extras(self, cells: dict[str, str]) -> tuple[tuple[str, str], ...]:
        """The columns without a field of their own; trade.gov's row key where the list has no number."""
        columns = self._extra_columns if maybe(cells["entity_number"]) else ["_id", *self._extra_columns]
        found = ((column, maybe(cells.get(column))) for column in columns)
        return tuple((column, value) for column, value in found if value is not None)

    def snapshot(self, sha256: str, *, unclosed: bool) -> Snapshot:
        problems = list(keys_problems(self._header, _OFFICIAL, _OFFICIAL - {"_id"}))
        if self._short is not None or unclosed:
            line, cells = self._short or (self._last_line(), len(self._header))
            words = "a quotation mark is not closed" if unclosed else "the last row is short"
            problems.append(
                SnapshotProblem(
                    ProblemKind.TRUNCATED, f"{words}: {cells} of {len(self._header)} cells", line=line
                )
            )
        return Snapshot(
            Format.CSL_CSV, sha256, None, "the CSV format carries no date",
            tuple(self._collected.rows), tuple(self._collected.refused), tuple(problems),
            self._repeated_headers,
        )  # fmt: skip

    def _last_line(self) -> int:
        lines = [row.line for row in self._collected.rows] + [row.line for row in self._collected.refused]
        return max(lines, default=1)
