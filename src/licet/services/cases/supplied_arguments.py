"""What an act must read besides its subject. The case service supplies it; no caller passes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from licet.licensing.case import Case
from licet.licensing.license import License
from licet.licensing.same import deal_key, order_key
from licet.storage.schema_views import case_list, license_list
from licet.storage.work import Work

__all__ = ["issued_licenses", "other_cases", "registered_cases"]


def other_cases(work: Work, case: Case, _arguments: Mapping[str, Any]) -> tuple[Case, ...]:
    """The organization's cases that could be for the same transaction."""
    asked = case.application
    query = select(case_list.c.case_id).where(
        case_list.c.organization == case.organization,
        case_list.c.case_id != case.case_id,
        or_(case_list.c.deal == deal_key(asked), case_list.c.order_key == (order_key(asked) or None)),
    )
    return tuple(work.state("case", found) for found in work.connection.execute(query).scalars())


def registered_cases(work: Work, case: Case, arguments: Mapping[str, Any]) -> tuple[Case, ...]:
    """The other cases under the control number asked for: none, or one."""
    query = select(case_list.c.case_id).where(
        case_list.c.acn == arguments.get("acn"), case_list.c.case_id != case.case_id
    )
    return tuple(work.state("case", found) for found in work.connection.execute(query).scalars())


def issued_licenses(work: Work, case: Case, arguments: Mapping[str, Any]) -> tuple[License, ...]:
    """The licenses of the case, and whichever bears the number already."""
    query = select(license_list.c.number).where(
        or_(license_list.c.case_id == case.case_id, license_list.c.number == arguments.get("number"))
    )
    return tuple(work.state("license", found) for found in work.connection.execute(query).scalars())
