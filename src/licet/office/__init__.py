"""The office: the one door through which command line, API and web pages act and look."""

from licet.office.acts import ACTS
from licet.office.office import Done, KeyReusedError, Office
from licet.office.rows import BalanceRow, CaseRow, LicenseRow
from licet.store.events import StaleVersionError, Stored

__all__ = [
    "ACTS",
    "BalanceRow",
    "CaseRow",
    "Done",
    "KeyReusedError",
    "LicenseRow",
    "Office",
    "StaleVersionError",
    "Stored",
]
