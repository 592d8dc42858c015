"""Papers that customers give, and which facts of a transaction rest on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["PAPER_KINDS", "StatementKind"]


@dataclass(frozen=True, slots=True)
class StatementKind:
    """A kind of paper. ``fact``: the fact of a transaction that it proves, None where no rule reads it.

    ``of``: whose it must be for the fact to be proved: ``consignee``, or ``every`` party to the transaction that
    15 CFR 748.5(c)-(f) names. ``names_items``: it is for the items that it lists alone.
    """

    title: str
    cite: str
    fact: str | None = None
    of: str = "consignee"
    names_items: bool = False
    states_end_use: bool = False


PAPER_KINDS: Mapping[str, StatementKind] = MappingProxyType(
    {
        "end_use_statement": StatementKind(
            "End-use statement", "15 CFR Part 732 Supp. 3", states_end_use=True
        ),
        "uvl_statement": StatementKind(
            "UVL statement", "15 CFR 744.15(b)", "uvl_statement_obtained", "every", names_items=True
        ),
        "sta_statement": StatementKind(
            "Prior consignee statement", "15 CFR 740.20(d)(2)", "prior_consignee_statement", names_items=True
        ),
        "certification": StatementKind(
            "Certification statement", "15 CFR Part 744 Supp. 7", "certification_obtained", "every"
        ),
        "cwc_end_use_certificate": StatementKind(
            "End-Use Certificate", "15 CFR 745.2", "cwc_end_use_certificate", names_items=True
        ),
        "bis_711": StatementKind("Form BIS-711", "15 CFR 748.11"),
        "prc_end_user_statement": StatementKind("PRC End-User Statement", "15 CFR 748.10"),
        "red_flag_checklist": StatementKind("Red-flag checklist", "15 CFR Part 732 Supp. 3"),
        "other": StatementKind("Paper", "your own policy"),
    }
)
"""By their name in files. What no rule reads is kept for its expiry alone."""
