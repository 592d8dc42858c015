"""The lines of the Electronic Export Information on paper: what is filed, by whom, by when, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from licet.documents.render import Rendered, render
from licet.documents.words import day
from licet.licensing.days import day_of
from licet.model.export_filing import ExportFiling, FilingReason, FilingStatus

__all__ = ["export_information"]

_STATUS = {
    FilingStatus.FILE_FIRST: "File before export and wait for the Internal Transaction Number.",
    FilingStatus.FILED: "Filed.",
    FilingStatus.FILE_LATER: "May leave; file as soon as the rules say.",
    FilingStatus.EXEMPT: "No filing: an exemption covers the line.",
    FilingStatus.OUT_OF_SCOPE: "No filing: the rules on filing do not reach the line.",
    FilingStatus.UNDETERMINED: "Not known yet whether it must be filed.",
}


def export_information(
    filings: Sequence[ExportFiling], made_at: datetime, *, reference: str = ""
) -> Rendered:
    """The filing of the lines of one order. ``reference``: the order's own number, as it stands on the paper."""
    data = {
        "printed": day(day_of(made_at)),
        "reference": reference,
        "lines": [_line(filing) for filing in filings],
    }
    return render("export_information", "Electronic Export Information", "export-information", data, made_at)


def _line(filing: ExportFiling) -> dict[str, Any]:
    return {
        "name": f"Line {filing.line}" + (f" ({filing.ident})" if filing.ident else ""),
        "status": _STATUS[filing.status],
        "legend": filing.legend or "",
        "reasons": _reason_lines(filing.reasons),
        "filer": _reason_lines(filing.filer),
        "deadline": _reason_lines(filing.deadline),
        "report": _reason_lines(filing.report),
        "open": list(filing.open),
        "elements": [
            [
                element.name,
                element.value or ("to be stated" if element.mandatory else ""),
                element.cite.text.removeprefix("15 CFR "),
            ]
            for element in filing.elements
            if element.mandatory or element.value
        ],
        "receipt": filing.receipt,
    }


def _reason_lines(reasons: Sequence[FilingReason]) -> list[str]:
    return [f"{reason.text} ({reason.cite.text})" for reason in reasons]
