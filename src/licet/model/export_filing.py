"""What a line of an order is to the export filing: whether it is filed, by whom, by when, and with which data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from licet.rules.citation import Citation

__all__ = ["DataElement", "ExportFiling", "FilingReason", "FilingStatus", "filing_document"]


class FilingStatus(StrEnum):
    """Whether a line is filed before it leaves, was filed, needs no filing, or is not known to need one."""

    FILE_FIRST = "file_first"
    FILED = "filed"
    FILE_LATER = "file_later"
    EXEMPT = "exempt"
    OUT_OF_SCOPE = "out_of_scope"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class FilingReason:
    """Why a line is filed or not, in words, and where that is written."""

    text: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class DataElement:
    """One element of the filing. ``value``: as the transaction states it; None: somebody must state it.

    ``mandatory``: every filing has it; any other is filed where it applies.
    """

    name: str
    value: str | None
    cite: Citation
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class ExportFiling:
    """The filing of one line.

    ``line``: its place in the order, from 1; ``ident``: the order's own number of it. ``filer``: who files.
    ``deadline``: by when, for the stated means of transport, or for each where none is stated. ``legend``: what
    stands on the first page of the loading document; None as long as nothing may stand there. ``open``: what must be
    known first. ``report``: what the filing says of the license. ``elements``: the line's data.
    ``receipt``: of the answer that it rests on.
    """

    line: int
    ident: str | None
    status: FilingStatus
    reasons: tuple[FilingReason, ...]
    filer: tuple[FilingReason, ...]
    deadline: tuple[FilingReason, ...]
    exemption: str | None
    legend: str | None
    open: tuple[str, ...]
    report: tuple[FilingReason, ...]
    elements: tuple[DataElement, ...]
    receipt: str

    @property
    def missing(self) -> tuple[DataElement, ...]:
        """The mandatory elements that nobody stated."""
        return tuple(element for element in self.elements if element.mandatory and element.value is None)


def filing_document(filing: ExportFiling) -> dict[str, Any]:
    """The filing as plain data, for JSON."""

    def reason_list(reasons: tuple[FilingReason, ...]) -> list[dict[str, str]]:
        return [{"text": reason.text, "cite": reason.cite.text} for reason in reasons]

    return {
        "line": filing.line,
        "id": filing.ident,
        "status": filing.status.value,
        "reasons": reason_list(filing.reasons),
        "filer": reason_list(filing.filer),
        "deadline": reason_list(filing.deadline),
        "exemption": filing.exemption,
        "legend": filing.legend,
        "open": list(filing.open),
        "report": reason_list(filing.report),
        "elements": [
            {
                "name": element.name,
                "value": element.value,
                "mandatory": element.mandatory,
                "cite": element.cite.text,
            }
            for element in filing.elements
        ],
        "missing": [element.name for element in filing.missing],
        "receipt": filing.receipt,
    }
