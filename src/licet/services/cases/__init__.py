"""The case service: command line, API and pages read and change cases and licenses through it, and no other way."""

from licet.services.cases.act_table import ACTS
from licet.services.cases.rows import BalanceRow, CaseRow, LicenseRow
from licet.services.cases.service import CaseService, Done, KeyReusedError
from licet.storage.events import StaleVersionError, Stored

__all__ = [
    "ACTS",
    "BalanceRow",
    "CaseRow",
    "CaseService",
    "Done",
    "KeyReusedError",
    "LicenseRow",
    "StaleVersionError",
    "Stored",
]
