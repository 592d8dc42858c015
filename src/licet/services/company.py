"""Who the company is, for letters and reports: ``company.toml`` in the home folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from licet.errors import LicetError

__all__ = ["COMPANY_FILE", "CompanyError", "load_company"]

COMPANY_FILE = "company.toml"
_KEYS = ("name", "address", "telephone", "email")


class CompanyError(LicetError, ValueError):
    """A file that cannot be used; the message names the key."""


def load_company(home: Path) -> Mapping[str, str]:
    """Name, address, telephone and email of the company, as far as the file says; empty without one.

    Raises CompanyError.
    """
    path = home / COMPANY_FILE
    if not path.exists():
        return {}
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is one
        raise CompanyError(f"{path}: {error}") from error
    unknown = [key for key in data if key not in _KEYS]
    wrong = [key for key, value in data.items() if not isinstance(value, str)]
    if unknown or wrong:
        raise CompanyError(f"{path}: {', '.join(unknown or wrong)}; expected texts under {', '.join(_KEYS)}")
    return data
