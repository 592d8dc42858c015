"""The office: the one door through which command line, API and web pages act and look."""

from licet.services.cases.acts import ACTS
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
