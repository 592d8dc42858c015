"""Licenses that the authority issued: read from a file of one (TOML) or a register of many, and recorded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from licet.errors import LicetError
from licet.events.event import Actor, Refusal
from licet.licensing.license import LicenseCondition
from licet.licensing.recording import UsedSoFar, record_license
from licet.licensing.scope import DEFAULT_TOLERANCE, LicensedParty, LicenseLine, LicenseScope
from licet.model.countries import country_of
from licet.model.eccn import canonical_eccn
from licet.model.numbers import NumberRangeError, bounded_number
from licet.model.transaction import Action, ItemKind, Role
from licet.services.cases import CaseService
from licet.tabular.business import BusinessFile, FileKind, Record

__all__ = [
    "LicenseFileError",
    "LicenseOnRecord",
    "licenses_of_register",
    "read_license_file",
    "record_licenses",
]

_NOT_SAID = "as the license says"
_ROLES = {"consignee": Role.ULTIMATE_CONSIGNEE, "end_user": Role.END_USER, "customer": Role.PURCHASER,
          "intermediate": Role.INTERMEDIATE_CONSIGNEE, "party": Role.ULTIMATE_CONSIGNEE}  # fmt: skip
_TOP = ("number", "licensee", "issued", "expires", "action", "destination", "end_use", "riders", "lines", "parties",
        "conditions")  # fmt: skip
_LINE = ("eccn", "description", "kind", "quantity", "unit", "unit_price", "value", "tolerance", "used_quantity",
         "used_value")  # fmt: skip
_PARTY = ("role", "name", "country", "address")
_CONDITION = ("text", "lines", "applies_to", "due", "before_shipment", "acknowledge")


class LicenseFileError(LicetError, ValueError):
    """A file that cannot be read: ``problems`` names each place, value and what would be accepted."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class LicenseOnRecord:
    """A license as its paper says."""

    number: str
    licensee: str
    scope: LicenseScope
    issued_on: date
    valid_until: date
    conditions: tuple[LicenseCondition, ...] = ()
    riders: tuple[str, ...] = ()
    used: tuple[UsedSoFar, ...] = ()


def record_licenses(
    case_service: CaseService,
    actor: Actor,
    licenses: Sequence[LicenseOnRecord],
    *,
    document: tuple[str, bytes] | None = None,
    reason: str = "",
) -> tuple[list[str], list[str]]:
    """Record licenses, each by itself; gives the numbers recorded, and why others were refused.

    ``document``: name and content of the paper, which is kept with them. Raises Refusal where the role may not.
    """
    kept = None if document is None else case_service.add_document(actor, *document)
    recorded, refused = [], []
    for license_ in licenses:
        try:
            case_service.act(
                actor, license_.number, record_license, reason=reason, licensee=license_.licensee,
                scope=license_.scope,
                issued_on=license_.issued_on, valid_until=license_.valid_until, conditions=license_.conditions,
                riders=license_.riders, used=license_.used, document=kept,
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.code == "role":
                raise
            already = refusal.code == "taken"
            refused.append(f"{license_.number}: {'it is on record already' if already else refusal}")
        else:
            recorded.append(license_.number)
    return recorded, refused


def read_license_file(path: Path) -> LicenseOnRecord:
    """A license from TOML. Raises LicenseFileError with everything that is wrong, OSError."""
    try:
        data = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is one
        raise LicenseFileError([f"not TOML: {error}"]) from error
    return license_of_data(data)


def license_of_data(data: Mapping[str, Any]) -> LicenseOnRecord:
    """A license from its parts by name. Raises LicenseFileError."""
    top = _RecordFile(data, "", _TOP)
    lines = [
        _RecordFile(item, f"lines[{at}].", _LINE, top.problems)
        for at, item in enumerate(top.tables("lines"), 1)
    ]
    parties = [
        _RecordFile(item, f"parties[{at}].", _PARTY, top.problems)
        for at, item in enumerate(top.tables("parties"), 1)
    ]
    tasks = [
        _RecordFile(item, f"conditions[{at}].", _CONDITION, top.problems)
        for at, item in enumerate(top.tables("conditions"), 1)
    ]
    scope = LicenseScope(
        top.choice("action", Action, Action.EXPORT),
        top.country("destination"),
        top.text("end_use"),
        tuple(_line(item, number) for number, item in enumerate(lines, 1)),
        tuple(_party(party) for party in parties),
    )
    made = LicenseOnRecord(
        top.text("number"), top.text("licensee"), scope, top.day("issued"), top.day("expires"),
        tuple(_condition(item, number) for number, item in enumerate(tasks, 1)), top.texts("riders"),
        tuple(used for number, item in enumerate(lines, 1) if (used := _used(item, number))),
    )  # fmt: skip
    if not lines:
        top.fault("lines", "at least one is needed: [[lines]] with eccn, quantity, unit, value")
    if not any(party.role is Role.ULTIMATE_CONSIGNEE for party in scope.parties):
        top.fault("parties", "an ultimate consignee is needed")
    if top.problems:
        raise LicenseFileError(top.problems)
    return made


def licenses_of_register(
    file: BusinessFile, licensee: str, *, on: date
) -> tuple[list[LicenseOnRecord], list[str]]:
    """The licenses of BIS in a register, and why the others are not taken.

    A register does not say everything: the action is taken to be an export, and the end use that of the license;
    so a check asks a person whether the license covers the end use. Licenses of other agencies are not taken.
    """
    if file.kind is not FileKind.LICENSES:
        raise LicenseFileError([f"this file lists {file.kind}, not licenses"])
    blocks: dict[str, list[Record]] = {}
    for record in file.records:
        blocks.setdefault(record.license or record.row, []).append(record)
    found, left = [], [f"row {fault.row}, {fault.column}: {fault.problem}" for fault in file.faults]
    stopped = {remark.row: remark.text for remark in file.remarks if "authorizes nothing" in remark.text}
    for number, records in blocks.items():
        data, problems = _of_records(file, number, records, licensee, stopped)
        if problems:
            left += [f"license {number}: {problem}" for problem in problems]
            continue
        try:
            item = license_of_data(data)
        except LicenseFileError as error:
            left += [f"license {number}: {problem}" for problem in error.problems]
            continue
        if item.valid_until < on:
            left.append(f"license {number}: it ended on {item.valid_until}")
            continue
        found.append(item)
    return found, left


def _of_records(
    file: BusinessFile, number: str, records: Sequence[Record], licensee: str, stopped: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """The parts of a license from its rows, and why it cannot be taken."""
    first = records[0]
    problems = [stopped[record.row] for record in records if record.row in stopped]
    if not (len(number) == 8 and number[0].isalpha() and number[1:].isdecimal()):  # noqa: PLR2004
        problems.append(
            "not a number of BIS (a letter and seven figures): Licet takes licenses under the EAR"
        )
    exporter = next((p.name for record in records for p in record.parties if p.role == "exporter"), licensee)
    issued = _cell_day(file, first, "issued")
    parties = {
        (_ROLES[p.role], p.name): {
            "role": _ROLES[p.role].value,
            "name": p.name,
            "country": p.country or first.country,
        }
        for record in records
        for p in record.parties
        if p.role in _ROLES
    }
    data = {
        "number": number,
        "licensee": exporter,
        "issued": issued,
        "expires": first.day,
        "destination": first.country,
        "end_use": _NOT_SAID,
        "lines": [_line_data(record) for record in records],
        "parties": list(parties.values()),
    }
    return {key: value for key, value in data.items() if value is not None}, problems


def _line_data(record: Record) -> dict[str, Any]:
    data = {
        "eccn": record.eccn,
        "description": record.description or record.item,
        "kind": ItemKind.COMMODITY.value if record.quantity is not None else None,
        "quantity": record.quantity,
        "unit": record.unit or ("pieces" if record.quantity is not None else None),
        "value": record.value if record.currency in {None, "USD"} else None,
        "used_quantity": record.used_quantity,
    }
    if record.used_quantity is not None and record.quantity and record.value is not None:
        data["used_value"] = (record.value * record.used_quantity / record.quantity).quantize(Decimal("0.01"))
    return {key: value for key, value in data.items() if value is not None}


def _cell_day(file: BusinessFile, record: Record, name: str) -> date | None:
    from licet.tabular.values import UnreadableValueError, read_date  # noqa: PLC0415  # registers alone

    column = file.mapping.columns.get(name)
    if column is None:
        return None
    place = file.table.headings.index(column)
    row = next((item for item in file.table.rows if item.where == record.row), None)
    try:
        return None if row is None else read_date(row.cells[place], file.dates)
    except UnreadableValueError:
        return None


def _line(table: _RecordFile, number: int) -> LicenseLine:
    quantity = table.number("quantity")
    return LicenseLine(
        number,
        table.eccn("eccn"),
        table.text("description", needed=False),
        table.choice("kind", ItemKind, ItemKind.COMMODITY),
        quantity,
        table.text("unit", needed=quantity is not None) or None,
        table.number("unit_price"),
        table.number("value", needed=True) or Decimal(0),
        _or(table.number("tolerance"), DEFAULT_TOLERANCE),
    )


def _or(value: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if value is None else value


def _used(table: _RecordFile, number: int) -> UsedSoFar | None:
    quantity, value = table.number("used_quantity"), table.number("used_value")
    return None if quantity is None and value is None else UsedSoFar(number, quantity, value or Decimal(0))


def _party(table: _RecordFile) -> LicensedParty:
    return LicensedParty(
        table.choice("role", Role, None),
        table.text("name"),
        table.country("country"),
        table.text("address", needed=False) or None,
    )


def _condition(table: _RecordFile, number: int) -> LicenseCondition:
    return LicenseCondition(
        f"C{number}",
        table.text("text"),
        tuple(table.value("lines") or ()),
        table.text("applies_to", needed=False) or None,
        table.day("due", needed=False),
        table.value("before_shipment") is True,
        table.value("acknowledge") is True,
    )


@dataclass
class _RecordFile:
    """Reads values by name; what is wrong goes to ``problems``, each with its place and what would be accepted."""

    data: Any
    at: str
    known: Sequence[str]
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not isinstance(self.data, Mapping):
            self.problems.append(f"{self.at.rstrip('.')}: must be a table")
            self.data = {}
        for name in self.data:
            if name not in self.known:
                self.fault(name, f"not known; accepted: {', '.join(self.known)}")

    def fault(self, name: str, said: str) -> None:
        self.problems.append(f"{self.at}{name}: {said}")

    def value(self, name: str) -> Any:
        return self.data.get(name)

    def tables(self, name: str) -> list[Any]:
        found = self.value(name)
        if found is not None and not isinstance(found, list):
            self.fault(name, "must be a list of tables")
            return []
        return found or []

    def text(self, name: str, *, needed: bool = True) -> str:
        found = self.value(name)
        if found is None or (isinstance(found, str) and not found.strip()):
            if needed:
                self.fault(name, "is needed")
            return ""
        if not isinstance(found, str):
            self.fault(name, f"{found!r} is not text; put it in quotes")
            return ""
        return found.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        found = self.value(name) or []
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            self.fault(name, "must be a list of texts")
            return ()
        return tuple(found)

    def day(self, name: str, *, needed: bool = True) -> Any:
        found = self.value(name)
        if isinstance(found, str):
            try:
                found = date.fromisoformat(found)
            except ValueError:
                self.fault(name, f"{found!r} is not a day; accepted: a day such as 2026-12-31")
                return date.min
        if found is None and needed:
            self.fault(name, "is needed: a day such as 2026-12-31")
            return date.min
        return found

    def number(self, name: str, *, needed: bool = False) -> Decimal | None:
        found = self.value(name)
        if found is None:
            if needed:
                self.fault(name, "is needed: a number such as 19600.00")
            return None
        try:
            number = bounded_number(str(found))
        except NumberRangeError as error:
            self.fault(name, str(error))
            return None
        except ValueError:
            number = Decimal(-1)
        if isinstance(found, bool) or number < 0:
            self.fault(name, f"{found!r} is not a number from 0 upwards")
            return None
        return number

    def country(self, name: str) -> str:
        found = self.text(name)
        code = country_of(found) if found else None
        if found and code is None:
            self.fault(name, f"{found!r} is not a country; accepted: an ISO code such as DE, or its name")
        return code or ""

    def eccn(self, name: str) -> str:
        found = self.text(name)
        code = canonical_eccn(found) if found else None
        if found and code is None:
            self.fault(name, f"{found!r} is not an ECCN; accepted: such as 6A003.b.4.b")
        return code or ""

    def choice(self, name: str, choices: Any, otherwise: Any) -> Any:
        found = self.value(name)
        if found is None and otherwise is not None:
            return otherwise
        try:
            return choices(found)
        except ValueError:
            self.fault(name, f"{found!r}; accepted: {', '.join(choices)}")
            return otherwise or next(iter(choices))
