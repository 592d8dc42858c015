"""The reports on encryption items to BIS and the NSA: once a year on self-classified items, twice a year on sales."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from licet.classification.self_classification import Submitter, report, report_due
from licet.services.product_papers import encryption_lines, sales_period, sales_rows
from licet.services.products import ProductMaster

__all__ = ["SalesReport", "SelfClassification", "report_year", "sales_report", "self_classification"]


@dataclass(frozen=True, slots=True)
class SelfClassification:
    """The annual report (740.17(e)(3)). ``text``: the CSV of 742 Supplement No. 8; ``left_out``: by part, why."""

    year: int
    due: date
    text: str
    parts: tuple[str, ...]
    left_out: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SalesReport:
    """The semiannual report (740.17(e)(1)) on the sales from ``first`` to ``last``, the heading apart."""

    first: date
    last: date
    due: date
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def report_year(on: date) -> int:
    """The calendar year that is reported next on a day: until February 1 the one before.

    >>> report_year(date(2027, 2, 1)), report_year(date(2027, 2, 2))
    (2026, 2027)
    """
    return on.year - 1 if on <= report_due(on.year - 1) else on.year


def self_classification(
    master: ProductMaster, submitter: Submitter, item_type: str, year: int, on: date
) -> SelfClassification:
    """The report on a year, from the records that count on a day. Raises ReportError with every entry not allowed.

    ``item_type``: of paragraph (a)(6), for products that name none.
    """
    lines, left_out = encryption_lines(master, item_type, year, on)
    text = report(lines.values(), submitter)
    return SelfClassification(year, report_due(year), text, tuple(lines), left_out)


def sales_report(master: ProductMaster, sales: Iterable[Mapping[str, str]], on: date) -> SalesReport:
    """The report on the half year that is due next on a day. Raises PaperError with every fault."""
    first, last, due = sales_period(on)
    head, *rows = sales_rows(master, sales, first, last)
    return SalesReport(first, last, due, head, tuple(rows))
